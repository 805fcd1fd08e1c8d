"""Towns are woken when something is due and at no other time; a timer that fails is put aside."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import pytest
from apscheduler.events import EVENT_JOB_SUBMITTED

from bot.runtime.clock import SystemClock
from bot.runtime.database import Database
from services.kernel.jobs import Job
from services.kernel.timers import RETRY_FACTOR, RETRY_MS, TIMER_TRIES, clear_timer, parked_timers
from services.workshops.admin import run_timer
from services.workshops.sessions import clockwork
from tests.support.scheduling import Keeper, Machine, keeping, warnings_of
from tests.support.statements import watched

HOUR_MS = 3_600_000
DAY_MS = 60_000  # a town day, in wall time


@pytest.fixture
def machine() -> Machine:
    return Machine()


def submitted(keeper: Keeper) -> list[str]:
    """The ids of jobs that APScheduler starts from now on."""
    seen: list[str] = []
    keeper.scheduler._scheduler.add_listener(lambda e: seen.append(e.job_id), EVENT_JOB_SUBMITTED)
    return seen


# ── towns ───────────────────────────────────────────────────────────────────


async def test_timers_run_at_their_time_in_order_and_once(database_url: str, machine: Machine):
    async with keeping(database_url, machine) as keeper:
        for subject, in_ms in (("second", 2_000), ("third", 9_000), ("first", 1_000)):
            await keeper.set_timer(subject, in_ms=in_ms)
        await keeper.pass_ms(999)
        assert keeper.rung == []
        await keeper.pass_ms(1)
        assert keeper.rung == ["first"]
        await keeper.pass_ms(60_000)
        assert keeper.rung == ["first", "second", "third"]


async def test_three_hundred_towns_cost_nothing_while_nothing_is_due(
    sqlite_url: str, machine: Machine
):
    async with keeping(sqlite_url, machine, towns=300, bell_ms=HOUR_MS) as keeper:
        woken, database = submitted(keeper), keeper.running.database
        with (
            watched(database._reader.sync_engine) as read,
            watched(database._engine) as written,
        ):
            await keeper.pass_ms(HOUR_MS - 60_000, steps=60)
            assert not [job for job in woken if job.startswith("town")]
            assert not [sql for sql in read + written if "timers" in sql or "workshops" in sql]
            await keeper.pass_ms(120_000)
        assert len(keeper.rung) == 300


async def test_a_start_asks_once_for_all_towns(sqlite_url: str, machine: Machine):
    async with keeping(sqlite_url, machine, towns=20, bell_ms=HOUR_MS) as keeper:
        await keeper.stop()
        with watched(keeper.make().database._reader.sync_engine) as read:
            await keeper.start()
        assert len([sql for sql in read if "timers" in sql]) == 1
        await keeper.pass_ms(HOUR_MS)
        assert len(keeper.rung) == 20


async def test_a_pause_a_leap_and_a_cleared_timer_move_the_wake(sqlite_url: str, machine: Machine):
    async with keeping(sqlite_url, machine) as keeper:
        await keeper.set_timer("bell", in_ms=2_000)
        await keeper.set_timer("late", in_ms=DAY_MS + 2_000)
        await keeper.set_timer("never", in_ms=3_000)
        await keeper.in_town(clockwork.pause)
        await keeper.pass_ms(HOUR_MS)
        await keeper.in_town(lambda town: clear_timer(town, "bell", "never"))
        assert keeper.rung == []
        await keeper.in_town(clockwork.resume)
        await keeper.pass_ms(1_999)
        assert keeper.rung == []
        await keeper.pass_ms(1)
        assert keeper.rung == ["bell"]
        await keeper.in_town(lambda town: clockwork.forward(town, 1))
        assert keeper.rung == ["bell", "late"]


async def test_a_year_at_once_in_several_towns_leaves_the_writer_to_others_and_no_warning(
    sqlite_url: str, machine: Machine, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING, "apscheduler")
    async with keeping(
        sqlite_url, machine, towns=200, kind="daily", bell_ms=DAY_MS, daily=2
    ) as keeper:
        keeper.machine.pass_ms(365 * DAY_MS)
        keeper.scheduler._scheduler.wakeup()
        await keeper.rings.get()
        database, before = keeper.running.database, len(keeper.rung)
        for instance in (database.read, database.write):
            await instance(lambda _: keeper.rung.append("somebody else"))
        await keeper.look()
        others = [at for at, rung in enumerate(keeper.rung) if rung == "somebody else"]
        assert others[-1] <= before + 10, "nobody waits behind all the towns"
        assert len(keeper.rung) == 200 * 2 + 2
        assert warnings_of(caplog) == []


async def test_a_wake_is_real(sqlite_url: str):
    """Nobody looks here: APScheduler wakes by itself, not early and not late."""
    async with keeping(sqlite_url, Machine(), clock_of=lambda _: SystemClock()) as keeper:
        began = monotonic()
        await keeper.set_timer("bell", in_ms=300)
        assert await asyncio.wait_for(keeper.rings.get(), timeout=10) == "bell"
        assert 0.29 <= monotonic() - began < 2


async def test_a_town_touched_while_it_is_run_is_looked_at_again(
    sqlite_url: str, machine: Machine, monkeypatch: pytest.MonkeyPatch
):
    """A commit between the look at the rows and the setting of the wake must not be overlooked."""
    async with keeping(sqlite_url, machine) as keeper:
        await keeper.set_timer("late", in_ms=HOUR_MS)
        ordinary = keeper.scheduler._work.timer
        raced: list[Any] = []

        async def timer(self, workshop_id):
            found = await ordinary(workshop_id)
            if not raced:
                raced.append(workshop_id)
                await keeper.set_timer("early", in_ms=1, settle=False)
            return found

        monkeypatch.setattr(type(keeper.scheduler._work), "timer", timer)
        keeper.scheduler.notice(keeper.towns)
        await keeper.look()
        await keeper.pass_ms(1_000)
        assert keeper.rung == ["early"]


@asynccontextmanager
async def held_up(database: Database) -> AsyncIterator[None]:
    """Its writer is busy in the block, and free however that ends: a stop waits for the writer."""
    free = threading.Event()
    busy = asyncio.ensure_future(database.write(lambda _: free.wait(10)))
    try:
        yield
    finally:
        free.set()
        await busy


@pytest.mark.parametrize("turns", [0, 1, 3], ids="{} turns of the loop".format)
async def test_a_stop_is_no_error_and_what_it_cancels_is_made_good(
    sqlite_url: str, machine: Machine, caplog: pytest.LogCaptureFixture, turns: int
):
    """Jobs, a town and an admin's wish are all cancelled: before they begin, or in the middle."""
    caplog.set_level(logging.WARNING)
    async with keeping(sqlite_url, machine, jobs=(Job("sweeping", 1, lambda _: None),)) as keeper:
        await keeper.set_timer("bell", in_ms=2_000)
        async with held_up(keeper.running.database):
            machine.pass_ms(2_000)
            keeper.scheduler.notice(["sweeping"])
            if turns == 0:
                keeper.scheduler.stop()  # in the next turn, before what is submitted now begins
            keeper.scheduler._scheduler._process_jobs()
            (executor,) = keeper.scheduler._scheduler._executors.values()
            begun = set(executor._pending_futures)
            for _ in range(turns):
                await asyncio.sleep(0)
            if turns:
                keeper.scheduler.stop()
            ended, going_on = await asyncio.wait(begun, timeout=10)
            assert len(ended) >= 3
            assert not going_on
        await keeper.stop()
        assert caplog.messages == []
        await keeper.start()
        await keeper.look()
        assert keeper.rung == ["bell"]


# ── a timer that fails ──────────────────────────────────────────────────────


async def test_a_timer_that_fails_is_tried_a_few_times_then_put_aside(
    database_url: str, machine: Machine
):
    async with keeping(database_url, machine, broken={"bad"}) as keeper:
        await keeper.set_timer("bad", in_ms=1_000)
        for subject in ("good", "better"):
            await keeper.set_timer(subject, in_ms=1_000)
        await keeper.pass_ms(1_000)
        assert keeper.rung == ["bad", "good", "better"], "the others go on, in order"
        for failed in range(TIMER_TRIES - 1):
            pause_ms = RETRY_MS * RETRY_FACTOR**failed
            await keeper.pass_ms(pause_ms - 1)
            assert keeper.rung.count("bad") == failed + 1
            await keeper.pass_ms(1)
        await keeper.pass_ms(30 * DAY_MS, steps=30)
        assert keeper.rung.count("bad") == TIMER_TRIES
        count, (parked,) = await keeper.running.database.read(lambda c: parked_timers(c, 5))
        assert (count, parked.kind, parked.trouble) == (1, "bell", "ZeroDivisionError")


async def test_a_timer_put_aside_can_be_run_again(sqlite_url: str, machine: Machine):
    async with keeping(sqlite_url, machine, broken={"bad"}) as keeper:
        await keeper.set_timer("bad", in_ms=0)
        await keeper.pass_ms(10 * DAY_MS, steps=300)
        _, (parked,) = await keeper.running.database.read(lambda c: parked_timers(c, 5))
        keeper.broken.clear()
        await keeper.at_desk(lambda uow: run_timer(uow, parked.timer_id))
        assert keeper.rung.count("bad") == TIMER_TRIES + 1
        assert await keeper.running.database.read(lambda c: parked_timers(c, 5)) == (0, ())
