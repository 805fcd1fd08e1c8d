"""What a poll has carried is looked at before it is brought forward, and a later poll ends it."""

from __future__ import annotations

import pytest

from services.kernel.time import DAY_S, day_number
from services.law import switchboard
from services.law.switchboard import Switch
from services.workshops import votes
from services.workshops.lab import several
from services.workshops.votes import Choice, MotionState
from tests.db.lawgiving import enact
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE
NAMES = ("ana", "bo")


@pytest.fixture
def world(town_of: Builder, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(several, "TOWNS", 1)  # what it would do is asked elsewhere
    timers = {votes.TRY: votes.one_more, votes.MEASURE: votes.measure}
    return town_of(*NAMES, timers=timers)


def carried(world: World, value: str, *, in_days: int = 0) -> int:
    """A motion on relatives that all vote for."""
    with world.facilitating() as town:
        number = votes.put(town, [("kin", value)], in_days=in_days).number
        votes.open_vote(town, number)
    for name in NAMES:
        with world.acting(name) as town:
            votes.cast(town, number, Choice.YES)
    return number


def law(world: World) -> str | int:
    with world.office() as town:
        return switchboard.value(town, Switch.KIN)


def test_what_a_poll_has_carried_is_looked_at_before_it_is_brought_forward(world: World):
    number = carried(world, "off", in_days=5)
    with world.facilitating() as town:
        assert votes.draft_carried(town, "kin", "off", poll=number).done.changed
        with pytest.raises(votes.PollDidNotCarry):
            votes.draft_carried(town, "kin", "on", poll=number)
    assert law(world) == "on", "only looked at"
    with world.facilitating() as town:
        votes.enact_carried(town, "kin", "off", poll=number)
    assert law(world) == "off"


@pytest.mark.parametrize("verb", [votes.enact_carried, votes.draft_carried])
def test_a_later_poll_on_the_same_rule_ends_what_an_earlier_one_allows(world: World, verb):
    first, later = carried(world, "off"), carried(world, "on")
    with pytest.raises(votes.PollOvertaken) as told, world.facilitating() as town:
        verb(town, "kin", "off", poll=first)
    assert told.value.fields == {"number": first, "later": later}
    assert law(world) == "on"


def test_a_carried_law_is_put_off_and_what_hangs_on_its_day_goes_along(world: World):
    begun = world.now() - world.now() % DAY_S
    number = carried(world, "off", in_days=9)
    enact(world, "consultation", "on")
    world.forward(days=2)
    with world.facilitating() as town:
        drafted = votes.draft_carried(town, "kin", "off", poll=number, in_days=10).done
        assert (drafted.changed, drafted.before) == (True, "on")
        assert drafted.puts_off is not None
        assert (drafted.puts_off.poll, drafted.puts_off.in_force_from) == (
            number,
            begun + 9 * DAY_S,
        )
        with pytest.raises(switchboard.PollNeeded):
            switchboard.enact(town, "kin", "off", in_days=10)
        done = votes.enact_carried(town, "kin", "off", poll=number, in_days=10)
        votes.handle_event(town, done)
    came = begun + 12 * DAY_S
    with world.facilitating() as town:
        course = switchboard.course(town, Switch.KIN)
        assert [course.at(one) for one in (begun + 9 * DAY_S, came - 1, came)] == [
            "on",
            "on",
            "off",
        ]
    with world.uow(world.visitors["ana"]) as uow:
        assert votes.forecast(uow, number).measured_from == came + 7 * DAY_S
    world.forward(days=15)
    assert not world.emitted(votes.MotionMeasured), "seven days of a law that came later"
    with world.facilitating() as town:
        costs = votes.desk_page(town, number).costs
        assert (costs[0].day, costs[-1].day) == (day_number(begun), day_number(came - 1))
        assert not votes.enact_carried(town, "kin", "off", poll=number, in_days=3).changed
    world.forward(days=2)
    assert world.emitted(votes.MotionMeasured)


def test_a_later_poll_puts_off_what_an_earlier_one_carried(world: World):
    first = carried(world, "off", in_days=9)
    later = carried(world, "off", in_days=12)
    with world.office() as town:
        [stands] = switchboard.course(town, Switch.KIN).decided
        comes = day_number(stands.in_force_from) - day_number(town.now)
    assert (stands.poll, comes) == (later, 12)
    with pytest.raises(votes.PollOvertaken), world.facilitating() as town:
        votes.enact_carried(town, "kin", "off", poll=first, in_days=20)


@pytest.mark.parametrize("in_days", [0, 9])
def test_of_a_carried_motion_the_reverse_is_moved_and_not_the_same_again(
    world: World, in_days: int
):
    number = carried(world, "off", in_days=in_days)
    with world.facilitating() as town:
        found = votes.desk_page(town, number)
        assert (found.may_reverse, found.may_put_anew) == (True, in_days > 0)
        turned = votes.reverse(town, number)
        assert votes.reverse(town, number).number == turned.number, "twice is once"
        assert turned.changes == (votes.Change(Switch.KIN, "on"),)
        if not in_days:
            with pytest.raises(votes.ChangesNothing):
                votes.again(town, number)
        votes.open_vote(town, turned.number)
    for name in NAMES:
        with world.acting(name) as town:
            votes.cast(town, turned.number, Choice.YES)
    world.forward(days=10)
    assert law(world) == "on"
    with world.facilitating() as town:
        found = votes.desk_page(town, number)
        assert (found.may_reverse, found.may_put_anew) == (False, True), "it was turned round"
        with pytest.raises(votes.ChangesNothing):
            votes.reverse(town, number)


def test_the_reverse_of_a_statute_is_its_repeal(world: World):
    with world.facilitating() as town:
        number = votes.put(town, [("enact", "guideline_2020")]).number
        votes.open_vote(town, number)
    for name in NAMES:
        with world.acting(name) as town:
            votes.cast(town, number, Choice.YES)
    with world.facilitating() as town:
        [change] = votes.reverse(town, number).changes
        assert isinstance(change, votes.StatuteChange)
        assert (change.deed.value, change.what) == ("repeal", "guideline_2020")


def test_a_second_and_a_withdrawal_show_the_motion_as_it_stands_then(world: World):
    with world.acting("ana") as town:
        number = votes.put(town, [("kin", "off")]).number
    with world.acting("bo") as town:
        seconded = votes.seconded(town, number)
    assert (seconded.motion.state, seconded.may_second) == (MotionState.SECONDED, False)
    with world.acting("ana") as town:
        assert votes.taken_back(town, number).motion.state is MotionState.WITHDRAWN
