"""What an open case needs is held instead of erased, that is said, and it goes when it ends."""

from __future__ import annotations

import pytest

from services.kernel.timers import TimerVerb
from services.kernel.town import Town
from services.law import clocks, switchboard
from services.living import privacy, seats
from services.living.seats import Farewell
from services.modules import MODULES, Wiring, towns_of
from services.people import identity
from services.people.facts import notes_of
from services.standing import complaints, ombudsman, scores
from services.standing.complaints import ComplaintState
from services.workshops.sessions import opening
from tests.db.appealing import case
from tests.db.lawgiving import enact, look, remember
from tests.support.moving import ANA, FAY, installation, joined, made
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE
WIRING = Wiring(one for one in MODULES if one.name in {"identity", "complaints", "privacy"})
DAYS = 10
MINE = "I paid, and here is why it matters to me."
KINDS = ("case_due", "orders_due", "purge_night")


def wired(verb: TimerVerb) -> TimerVerb:
    """A timer with all that follows from it."""

    def run(town: Town, subject: str) -> None:
        verb(town, subject)
        WIRING.settle(town)

    return run


@pytest.fixture
def world(town_of: Builder) -> World:
    made = town_of("ana", "bo", timers={kind: wired(WIRING.timers[kind]) for kind in KINDS})
    for switch in ("ombudsman", "data_rights"):
        let(made, switch, "on")
    return made


def let(world: World, switch: str, value: str) -> None:
    enact(world, switch, value)
    with world.office() as town:
        for event in world.emitted(switchboard.LawEnacted)[-1:]:
            privacy.follow_law(town, event)


def complain(world: World, name: str = "ana") -> int:
    look(world, name)
    with world.acting(name) as town:
        number = complaints.in_words(town, MINE).complaint.number
        ombudsman.add_words(town, number, MINE)
        WIRING.settle(town)
    return number


def leave(world: World, name: str = "ana") -> Farewell:
    with world.uow(world.visitors[name]) as uow:
        gone = seats.leave(uow)
        for town in towns_of(uow):
            WIRING.settle(town)
    return gone


def words(world: World, number: int) -> tuple[str, str]:
    with world.office() as town:
        one = complaints.complaint_of(town, number)
        return one.words, ombudsman.gather(town, one, in_office=True).own_words


def erasure(world: World, what: str = "erasure", name: str = "ana") -> clocks.Reading:
    with world.office() as town:
        found = clocks.current(town, f"{what}:{world.ids[name]}")
    assert found is not None
    return found


def test_words_that_an_open_case_needs_are_held_said_so_and_erased_when_it_ends(world: World):
    number = complain(world)
    gone = leave(world)
    assert gone.held == (number,)
    assert words(world, number) == (MINE, MINE)
    held = erasure(world)
    assert (held.is_paused, held.ended) == (True, None)
    assert [run.reason for run in held.runs if not run.counts] in ([], ["case"])
    world.forward(hours=13)
    assert case(world, number).state is not ComplaintState.OPEN
    assert words(world, number) == ("", "")
    done = erasure(world)
    assert done.ended is not None
    assert not done.is_overdue


def notes(world: World) -> list[str]:
    with world.office() as town:
        return list(notes_of(town, world.ids["ana"]).values())


@pytest.mark.parametrize("are_shown", [True, False])
def test_notes_beside_facts_that_the_file_shows_are_held_too(world: World, are_shown: bool):
    number = complain(world)
    with world.acting("ana") as town:
        privacy.note(town, privacy.my_data(town).items[0].fact.fact_id, MINE)
    if not are_shown:
        let(world, "data_rights", "off")
    assert leave(world).held == (number,)
    assert notes(world) == ([MINE] if are_shown else [])
    world.forward(hours=13)
    assert notes(world) == []


def test_without_an_open_case_they_go_at_once(world: World):
    number = complain(world)
    world.forward(hours=13)
    assert leave(world).held == ()
    assert words(world, number) == ("", "")
    assert erasure(world).ended is not None


def test_a_town_that_closes_holds_nothing(town_of: Builder):
    there = installation(town_of)
    joined(there, made(there).code)
    with there.uow(FAY) as uow:
        switchboard.enact(identity.facilitator_town(uow), "ombudsman", "on")
    with there.uow(ANA) as uow:
        town = identity.participant_town(uow)
        scores.my_page(town)
        number = complaints.in_words(town, MINE).complaint.number
    with there.uow(ANA) as uow:
        assert seats.leave(uow).held == (number,)
        for town in towns_of(uow):
            WIRING.settle(town)
    for is_closed in (False, True):
        with there.uow(FAY) as uow:
            if is_closed:
                opening.close(uow)
            town = identity.facilitator_town(uow, also_closed=True)
            assert complaints.complaint_of(town, number).words == ("" if is_closed else MINE)


def test_facts_that_the_law_purges_wait_for_the_case_of_their_person(world: World):
    for name in ("ana", "bo"):
        remember(world, name, "utility_late")
    for switch, value in (("bills", "off"), ("purge_days", str(DAYS))):
        let(world, switch, value)
    world.forward(days=DAYS - 1)
    with world.facilitating() as town:
        ombudsman.appoint(town, "bo")
    number = complain(world)
    world.forward(days=2)
    world.forward(days=1)
    assert late(world) == (1, 0)
    [told] = world.emitted(privacy.ErasureHeld)
    assert (told.who, told.number, told.facts) == (world.ids["ana"], number, 1)
    [purged] = world.emitted(privacy.FactsPurged)
    assert (purged.facts, purged.people, purged.held) == (1, 1, 1)
    assert erasure(world, "purge").is_paused
    with world.acting("bo") as town:
        ombudsman.rule(town, number, "follows")
        WIRING.settle(town)
    world.forward(minutes=2)
    assert late(world) == (0, 0)
    assert [one.who for one in world.emitted(privacy.ErasureGoesOn)] == [world.ids["ana"]]
    assert erasure(world, "purge").ended is not None


def test_a_purge_that_asks_no_case_would_be_caught(world: World, monkeypatch: pytest.MonkeyPatch):
    remember(world, "ana", "utility_late")
    for switch, value in (("bills", "off"), ("purge_days", str(DAYS))):
        let(world, switch, value)
    world.forward(days=DAYS - 1)
    with world.facilitating() as town:
        ombudsman.appoint(town, "bo")
    complain(world)
    monkeypatch.setattr("services.standing.ombudsman.needed_facts", lambda _: {})
    world.forward(days=2)
    assert late(world) == (0, 0), "gone, while the case is open"


def late(world: World) -> tuple[int, int]:
    ana, bo = (world.fact_kinds(name).count("utility_late") for name in ("ana", "bo"))
    return ana, bo
