"""The desk: what the cockpit counts, and what is done for one person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.kernel.errors import NotAllowed, Outdated, RuleError
from services.kernel.money import Fen
from services.kernel.town import Town
from services.living import seats
from services.modules import Wiring
from services.money import clearing, envelopes, transfers
from services.people import identity, masks, mutes
from services.people.identity import Stirred
from services.people.mutes import MuteChanged, Muted
from services.social import friends, groups, messaging, moments, reports, requests
from services.standing import accusations, agencies, courts, listings, lists, sanctions
from services.standing.listings import Colour
from services.workshops import cockpit
from services.workshops.sessions import clockwork
from tests.support.moving import FAY, GUS, installation, joined, made
from tests.support.world import ON_SQLITE, Builder, World

MINUTE_MS = 60_000


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", "cy", residents=("rui",))


def seen(world: World) -> cockpit.Cockpit:
    with world.office() as town:
        return cockpit.panel(town)


def test_the_cockpit_says_who_is_listed_and_whether_rightly(world: World):
    with world.facilitating() as town:
        courts.enforce(town, courts.judge(town, world.ids["bo"]).judgment_id)
    with world.office() as town:
        listings.enter(town, "court", Colour.BLACK, world.ids["ana"], basis="discretion:7")
        listings.enter(town, "koala_credit", Colour.BLACK, world.ids["cy"], basis="score:1:a")
        lists.publish(town)
        listings.publish_due(town)
    found = seen(world)
    assert [(one.name, one.is_right) for one in found.listed] == [("Ana", False), ("Bo", True)]
    assert found.wrong == 1


def test_the_cockpit_counts_people_money_and_pulse(world: World):
    assert (seen(world).acted, seen(world).silent) == (0, 3)
    for _ in range(2):
        with world.acting("ana") as town:
            identity.note_act(town)
    found = seen(world)
    assert (found.acted, found.silent, found.status.people) == (1, 2, 3)
    assert world.emitted(Stirred) == [Stirred(world.workshop_id)], "once a minute"
    assert found.money == Fen(300_00), "of people, not of residents"
    world.pass_wall(ms=cockpit.PULSE_MIN * MINUTE_MS + 1)
    assert seen(world).acted == 0


def test_whoever_has_just_come_is_not_silent(town_of: Builder):
    world = installation(town_of)
    opened = made(world)
    joined(world, opened.code)
    with world.uow(FAY) as uow:
        assert cockpit.panel(identity.facilitator_town(uow)).silent == 0


def test_people_are_found_by_a_part_of_a_name_and_residents_are_not(world: World):
    with world.facilitating() as town:
        for typed, names in (
            ("", ["Ana", "Bo", "Cy"]),
            ("N", ["Ana"]),
            ("@b", ["Bo"]),
            ("rui", []),
        ):
            assert [one.name for one in cockpit.find(town, typed).page.items] == names
        with pytest.raises(Outdated):
            cockpit.person(town, world.ids["rui"])


def test_whoever_is_silent_is_found_among_all(world: World):
    with world.acting("ana") as town:
        identity.note_act(town)
    with world.facilitating() as town:
        silent = cockpit.find(town, cockpit.SILENT)
        assert [one.name for one in silent.page.items] == ["Bo", "Cy"]
        assert cockpit.find(town).silent == silent.silent == 2


@ON_SQLITE
@pytest.mark.parametrize("count", [60, 200])
def test_a_large_class_is_paged_through_and_searched(town_of: Builder, count: int):
    world = town_of(*(f"p{number:03}" for number in range(count)))
    for typed, many in (("", count), ("p00", 10), ("0", None), ("p042", 1)):
        with world.facilitating() as town:
            pages = [found := cockpit.find(town, typed)]
            while found.page.number + 1 < found.page.pages:
                pages.append(found := cockpit.find(town, typed, found.page.number + 1))
        met = [one.name for found in pages for one in found.page.items]
        assert len(met) == len(set(met)) == pages[0].page.total
        assert many in {None, len(met)}
        assert len(pages) <= 10, "no more than ten taps to anybody"


def test_nobody_else_sees_the_people_so(world: World):
    for verb in (cockpit.find, lambda town: cockpit.remove(town, world.ids["bo"])):
        with pytest.raises(NotAllowed), world.acting("ana") as town:
            verb(town)


def test_a_mask_and_a_role_are_given_and_taken(world: World):
    bo = world.ids["bo"]
    for on in (True, True, False):
        with world.facilitating() as town:
            assert cockpit.set_mask(town, bo, on=on).is_masked is on
            assert cockpit.set_regulator(town, bo, on=on).is_regulator is on
            assert (bo in masks.hidden(town)) is on


def test_every_role_is_given_and_taken_back_from_the_persons_page(world: World):
    bo = world.ids["bo"]
    for on in (True, True, False, False):
        with world.facilitating() as town:
            for post in cockpit.Post:
                cockpit.set_post(town, bo, post, on=on)
            found = cockpit.set_company(town, bo, "koala_credit", on=on)
            assert found.posts == (frozenset(cockpit.Post) if on else frozenset())
            assert (found.company is not None) is on
            may_run = identity.may_run(town.conn, world.visitors["bo"])
            assert may_run is on
    assert [event.runs for event in world.emitted(cockpit.SecondMade)] == [True, False]
    assert [event.director.who for event in world.emitted(agencies.SeatTaken)] == [bo]


def test_whoever_loses_a_role_hears_of_it_once(world: World):
    bo = world.ids["bo"]
    for on in (True, False, False):
        with world.facilitating() as town:
            cockpit.set_regulator(town, bo, on=on)
    assert world.emitted(clearing.RegulatorDismissed) == [clearing.RegulatorDismissed(bo)]
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        clearing.dismiss(town, bo)


SAYING: dict[str, Callable[[Town], object]] = {
    "a message": lambda town: messaging.send(town, "bo", "hello"),
    "a moment": lambda town: moments.post(town, "hello"),
    "a payment's note": lambda town: transfers.offer(town, "bo", Fen(100), "hello"),
    "an envelope's wish": lambda town: envelopes.send_to(town, "bo", Fen(100), "hello"),
    "a request's note": lambda town: requests.ask(town, "bo", Fen(100), "hello"),
    "a group's name": lambda town: groups.make(town, "hello"),
}


@ON_SQLITE
@pytest.mark.parametrize("what", SAYING)
def test_a_muted_persons_words_reach_nobody_for_ten_minutes(world: World, what: str):
    with world.facilitating() as town:
        friends.acquaint(town, world.ids["ana"], world.ids["bo"])
        assert cockpit.set_mute(town, world.ids["ana"], on=True).muted_min == mutes.MINUTES
    with pytest.raises(Muted) as refused, world.acting("ana") as town:
        SAYING[what](town)
    assert refused.value.fields == {"minutes": 10}
    world.pass_wall(ms=mutes.MINUTES * MINUTE_MS)
    with world.acting("ana") as town:
        SAYING[what](town)


def test_whoever_is_muted_pays_all_the_same_and_is_told_each_time(world: World):
    ana = world.ids["ana"]
    for on in (True, True, False, False):
        with world.facilitating() as town:
            cockpit.set_mute(town, ana, on=on)
            assert bool(mutes.muted(town)) is on
        if on:
            with world.acting("ana") as town:
                transfers.offer(town, "bo", Fen(100))
    told = [event.minutes for event in world.emitted(MuteChanged)]
    assert told == [10, 10, 0]


def test_whoever_is_removed_is_gone_as_if_they_had_left_and_told_where_they_are(world: World):
    with world.acting("ana") as town:
        messaging.send(town, "bo", "hello")
    wiring = Wiring()
    with world.facilitating() as town:
        gone = cockpit.remove(town, world.ids["ana"])
        wiring.settle(town)
    assert gone.erased
    (told,) = world.emitted(seats.SentAway)
    (left,) = world.emitted(identity.ParticipantLeft)
    visitor = world.visitors["ana"]
    assert told.where is not None
    assert left.account == (told.where.bot_id, told.where.chat_id)
    assert left.account == (visitor.bot_id, visitor.tg_user_id)
    with world.facilitating() as town:
        assert [one.name for one in cockpit.find(town).page.items] == ["Bo", "Cy"]
    with pytest.raises(RuleError), world.uow(visitor) as uow:
        identity.participant_town(uow)


@ON_SQLITE
def test_whatever_waits_for_whoever_runs_the_town_is_counted(town_of: Builder):
    world = town_of("ana", "bo", residents=("rui", "mei"))
    with world.facilitating() as town:
        courts.enforce(town, courts.judge(town, world.ids["ana"]).judgment_id)
        listings.publish_due(town)
        accusations.accuse(town, amount_fen=100, days=3, staged_percent=50, who="ana")
    with world.acting("ana") as town:
        reports.report(town, world.ids["bo"])
        sanctions.ask_exemption(town, "flight")
    found = seen(world)
    assert (found.reports, found.accusations, found.exemptions) == (1, 1, 1)


def test_of_two_towns_the_desk_goes_over_to_the_other_and_back(town_of: Builder):
    world = installation(town_of)
    monday = made(world)
    world.pass_wall(ms=1)
    tuesday = made(world, title="Tuesday")
    for there, other in ((monday, tuesday), (tuesday, monday)):
        world.pass_wall(ms=1)
        with world.uow(FAY) as uow:
            assert [one.title for one in cockpit.my_others(uow)] == [there.title]
            found = cockpit.go_to(uow, there.workshop_id)
        assert isinstance(found, cockpit.Cockpit)
        assert (found.status.title, found.others[0].title) == (there.title, other.title)
    with world.uow(GUS) as uow, pytest.raises(Outdated):
        cockpit.go_to(uow, monday.workshop_id)


def test_a_town_that_shows_nothing_is_reached_and_left(town_of: Builder):
    world = installation(town_of)
    monday = made(world)
    world.pass_wall(ms=1)
    made(world, title="Tuesday")
    with world.uow(FAY) as uow:
        clockwork.panic(uow)
    world.pass_wall(ms=1)
    with world.uow(FAY) as uow:
        found = cockpit.go_to(uow, monday.workshop_id)
    assert isinstance(found, cockpit.Cockpit)
    world.pass_wall(ms=1)
    with world.uow(FAY) as uow:
        blank = cockpit.go_to(uow, found.others[0].workshop_id)
    assert not isinstance(blank, cockpit.Cockpit)
    assert blank.title == "Tuesday"
