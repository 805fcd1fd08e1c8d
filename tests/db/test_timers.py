"""Due times are rows: they run in order, as of their time, once, also across downtime."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, HOUR_S, TownTime
from services.kernel.timers import clear_timer, next_wake, set_timer, take
from services.kernel.town import Event
from services.people.facts import Fact, record


@dataclass(frozen=True, slots=True)
class Rang(Event):
    """A timer's verb ran."""

    subject: str
    at: TownTime
    key: str


def ring(town, subject):
    town.emit(Rang(subject, town.now, town.key))


def ring_again(town, subject):
    ring(town, subject)
    if len(subject) < 4:
        set_timer(town, "again", f"{subject}+", due=town.now + HOUR_S)


@pytest.fixture
def ringing(town_of):
    return town_of("ana", timers={"ring": ring, "again": ring_again})


def ahead(town):
    """The number of the timer that comes next."""
    wake = next_wake(town.conn, town.workshop_id, town.wall_ms)
    return None if wake is None else wake.timer_id


def rung(world):
    return [event.subject for event in world.emitted(Rang)]


def test_timers_run_in_the_order_of_their_times_and_as_of_them(ringing):
    with ringing.acting("ana") as town:
        start = town.now
        for hours, subject in ((3, "third"), (1, "first"), (2, "second"), (2, "second too")):
            set_timer(town, "ring", subject, due=start + hours * HOUR_S)
    ringing.forward(days=1)
    assert [(event.subject, event.at - start) for event in ringing.emitted(Rang)] == [
        ("first", HOUR_S),
        ("second", 2 * HOUR_S),
        ("second too", 2 * HOUR_S),  # ties: the one set first
        ("third", 3 * HOUR_S),
    ]
    assert len({event.key for event in ringing.emitted(Rang)}) == 4


def test_a_timer_waits_for_its_second(ringing):
    with ringing.acting("ana") as town:
        set_timer(town, "ring", "bell", due=town.now + HOUR_S)
    ringing.forward(seconds=HOUR_S - 1)
    assert rung(ringing) == []
    ringing.forward(seconds=1)
    assert rung(ringing) == ["bell"]


def test_a_timer_rings_once(ringing):
    with ringing.acting("ana") as town:
        set_timer(town, "ring", "bell", due=town.now + HOUR_S)
        set_timer(town, "ring", "bell", due=town.now + 2 * HOUR_S)  # the first one stands
    ringing.forward(hours=1)
    ringing.forward(days=3)
    assert rung(ringing) == ["bell"]


def test_a_cleared_timer_never_rings(ringing):
    with ringing.acting("ana") as town:
        set_timer(town, "ring", "bell", due=town.now + HOUR_S)
        set_timer(town, "ring", "other", due=town.now + HOUR_S)
    with ringing.acting("ana") as town:
        clear_timer(town, "ring", "bell")
        clear_timer(town, "ring", "never set")
    ringing.forward(days=1)
    assert rung(ringing) == ["other"]


def test_a_timer_may_set_the_next_one(ringing):
    with ringing.acting("ana") as town:
        start = town.now
        set_timer(town, "again", "x", due=start + HOUR_S)
    ringing.forward(days=1)
    assert [(e.subject, (e.at - start) // HOUR_S) for e in ringing.emitted(Rang)] == [
        ("x", 1),
        ("x+", 2),
        ("x++", 3),
        ("x+++", 4),
    ]


def test_a_paused_town_rings_nothing(ringing):
    with ringing.acting("ana") as town:
        set_timer(town, "ring", "bell", due=town.now + HOUR_S)
    ringing.set_clock(lambda clock: clock.paused(ringing.clock.ms))
    ringing.pass_wall(ms=3_600_000)
    assert rung(ringing) == []
    ringing.set_clock(lambda clock: clock.resumed(ringing.clock.ms))
    ringing.pass_wall(ms=60_000)
    assert rung(ringing) == ["bell"]


def test_a_wall_clock_that_jumps_back_rings_nothing_twice(ringing):
    with ringing.acting("ana") as town:
        set_timer(town, "ring", "bell", due=town.now + HOUR_S)
        set_timer(town, "ring", "late bell", due=town.now + 2 * DAY_S)
    ringing.pass_wall(ms=60_000)
    ringing.pass_wall(ms=-3_600_000)
    assert rung(ringing) == ["bell"]
    ringing.pass_wall(ms=3_600_000 + 60_000)
    assert rung(ringing) == ["bell", "late bell"]


def test_a_timer_whose_verb_fails_stays_due(town_of):
    def refuse(town, subject):
        record(town, Fact(subject, "listed"))
        raise NotAllowed

    world = town_of("ana", timers={"ring": refuse})
    with world.acting("ana") as town:
        set_timer(town, "ring", town.actor.pid, due=town.now)
    with pytest.raises(NotAllowed):
        world.run_due()
    assert world.facts_of("ana") == []
    with world.office() as town:
        assert ahead(town) is not None


def test_two_sweeps_take_a_timer_once(ringing):
    with ringing.acting("ana") as town:
        set_timer(town, "ring", "bell", due=town.now)

    def sweep(town):
        timer = ahead(town)
        return timer is not None and take(town, timer) is not None

    assert sorted(ringing.race(("ana", sweep), ("ana", sweep))) == [False, True]


def test_a_timer_taken_before_is_not_taken_again(ringing):
    with ringing.acting("ana") as town:
        set_timer(town, "ring", "bell", due=town.now)
        timer = ahead(town)
        taken = take(town, timer)
        assert taken is not None
        assert taken.subject == "bell"
        assert take(town, timer) is None
        assert ahead(town) is None


def test_each_town_has_timers_of_its_own(town_of):
    here, there = town_of("ana", timers={"ring": ring}), town_of("ana", timers={"ring": ring})
    for world in (here, there):
        with world.acting("ana") as town:
            set_timer(town, "ring", "bell", due=town.now + HOUR_S)
    here.forward(days=1)
    there.run_due()
    assert (rung(here), rung(there)) == (["bell"], [])
