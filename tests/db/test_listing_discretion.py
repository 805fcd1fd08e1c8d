"""Listing at discretion: whom nobody may list, what is written down, and what the law asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from services.kernel.audit_log import latest
from services.kernel.errors import NotAllowed, Outdated, RuleError
from services.kernel.time import DAY_S, Moment
from services.kernel.town import PersonId
from services.law.switchboard import Switch
from services.people import masks
from services.people.identity import add_second, drop_seconds
from services.people.identity.tables import participants
from services.social import notices
from services.standing import listings, lists
from services.standing.listings import Colour, Ended, ListingEnded
from services.workshops import scenarios
from tests.db.lawgiving import enact
from tests.support.moving import grant
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", residents=("rui", "sam"))


def put_down(world: World, name: str = "rui", words: str = "tells stories", key: str | None = None):
    with world.facilitating(key=key) as town:
        return listings.put_down(town, name, words)


def refused(world: World, name: str, words: str = "tells stories") -> str:
    with pytest.raises(RuleError) as told:
        put_down(world, name, words)
    assert on_the_list(world) == set()
    return type(told.value).__name__


def on_the_list(world: World) -> set[str]:
    with world.office() as town:
        return {one.name for one in listings.unended(town, Colour.BLACK)}


def person_of(world: World, name: str) -> PersonId:
    with world.engine.connect() as conn:
        mine = participants.c.participant_id == world.ids[name]
        return PersonId(conn.execute(select(participants.c.person_id).where(mine)).scalar_one())


def published(world: World) -> set[str]:
    with world.office() as town:
        return {one.name for one in lists.publish(town).black}


def test_words_are_enough_while_the_town_is_opaque_and_the_log_knows_who(world: World):
    done = put_down(world)
    assert done.is_new
    one = done.listing
    assert (one.agency, one.words, one.actor) == (listings.OFFICE, "tells stories", "facilitator")
    assert one.ground is not None
    assert not one.ground.lawful
    with world.office() as town:
        assert lists.current_board(town).black == (), "it waits for the evening"
        line = latest(town.conn, limit=1)[0]
    assert (line.actor, line.action) == ("facilitator", "listed_at_discretion")
    assert "stories" not in line.detail, "the log holds no words"
    assert published(world) == {"Rui"}


def test_the_same_act_and_the_same_person_are_one_entry(world: World):
    assert put_down(world, key="7:1").is_new
    assert not put_down(world, key="7:1").is_new
    assert not put_down(world, words="and again").is_new
    with world.facilitating() as town:
        assert [one.words for one in listings.book(town)] == ["tells stories"]


def test_once_the_law_wants_a_basis_only_a_ground_of_the_rule_will_do(world: World):
    enact(world, "legal_basis", "on")
    assert refused(world, "rui") == "NoLegalBasis"
    assert refused(world, "rui", "rumour tells stories") == "NoLegalBasis"
    with world.facilitating() as town, pytest.raises(listings.NoLegalBasis):
        scenarios.run(town, "rumour")
    one = put_down(world, words="Hiding: three shops under other names").listing
    assert one.ground is not None
    assert (one.ground.ground_id, one.words) == ("hiding", "three shops under other names")


def test_an_old_entry_says_which_newer_law_does_not_bind_it_and_which_ends_it(world: World):
    old = put_down(world).listing
    world.forward(days=1)
    for switch in ("listing_served", "legal_basis"):
        enact(world, switch, "on")
    new = put_down(world, "sam", "hiding three shops").listing
    world.forward(days=1)
    enact(world, "second_signature", "on")
    enact(world, "listing_months", "1")
    with world.facilitating() as town:
        page = lists.any_listing(town, old.listing_id)
        first, last = Moment(town.now - DAY_S), Moment(town.now)
        assert page.newer == (
            lists.Newer(Switch.LISTING_SERVED, first),
            lists.Newer(Switch.LEGAL_BASIS, first),
            lists.Newer(Switch.SECOND_SIGNATURE, last),
        )
        assert page.ends == Moment(old.listed + 30 * DAY_S)
        page = lists.any_listing(town, new.listing_id)
        assert page.newer == (lists.Newer(Switch.SECOND_SIGNATURE, last),)
        listings.withdraw(town, old.listing_id)
        page = lists.any_listing(town, old.listing_id)
        assert (page.newer, page.ends) == ((), None), "it is over"


def test_some_are_listed_by_nobody(world: World):
    with world.facilitating() as town:
        masks.set_mask(town, "sam", on=True)
    assert refused(world, "sam") == "WearsMask"
    assert refused(world, "ana") == "ListedByCardsAlone"
    assert refused(world, "nobody") == "NobodyOfThatName"
    assert refused(world, "rui", "") == "NoReason"
    assert refused(world, "rui", "x" * 201) == "ReasonTooLong"
    grant(world, world.visitors["bo"])
    assert refused(world, "bo") == "RunsTheTown"
    ana = person_of(world, "ana")
    with world.office() as town:
        add_second(town, town.workshop_id, ana)
    assert refused(world, "ana") == "RunsTheTown"
    with world.office() as town:
        drop_seconds(town.conn, town.workshop_id)
    gone = participants.c.participant_id == world.ids["ana"]
    with world.engine.begin() as conn:
        conn.execute(update(participants).where(gone).values(person_id=None, seated=False))
    assert refused(world, "ana") == "LeftTheTown"
    for name in ("ana", "bo", "sam"):
        with world.facilitating() as town, pytest.raises(RuleError):
            listings.by_card(town, "rumour", name)
    with world.acting("bo") as town, pytest.raises(NotAllowed):
        listings.put_down(town, "rui", "tells stories")


def test_nobody_lists_themselves(world: World):
    person = person_of(world, "ana")
    with world.facilitating() as town:
        town.actor = replace(town.actor, person_id=person)
        with pytest.raises(listings.ListedYourself):
            listings.put_down(town, "ana", "tells stories")


def test_a_card_lists_a_resident_by_chance_and_a_participant_only_by_name(world: World):
    for _ in range(2):
        with world.facilitating() as town:
            scenarios.run(town, "rumour")
    assert on_the_list(world) == {"Rui", "Sam"}
    with world.facilitating() as town, pytest.raises(listings.NobodyToList):
        scenarios.run(town, "rumour")
    with world.facilitating() as town:
        scenarios.run(town, "rumour Ana")
        [_, _, one] = listings.book(town)
    assert one.ground is not None
    assert (one.name, one.ground.ground_id) == ("Ana", "rumour")


def test_what_was_taken_back_is_gone_at_once_and_twice_changes_nothing(world: World):
    listing = put_down(world).listing
    published(world)
    for again in (False, True):
        with world.facilitating() as town:
            done = listings.withdraw(town, listing.listing_id)
            assert (done.again, done.listing.ended) == (again, Ended.WITHDRAWN)
    assert len(world.emitted(ListingEnded)) == 1
    assert [kind for kind in world.fact_kinds("rui") if "listed" in kind] == ["listed", "delisted"]
    with world.office() as town:
        assert lists.current_board(town).black == ()
        assert notices.noticed(town) == []
    assert put_down(world).is_new, "and may be listed anew"


def test_the_court_s_entries_are_not_the_office_s_to_take_back(world: World):
    with world.office() as town:
        one = listings.enter(town, "court", Colour.BLACK, world.ids["rui"], basis="judgment:1")
    with world.facilitating() as town, pytest.raises(Outdated):
        listings.withdraw(town, one.listing_id)
