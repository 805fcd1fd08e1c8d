"""When what is to be done is done: APScheduler, on a clock that cannot jump (ADR-0013).

Each running town has one date-triggered job at the time of its next due row, set anew whenever a
committed unit of work has touched its timers or its clock. Each recurring job is one job under its
own name. Jobs live in memory and hold no truth: what is due, paused or skipped stands in rows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.job import Job as Alarm
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger
from typing_extensions import override

from bot.runtime.board import TIMERS, Run
from bot.runtime.clock import BEAT_MS
from bot.runtime.core import Core
from bot.runtime.jobs import Work
from services.kernel.errors import Retryable
from services.kernel.jobs import Job, Setting, Wish, granted, settings
from services.kernel.time import Clock
from services.kernel.timers import wakes
from services.kernel.town import WorkshopId

PURGE_S = 60
OBSTRUCTED_MS = 1_000  # until another look when the database was in the way
# APScheduler drops a run that begins before it has noticed the end of the last. Nothing is ever run
# twice at once here, by our own count, so its limit must never be met.
NO_LIMIT = 1_000_000

log = structlog.get_logger()


class SteadyZone(tzinfo):
    """The time zone by which APScheduler reads the time, because its own clock is the machine's.

    It asks `datetime.now(zone)`, and Python lets the zone say what that is: UTC by the steady
    clock, in which no hour is ever there twice.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def at(self, wall_ms: int) -> datetime:
        moment = datetime.fromtimestamp(wall_ms // 1000, UTC)
        return moment.replace(microsecond=wall_ms % 1000 * 1000, tzinfo=self)

    @override
    def fromutc(self, dt: datetime) -> datetime:
        return self.at(self._clock.now_ms())

    @override
    def utcoffset(self, dt: datetime | None) -> timedelta:
        return timedelta()

    @override
    def dst(self, dt: datetime | None) -> timedelta:
        return timedelta()

    @override
    def tzname(self, dt: datetime | None) -> str:
        return "steady UTC"


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler is not typed
    """Every so many seconds; what was missed meanwhile is one run, not many."""

    def __init__(self, seconds: float) -> None:
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return max(now, previous or now) + self._pause


class Executor(AsyncIOExecutor):  # type: ignore[misc]  # APScheduler is not typed
    """Runs jobs as APScheduler does, but one that is cancelled has not failed: the program stops.

    What it has not done is done at the next start, because what is due stands in rows.
    """

    @property
    def running(self) -> tuple[asyncio.Task[None], ...]:
        """What runs now."""
        return tuple(self._pending_futures)

    @override
    def _do_submit_job(self, job: Alarm, run_times: list[datetime]) -> None:
        task = self._eventloop.create_task(job.func(*job.args))
        self._pending_futures.add(task)
        task.add_done_callback(partial(self._ended, job.id))

    def _ended(self, job_id: str, task: asyncio.Task[None]) -> None:
        self._pending_futures.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None:
            self._run_job_success(job_id, ())
        else:
            self._run_job_error(job_id, error, error.__traceback__)


class Scheduler:
    def __init__(self, core: Core) -> None:
        self._database = core.database
        self._clock = core.clock
        self._board = core.board
        self._work = Work(core)
        self._zone = SteadyZone(core.clock)
        # APScheduler's default drops a job that is one second late: never.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": NO_LIMIT}
        self._executor, self._left = Executor(), tuple[asyncio.Task[None], ...]()
        self._scheduler = AsyncIOScheduler(
            executors={"default": self._executor}, timezone=self._zone, job_defaults=defaults
        )
        self._settings: dict[str, Setting] = {}  # as the rows say
        self._rows = asyncio.Lock()  # or a wish read a moment ago would be granted twice
        self._running: set[str | int] = set()  # jobs by name, towns by number
        self._touched: set[int] = set()  # of these, towns whose rows changed meanwhile

    async def start(self, jobs: Iterable[Job]) -> None:
        """Take over from the rows: one query for all towns, one for all jobs."""
        self.schedule("clock", BEAT_MS / 1000, self._work.watch)
        self.schedule("purge", PURGE_S, self._work.purge)
        for job in jobs:
            self.schedule(job.name, job.every_s, partial(self._work.job, job))
        names = sorted(self._board.runs.keys() - {TIMERS})
        self._settings = await self._database.write(partial(settings, new=names))
        for workshop_id, wall_ms in (await self._database.read(wakes)).items():
            self._wake_at(workshop_id, wall_ms)
        self._scheduler.start()
        for name in names:
            self._apply(name)

    def stop(self) -> None:
        """Begin nothing more, and break off what runs."""
        if self._scheduler.running:
            self._left = self._executor.running
            self._scheduler.shutdown(wait=False)

    async def ended(self) -> None:
        """Wait until what was broken off has let go of the database, which may close after that."""
        await asyncio.gather(*self._left, return_exceptions=True)

    def schedule(self, name: str, every_s: float, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` every so many seconds, counted from its end: never twice at once."""
        self._board.runs[name] = Run(name, every_s)
        self._scheduler.add_job(self._run, Every(every_s), args=(name, work), id=name)

    def notice(self, touched: Iterable[int | str]) -> None:
        """Look again at towns and jobs whose rows a committed unit of work has changed."""
        for one in touched:
            if isinstance(one, str):
                if one in self._board.runs:
                    self._obey_at(one, self._clock.now_ms())
            elif one in self._running:
                self._touched.add(one)  # its end will look again
            else:
                self._wake_at(WorkshopId(one), self._clock.now_ms())

    # ── towns ───────────────────────────────────────────────────────────────

    def _wake_at(self, workshop_id: WorkshopId, wall_ms: int) -> None:
        once = DateTrigger(self._zone.at(wall_ms))
        name, args = f"town {workshop_id}", (workshop_id,)
        self._scheduler.add_job(self._town, once, args=args, id=name, replace_existing=True)

    async def _town(self, workshop_id: WorkshopId) -> None:
        """Run what is due in a town, in order; then have it woken for what comes next."""
        if workshop_id in self._running:
            return  # and has not looked yet, or `notice` would have said so
        self._running.add(workshop_id)
        wake_ms: int | None = self._clock.now_ms() + OBSTRUCTED_MS
        try:
            wake_ms = await self._caught_up(workshop_id)
        except Retryable as obstacle:
            log.warning("obstructed", reason=str(obstacle), workshop=workshop_id)
        except Exception as error:  # tidy: allow broad-except — shown in /jobs, and tried again
            log.exception("town_failed", workshop=workshop_id)
            run = self._board.runs[TIMERS]
            self._board.runs[TIMERS] = replace(run, trouble=type(error).__name__)
        finally:
            self._running.discard(workshop_id)
        if wake_ms is not None:
            self._wake_at(workshop_id, wake_ms)

    async def _caught_up(self, workshop_id: WorkshopId) -> int | None:
        while True:
            self._touched.discard(workshop_id)
            wake_ms = await self._work.timer(workshop_id)
            due = wake_ms is not None and wake_ms <= self._clock.now_ms()
            if not due and workshop_id not in self._touched:
                return wake_ms

    # ── recurring jobs ──────────────────────────────────────────────────────

    async def _run(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        if name in self._running:
            return
        self._running.add(name)
        self._scheduler.pause_job(name)  # until it has ended
        began_ms, trouble, runs = self._clock.now_ms(), "", 0
        try:
            if await self._wish(name) is not Wish.SKIP:
                await work()
                runs = 1
        except Retryable as obstacle:
            trouble = str(obstacle)
        except Exception as error:  # tidy: allow broad-except — shown in /jobs
            log.exception("job_failed", job=name)
            trouble = type(error).__name__
        finally:
            self._running.discard(name)
        self._board.ran(name, began_ms, self._clock.now_ms(), runs=runs, trouble=trouble)
        self._apply(name)

    async def _wish(self, name: str) -> Wish:
        async with self._rows:
            wish = self._settings.get(name, Setting()).wish
            if wish is not Wish.NONE:
                await self._database.write(partial(granted, name=name))
                self._settings[name] = replace(self._settings[name], wish=Wish.NONE)
            return wish

    async def _obey(self, name: str) -> None:
        """Do what an admin wants of a job, as it stands in its row."""
        try:
            async with self._rows:
                self._settings = await self._database.read(settings)
        except Retryable:
            self._obey_at(name, self._clock.now_ms() + OBSTRUCTED_MS)
        else:
            if name not in self._running:  # or its end will
                self._apply(name)

    def _apply(self, name: str) -> None:
        wanted = self._settings.get(name, Setting())
        if wanted.wish is Wish.RUN:
            self._scheduler.modify_job(name, next_run_time=self._zone.at(self._clock.now_ms()))
        elif wanted.paused:
            self._scheduler.pause_job(name)
        elif self._scheduler.get_job(name).next_run_time is None:
            self._scheduler.resume_job(name)
        at = self._scheduler.get_job(name).next_run_time
        next_ms = 0 if at is None else round(at.timestamp() * 1000)
        run, skips = self._board.runs[name], wanted.wish is Wish.SKIP
        self._board.runs[name] = replace(run, next_ms=next_ms, paused=wanted.paused, skips=skips)

    def _obey_at(self, name: str, wall_ms: int) -> None:
        self._scheduler.add_job(self._obey, DateTrigger(self._zone.at(wall_ms)), args=(name,))
