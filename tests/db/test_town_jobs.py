"""One job of one town: held, caught up, brought forward, left out; nothing twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy import update

from services.kernel.audit_log import latest
from services.kernel.time import DAY_S, TownTime
from services.kernel.timers import next_wake, overdue
from services.kernel.towns import workshops
from services.modules import Wiring
from services.standing import lists, rescoring
from services.workshops import admin
from services.workshops.admin import JobOrder, JobStandsSo, NoSuchJob
from services.workshops.admin.town_jobs import TOWN_JOBS
from tests.support.world import Builder, World

WIRING = Wiring()
EVENING = lists.EVENING_LISTS
DAY_MS = 60_000  # a town day of wall time
CODE = "BCDFGH"
Ran = list[tuple[str, TownTime]]


@pytest.fixture
def world(town_of: Builder) -> World:
    world = town_of("ana")
    with world.office() as town:
        town.conn.execute(update(workshops).values(code=CODE))
        lists.start_evenings(town)
        rescoring.start_nights(town)
    return world


def live(world: World, *, days: int = 0) -> Ran:
    """Let days pass and run what is due, by the program's own wiring."""
    world.clock.pass_ms(days * DAY_MS)
    ran: Ran = []
    while True:
        with world.uow() as uow:
            ahead = next_wake(uow.conn, world.workshop_id, uow.wall_ms)
            if ahead is None or ahead.wall_ms > uow.wall_ms:
                return ran
            town = WIRING.run_timer(uow, world.workshop_id, ahead.timer_id)
            assert town is not None
            ran.append((town.key.split(":")[2], town.now))


def order(world: World, wanted: JobOrder, kind: str = EVENING) -> admin.TownOrder:
    with world.uow(world.visitors["ana"]) as uow:
        return admin.order_town_job(uow, CODE, kind, wanted)


def times(ran: Ran, kind: str = EVENING) -> list[int]:
    return [at for one, at in ran if one == kind]


def test_a_paused_job_waits_alone_and_catches_up_each_time_once(world: World):
    first = order(world, JobOrder.PAUSE).after
    assert [one.kind for one in first.jobs if one.is_paused] == [EVENING]
    ran = live(world, days=3)
    assert times(ran) == []
    assert len(times(ran, lists.CALLER_NOTICES)) == 3
    with world.uow() as uow:
        assert overdue(uow.conn, uow.wall_ms) == 0, "what is held is not late"
    order(world, JobOrder.RESUME)
    caught_up = times(live(world))
    assert len(caught_up) == 3
    assert {b - a for a, b in pairwise(caught_up)} == {DAY_S}
    assert times(live(world)) == []


def test_a_run_that_is_brought_forward_takes_the_place_of_the_one_that_was_due(world: World):
    planned = order(world, JobOrder.RUN).after.jobs
    order(world, JobOrder.RUN)
    now = world.now()
    assert times(live(world)) == [now]
    assert times(live(world)) == []
    assert planned[0].kind in TOWN_JOBS
    later = times(live(world, days=2))
    assert all(at - now > DAY_S for at in later), "tonight's has been"
    assert len(later) == 1


def test_a_paused_job_runs_once_when_asked_and_stays_paused(world: World):
    order(world, JobOrder.PAUSE)
    order(world, JobOrder.RUN)
    assert len(times(live(world))) == 1
    assert times(live(world, days=2)) == []


def test_a_run_that_is_left_out_is_not_caught_up(world: World):
    (due,) = [one.due for one in order(world, JobOrder.SKIP).after.jobs if one.kind == EVENING]
    ran = times(live(world, days=2))
    assert due is not None
    assert ran == [due.town_s]


def test_orders_that_change_nothing_are_refused_and_others_are_in_the_log(world: World):
    order(world, JobOrder.PAUSE)
    with pytest.raises(JobStandsSo):
        order(world, JobOrder.PAUSE)
    with pytest.raises(NoSuchJob):
        order(world, JobOrder.RUN, "resident_act")
    with world.uow() as uow:
        line = latest(uow.conn)[0]
    assert (line.action, line.detail) == ("town_job_pause", EVENING)
    assert line.workshop
    assert line.actor.startswith("admin ")
