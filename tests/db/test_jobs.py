"""What admins want of jobs and of timers put aside is kept in rows, and is in the audit log."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.health.report import health
from bot.runtime.board import Board
from bot.runtime.tables import inbox
from services.kernel.audit_log import audit_log
from services.kernel.jobs import Setting, Wish, granted, settings
from services.kernel.jobs import jobs as jobs_table
from services.kernel.time import HOUR_S
from services.kernel.timers import (
    RETRY_MS,
    TIMER_TRIES,
    next_wake,
    overdue,
    parked_timers,
    put_off,
    set_timer,
    take,
    timers,
    wakes,
)
from services.workshops.admin import JobOrder, NoSuchJob, NotParked, order_job, run_timer


@pytest.fixture
def fay(world):
    """Whoever keeps the installation; in these tests one of the people will do."""
    return world.visitors["ana"]


@pytest.fixture
def jobs(world):
    with world.uow() as uow:
        settings(uow.conn, ["purge", "menus 777"])
    return world


def log_of(world):
    return [(row.action, row.detail) for row in world.rows(select(audit_log))]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        (JobOrder.RUN, Setting(wish=Wish.RUN)),
        (JobOrder.SKIP, Setting(wish=Wish.SKIP)),
        (JobOrder.PAUSE, Setting(paused=True)),
        (JobOrder.RESUME, Setting()),
    ],
)
def test_an_order_is_kept_told_to_the_scheduler_and_logged(jobs, fay, order, wanted):
    with jobs.uow(fay) as uow:
        assert order_job(uow, "menus 777", order) == "menus 777"
        assert uow.wakes == {"menus 777"}
    with jobs.uow() as uow:
        assert settings(uow.conn, ["purge"]) == {"purge": Setting(), "menus 777": wanted}
    assert log_of(jobs) == [(f"job_{order}", "menus 777")]


def test_a_wish_is_granted_once_and_a_pause_stays(jobs, fay):
    with jobs.uow(fay) as uow:
        order_job(uow, "purge", JobOrder.PAUSE)
        order_job(uow, "purge", JobOrder.RUN)
    with jobs.uow() as uow:
        granted(uow.conn, "purge")
        assert settings(uow.conn)["purge"] == Setting(paused=True)


def test_a_job_that_is_not_there_is_said_and_nothing_is_logged(jobs, fay):
    with pytest.raises(NoSuchJob), jobs.uow(fay) as uow:
        order_job(uow, "brew tea", JobOrder.RUN)
    assert log_of(jobs) == []


def ahead(town):
    """The number of the timer that comes next."""
    wake = next_wake(town.conn, town.workshop_id, town.wall_ms)
    return None if wake is None else wake.timer_id


@pytest.fixture
def parked(world):
    """A timer of ana's town that has failed as often as one may; its number."""
    with world.office() as town:
        set_timer(town, "ring", "bell", due=town.now)
        set_timer(town, "ring", "other", due=town.now)
        timer_id = ahead(town)
        for _ in range(TIMER_TRIES):
            put_off(town.conn, timer_id, town.wall_ms, "KeyError")
    return timer_id


def test_a_timer_put_aside_holds_up_no_other_and_waits_for_an_admin(world, fay, parked):
    with world.office() as town:
        town.wall_ms += 10**12
        taken = take(town, ahead(town))
        assert taken is not None
        assert taken.subject == "other"
        assert ahead(town) is None
        count, (shown,) = parked_timers(town.conn, 5)
        assert (count, shown.timer_id, shown.trouble) == (1, parked, "KeyError")
    with world.uow(fay) as uow:
        run_timer(uow, parked)
        assert uow.wakes == {world.workshop_id}
    with world.office() as town:
        assert ahead(town) == parked
    assert log_of(world) == [("timer_run", str(parked))]


def test_a_timer_that_is_not_put_aside_is_left_alone(world, fay):
    with world.office() as town:
        set_timer(town, "ring", "bell", due=town.now)
        put_off(town.conn, ahead(town), town.wall_ms, "KeyError")
    (row,) = world.rows(select(timers))
    for number in (row.timer_id, row.timer_id + 1):
        with pytest.raises(NotParked), world.uow(fay) as uow:
            run_timer(uow, number)
    assert world.rows(select(timers)) == [row]
    assert row.retry_ms > world.clock.ms


def test_counts_are_counts_and_lists_are_cut(world, parked):
    one = {"bot_id": 1, "state": "parked", "payload": ""}
    with world.uow() as uow:
        rows = [one | {"update_id": n, "received_ms": n, "incident": str(n)} for n in range(12)]
        uow.conn.execute(insert(inbox), rows)
        found = health(uow, Board(), ())
    assert (found.parked, len(found.incidents), found.put_aside) == (12, 5, 1)


def test_overdue_are_those_that_were_due_by_then_and_may_run(world, parked):
    with world.office() as town:
        set_timer(town, "ring", "ahead", due=town.now + HOUR_S)
        wake = next_wake(town.conn, town.workshop_id, town.wall_ms)
        found = [overdue(town.conn, world.clock.ms + ms) for ms in (-1, 0, 2_499, 2_500)]
    assert found == [0, 1, 1, 2]
    assert wake is not None
    assert wake.wall_ms == world.clock.ms
    world.set_clock(lambda clock: clock.paused(world.clock.ms))
    with world.office() as town:
        assert overdue(town.conn, world.clock.ms + 10**6) == 0
        assert next_wake(town.conn, town.workshop_id, town.wall_ms) is None


def test_the_next_wake_is_the_end_of_a_pause_when_that_comes_first(world):
    with world.office() as town:
        set_timer(town, "ring", "bad", due=town.now)
        put_off(town.conn, ahead(town), town.wall_ms, "KeyError")
        set_timer(town, "ring", "ahead", due=town.now + HOUR_S)
        wake = next_wake(town.conn, town.workshop_id, town.wall_ms)
        assert wake is not None
        assert (
            wake.wall_ms == town.wall_ms + RETRY_MS < town.workshop.clock.wall_of(town.now + HOUR_S)
        )
        assert wakes(town.conn) == {town.workshop_id: town.wall_ms}, "a start pauses for nothing"


def test_the_rows_refuse_a_wish_that_is_none(world):
    with pytest.raises(IntegrityError), world.uow() as uow:
        uow.conn.execute(insert(jobs_table).values(name="tea", wish="brew"))
