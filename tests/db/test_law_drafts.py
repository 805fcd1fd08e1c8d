"""The law before it is law: what a change would be, for whoever may make it and all others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import Meant
from bot.replies import Button
from bot.runtime.cause import OFFICE
from bot.runtime.refusals import readings
from services.law import statutes, switchboard
from services.law.switchboard import Switch
from services.people.identity import neighbours
from services.standing import listings
from services.workshops import scenarios, votes
from services.workshops.scenarios.turning import TURNS, _names, turns
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", timers={votes.DEBATE_OVER: votes.end_debate})


def carry(world: World, typed: list[tuple[str, str]], *, in_days: int = 0) -> int:
    """The town votes for a change of law: the number of the poll."""
    with world.facilitating() as town:
        number = votes.put(town, typed, in_days=in_days).number
    with world.facilitating() as town:
        votes.open_vote(town, number)
    with world.acting("ana") as town:
        votes.cast(town, number, votes.Choice.YES)
    return number


def test_the_question_before_a_law_says_what_vote_it_undoes(world: World):
    carried = carry(world, [("kin", "off")])
    later = carry(world, [("friends", "off")], in_days=3)
    with world.facilitating() as town:
        back = statutes.draft_switch(town, "kin", "on")
        assert [(one.poll, one.value) for one in back.undoes] == [(carried, "off")]
        assert statutes.draft_switch(town, "kin", "off").undoes == ()
        put_off = statutes.draft_switch(town, "friends", "on")
        assert put_off.done.changed, "what is still to come is taken back"
        assert [(one.poll, one.value) for one in put_off.undoes] == [(later, "off")]
        assert statutes.draft_switch(town, "friends", "off", 5).undoes == ()
        whole = statutes.draft(town, statutes.Deed.PRESET, "as_found")
        assert [(one.poll, one.switch.value) for one in whole.undoes] == [
            (later, "friends"),
            (carried, "kin"),
        ]
    with world.office() as town:
        stands = switchboard.value(town, Switch.KIN)
        assert stands == "off", "to look at it changes nothing"


def test_whoever_may_not_set_the_law_reads_what_it_would_be_and_how_it_is_moved(world: World):
    with world.acting("ana") as town:
        asked = statutes.draft_switch(town, "kin", "off", 3)
        assert (asked.may_set, asked.by_vote, asked.typed) == (False, False, "kin off in 3 days")
        drafted = statutes.draft_typed(town, statutes.Deed.ENACT, "minors_law", "")
        assert not drafted.may_set
    with world.facilitating() as town:
        assert [one.statute_id for one in statutes.draft_switch(town, "kin", "off").prices] == [
            one.statute_id
            for one in statutes.catalogue().values()
            if any((p.sets, p.value) == ("kin", "off") for p in one.provisions.values())
        ]
        switchboard.enact(town, "consultation", "on")
        assert statutes.draft_switch(town, "kin", "off").by_vote


def test_a_card_previews_what_it_does_under_the_law_that_is_in_force_when_it_is_played(
    world: World,
):
    with world.facilitating() as town:
        assert scenarios.preview(town, "rumour").turns == ()
        switchboard.enact(town, "listing_served", "on", in_days=2)
        assert scenarios.preview(town, "rumour").turns == ()
        later = scenarios.preview(town, "rumour", when="h72")
        assert later.turns == (Switch.LISTING_SERVED,)
    world.forward(days=2)
    with world.facilitating() as town:
        assert scenarios.preview(town, "rumour").turns == (Switch.LISTING_SERVED,)
        scenarios.run(town, f"rumour {neighbours(town)[0].name}")
    assert len(world.emitted(listings.ListingServed)) == 1


def test_a_court_that_serves_nobody_does_so_whatever_the_law_wants(world: World):
    with world.facilitating() as town:
        switchboard.enact(town, "listing_served", "on")
        assert scenarios.preview(town, "journalist").turns == ()
        scenarios.run(town, f"journalist {neighbours(town)[0].name}")
    assert world.emitted(listings.ListingServed) == []


def test_whatever_turns_a_card_is_a_verb_or_given_to_one_by_some_card():
    names = {name for card in scenarios.cards() for one in card.effects for name in _names(one)}
    assert TURNS.keys() <= names
    law = switchboard.Law(0, switchboard.courses_of(()))
    assert all(turns(card, law) == () for card in scenarios.cards()), "cards tell of a new town"


@pytest.mark.parametrize(
    ("typed", "first"),
    [("reasons_laws", "reasons_law"), ("Consultation", "consultation_law"), ("xyzzy", None)],
)
def test_a_statute_that_there_is_not_is_answered_by_the_nearest_with_their_titles(typed, first):
    with pytest.raises(statutes.UnknownStatute) as told:
        statutes.find_statute(typed)
    near = told.value.fields["instead"]
    assert isinstance(near, tuple)
    assert [name for name, _ in near][:1] == ([first] if first else [])
    cause = replace(OFFICE, typed=f"/motion enact {typed}")
    keys = [button for row in readings(told.value, cause) for button in row]
    assert [one.label for one in keys] == [title for _, title in near], "one key each"
    if first:
        assert isinstance(keys[0], Button)
        assert keys[0].data == Meant(asked="0", command=f"motion enact {first}")
