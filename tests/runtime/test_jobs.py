"""Recurring jobs: their times, what admins want of them, and never twice at once."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.runtime import scheduler as scheduling
from bot.runtime.board import TIMERS
from services.kernel.jobs import Job
from services.workshops.admin import JobOrder, order_job
from tests.support.scheduling import Keeper, Machine, keeping, warnings_of


@pytest.fixture
def machine() -> Machine:
    return Machine()


def counting(runs: list[int]) -> Job:
    return Job("sweeping", 10, lambda town: runs.append(town.wall_ms))


async def test_a_job_runs_at_its_interval_and_says_how_it_went(sqlite_url: str, machine: Machine):
    runs: list[int] = []
    async with keeping(sqlite_url, machine, jobs=(counting(runs),)) as keeper:
        await keeper.pass_ms(30_000, steps=30)
        assert len(runs) == 3
        run = keeper.running.board.runs["sweeping"]
        now_ms = keeper.running.clock.now_ms()
        assert (run.runs, run.last_ms, run.next_ms) == (3, now_ms, now_ms + 10_000)
        assert {"clock", "purge", TIMERS} <= keeper.running.board.runs.keys()


async def test_a_job_can_be_run_paused_and_skipped_also_across_a_restart(
    sqlite_url: str, machine: Machine
):
    runs: list[int] = []
    async with keeping(sqlite_url, machine, jobs=(counting(runs),)) as keeper:

        async def order(wanted: JobOrder) -> None:
            await keeper.at_desk(lambda uow: order_job(uow, "sweeping", wanted))

        await order(JobOrder.RUN)
        assert len(runs) == 1
        await order(JobOrder.SKIP)
        assert keeper.running.board.runs["sweeping"].skips
        await keeper.stop()
        await keeper.start()
        await keeper.pass_ms(10_000)
        assert len(runs) == 1
        await keeper.pass_ms(10_000)
        assert len(runs) == 2
        await order(JobOrder.PAUSE)
        await keeper.stop()
        await keeper.start()
        await keeper.pass_ms(60_000, steps=6)
        assert len(runs) == 2
        assert keeper.running.board.runs["sweeping"].paused
        await order(JobOrder.RUN)
        await keeper.pass_ms(60_000, steps=6)
        assert len(runs) == 3, "one that is paused runs when told, once"
        await order(JobOrder.RESUME)
        await keeper.pass_ms(10_000)
        assert len(runs) == 4


async def told_while_it_runs(url: str, machine: Machine) -> int:
    """How often a job has run that an admin wants at once while it runs anyway."""
    begun, gate, runs = asyncio.Event(), asyncio.Event(), 0

    async def slow() -> None:
        nonlocal runs
        runs += 1
        begun.set()
        await gate.wait()

    async with keeping(url, machine) as keeper:
        await keeper.stop()
        keeper.make().scheduler.schedule("slow", 60, slow)
        await keeper.start()
        machine.pass_ms(60_000)
        keeper.scheduler._scheduler.wakeup()
        await begun.wait()
        await keeper.at_desk(lambda uow: order_job(uow, "slow", JobOrder.RUN), settle=False)
        await keeper.scheduler._obey("slow")
        gate.set()
        await keeper.look()
    return runs


async def test_a_job_told_to_run_while_it_runs_does_so_again(
    sqlite_url: str, machine: Machine, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING, "apscheduler")
    assert await told_while_it_runs(sqlite_url, machine) == 2
    assert warnings_of(caplog) == []


async def test_a_run_that_apscheduler_drops_would_be_caught(
    sqlite_url: str,
    machine: Machine,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
):
    caplog.set_level(logging.WARNING, "apscheduler")
    monkeypatch.setattr(scheduling, "NO_LIMIT", 1)
    await told_while_it_runs(sqlite_url, machine)
    assert any("skipped" in line for line in warnings_of(caplog))


async def overlaps(keeper: Keeper) -> tuple[int, int]:
    """How often a slow job with a short interval ran, and how many of it ran at the same time."""
    gate, ran, at_once, most = asyncio.Event(), 0, 0, 0

    async def slow() -> None:
        nonlocal ran, at_once, most
        ran, at_once = ran + 1, at_once + 1
        most = max(most, at_once)
        await gate.wait()
        at_once -= 1

    keeper.scheduler.schedule("slow", 1, slow)
    for _ in range(5):
        keeper.machine.pass_ms(1_000)
        keeper.scheduler._scheduler.wakeup()
        for _ in range(4):
            await asyncio.sleep(0)
    gate.set()
    await keeper.look()
    return ran, most


async def test_a_job_slower_than_its_interval_never_meets_itself(
    sqlite_url: str, machine: Machine, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING, "apscheduler")
    async with keeping(sqlite_url, machine) as keeper:
        assert await overlaps(keeper) == (1, 1)
        assert warnings_of(caplog) == []


async def test_a_job_that_does_not_rest_while_it_runs_would_be_caught(
    sqlite_url: str,
    machine: Machine,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
):
    caplog.set_level(logging.WARNING, "apscheduler")
    monkeypatch.setattr(scheduling, "NO_LIMIT", 1)
    async with keeping(sqlite_url, machine) as keeper:
        monkeypatch.setattr(keeper.scheduler._scheduler, "pause_job", lambda _: None)
        await overlaps(keeper)
        assert any("maximum number of running instances" in line for line in warnings_of(caplog))
