"""Consent to sharing: asked once, counted, and what of whom reaches the bureau without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.kernel.errors import NotAllowed
from services.kernel.town import Event
from services.law import clocks
from services.law.switchboard import LawEnacted
from services.living import privacy
from services.people.facts import Fact, record
from services.people.identity import ParticipantJoined, give_up_seat
from services.standing import agencies, scores
from services.standing.agencies import ConsentAsked
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

RESIDENTS = tuple(f"res{number}" for number in range(20))
SWITCH = "consent_to_share"


@pytest.fixture
def world(town_of: Builder) -> World:
    """Two records of Ana and one of Bo at a company that shares, one of Cy at one that does not."""
    world = town_of("ana", "bo", "cy", residents=RESIDENTS, timers=privacy.TIMERS)
    with world.office() as town:
        for number, (who, source) in enumerate(
            (("ana", "koala_credit"),) * 2 + (("bo", "koala_credit"), ("cy", "sesame_credit"))
        ):
            fact = Fact(world.ids[who], "loan_late", 100, source=source, key=f"loan:{number}")
            record(town, fact)
    return world


def said(world: World, who: str, *, agrees: bool) -> None:
    with world.acting(who) as town:
        agencies.consent(town, agrees=agrees)
        for event in list(town.events):
            privacy.follow_consent(town, event)


def bureau(world: World) -> agencies.Bureau:
    with world.facilitating() as town:
        return agencies.bureau(town)


def score(world: World, who: str) -> int:
    world.forward(minutes=1)
    with world.acting(who) as town:
        return scores.evaluate_and_store(town, world.ids[who], "baihang").score


def test_without_the_law_nobody_is_asked_and_everything_passes(world: World):
    said(world, "bo", agrees=False)
    assert (bureau(world).coverage.known, bureau(world).blocked) == (2, None)
    assert world.emitted(ConsentAsked) == []


def test_the_law_keeps_back_what_nobody_consented_to_and_counts_it(world: World):
    before = score(world, "ana")
    enact(world, SWITCH, "on")
    assert bureau(world).blocked == agencies.Blocked(records=3, people=2)
    assert bureau(world).coverage.known == 0
    assert score(world, "ana") > before, "her late instalments are not heard of"
    said(world, "ana", agrees=True)
    assert bureau(world).blocked == agencies.Blocked(records=1, people=1)
    assert bureau(world).coverage.known == 1
    assert score(world, "ana") == before
    said(world, "ana", agrees=False)
    assert bureau(world).blocked == agencies.Blocked(records=3, people=2)
    enact(world, SWITCH, "off")
    assert (bureau(world).coverage.known, bureau(world).blocked) == (2, None)
    assert score(world, "ana") == before


def test_whoever_leaves_without_a_word_has_not_agreed(world: World):
    enact(world, SWITCH, "on")
    said(world, "ana", agrees=True)
    with world.facilitating() as town:
        before = agencies.consents(town)
        for name in ("ana", "bo", "cy"):
            give_up_seat(town.conn, world.ids[name])
        assert agencies.consents(town) == before
    assert before.silent == 2


def test_each_is_asked_once_who_is_here_and_who_comes_later(world: World):
    said(world, "cy", agrees=True)
    assert asked_after(world, joined(world, "ana")) == [], "the law wants nobody's consent yet"
    enact(world, SWITCH, "on")
    [law] = world.emitted(LawEnacted)
    assert {frozenset(one.whom) for one in asked_after(world, law)} == {
        frozenset((world.ids["ana"], world.ids["bo"]))
    }
    assert asked_after(world, joined(world, "ana")) == [ConsentAsked((world.ids["ana"],))]
    assert asked_after(world, joined(world, "cy")) == []
    assert asked_after(world, replace(law, value="off")) == []


def joined(world: World, name: str) -> ParticipantJoined:
    return ParticipantJoined(
        workshop_id=world.workshop_id,
        participant_id=world.ids[name],
        name=name,
        trade="",
        since=world.now(),
        is_late=False,
    )


def asked_after(world: World, event: Event) -> list[ConsentAsked]:
    with world.office() as town:
        agencies.ask_consent(town, event)
        return [one for one in town.events if isinstance(one, ConsentAsked)]


def test_one_says_it_again_without_saying_more(world: World):
    for _ in range(2):
        said(world, "ana", agrees=True)
    said(world, "ana", agrees=False)
    kinds = [kind for kind in world.fact_kinds("ana") if kind.startswith("sharing_")]
    assert kinds == ["sharing_allowed", "sharing_refused"]
    with world.acting("ana") as town:
        assert agencies.my_consent(town) == agencies.Consent(
            world.ids["ana"], agrees=False, counts=False
        )


def test_residents_answer_as_they_are_and_the_same_each_time(world: World):
    with world.facilitating() as town:
        first = agencies.consents(town)
        assert first == agencies.consents(town)
    assert first.yes + first.no == len(RESIDENTS)
    assert first.silent == 3
    assert 0 < first.yes < len(RESIDENTS)
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        agencies.consents(town)


def test_what_counted_on_a_day_is_told_as_of_that_day(world: World):
    enact(world, SWITCH, "on")
    said(world, "ana", agrees=True)
    world.forward(days=1)
    with world.acting("ana") as town:
        number = scores.evaluate_and_store(town, world.ids["ana"], "baihang")
    world.forward(days=1)
    said(world, "ana", agrees=False)
    assert score(world, "ana") > number.score


# --- consent withdrawn ------------------------------------------------------------------


def withdrawals(world: World, who: str = "ana") -> tuple[clocks.Reading, ...]:
    with world.acting(who) as town:
        return privacy.my_withdrawals(town)


def test_a_withdrawal_has_a_clock_and_is_done_by_itself_in_time(world: World):
    enact(world, SWITCH, "on")
    said(world, "ana", agrees=True)
    before = score(world, "ana")
    said(world, "ana", agrees=False)
    [running] = withdrawals(world)
    assert (running.clock, running.stage, running.ended) == ("gdpr", "withdrawal", None)
    assert running.due is not None
    assert running.due.town_s == clocks.due_after("gdpr", "withdrawal", running.started.town_s)
    world.forward(hours=24)
    [done] = withdrawals(world)
    assert done.ended is not None
    assert not done.is_overdue
    [told] = world.emitted(privacy.WithdrawalDone)
    assert (told.who, told.before) == (world.ids["ana"], before)
    assert told.after is not None
    assert told.after > before, "her late instalments are not heard of any more"
    world.forward(hours=48)
    assert len(world.emitted(privacy.WithdrawalDone)) == 1


def test_whom_the_bureau_never_rated_has_a_clock_all_the_same(world: World):
    enact(world, SWITCH, "on")
    for agrees in (True, False):
        said(world, "bo", agrees=agrees)
    world.forward(hours=24)
    [told] = world.emitted(privacy.WithdrawalDone)
    assert (told.before, told.after) == (None, None)
    assert withdrawals(world, "bo")[-1].ended is not None


def test_whoever_agrees_again_or_never_had_needs_no_clock(world: World):
    for agrees in (True, False):
        said(world, "cy", agrees=agrees)
    assert withdrawals(world, "cy") == (), "the law wants nobody's consent yet"
    enact(world, SWITCH, "on")
    said(world, "ana", agrees=False)
    assert withdrawals(world) == ()
    for agrees in (True, False, True):
        said(world, "ana", agrees=agrees)
    [ended] = withdrawals(world)
    assert ended.ended is not None
    world.forward(hours=24)
    assert world.emitted(privacy.WithdrawalDone) == []


def test_a_withdrawal_that_nothing_follows_would_be_caught(world: World):
    enact(world, SWITCH, "on")
    said(world, "ana", agrees=True)
    with world.acting("ana") as town:
        agencies.consent(town, agrees=False)  # and nobody reacts
    world.forward(hours=24)
    assert world.emitted(privacy.WithdrawalDone) == []
