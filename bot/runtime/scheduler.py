"""When what is to be done is done: APScheduler, on a clock that cannot jump (ADR-0013).

Each running town has one date-triggered job at the time of its next due row, set anew whenever a
committed unit of work has touched its timers or its clock. Each recurring job is one job under its
own name. Jobs live in memory and hold no truth: what is due, paused or skipped stands in rows.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger
from typing_extensions import override

from bot.runtime.board import TIMERS, Run
from bot.runtime.clock import BEAT_MS
from services.kernel.errors import Retryable
from services.kernel.jobs import Setting, Wish, granted, settings
from services.kernel.timers import wakes
from services.kernel.town import WorkshopId

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.runtime.board import Board
    from bot.runtime.jobs import Work
    from services.kernel.jobs import Job
    from services.kernel.time import Clock

PURGE_S = 60
OBSTRUCTED_MS = 1_000  # until another look when the database was in the way
# APScheduler drops a run that begins before it has noticed the end of the last. Nothing is ever run
# twice at once here, by our own count, so its limit must never be met.
NO_LIMIT = 1_000_000

log = structlog.get_logger()


class SteadyZone(tzinfo):
    """The time zone by which APScheduler reads the time, because its own clock is the machine's.

    It asks `datetime.now(zone)`, and Python lets the zone say what that is.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def at(self, wall_ms: int) -> datetime:
        """A moment as APScheduler compares it."""
        moment = datetime.fromtimestamp(wall_ms // 1000, UTC)
        return moment.replace(microsecond=wall_ms % 1000 * 1000, tzinfo=self)

    @override
    def fromutc(self, dt: datetime) -> datetime:
        """What time it is by the steady clock; the machine's opinion is not asked."""
        return self.at(self._clock.now_ms())

    @override
    def utcoffset(self, dt: datetime | None) -> timedelta:
        """None: the steady clock counts in UTC, so no hour is ever there twice."""
        return timedelta()

    @override
    def dst(self, dt: datetime | None) -> timedelta:
        """None."""
        return timedelta()

    @override
    def tzname(self, dt: datetime | None) -> str:
        """A name for logs."""
        return "steady UTC"


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler is not typed
    """Every so many seconds; what was missed meanwhile is one run, not many."""

    def __init__(self, seconds: float) -> None:
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """The next time after `now`."""
        return max(now, previous or now) + self._pause


class Scheduler:
    """The jobs of this process."""

    def __init__(self, work: Work, clock: Clock, board: Board) -> None:
        self._work = work
        self._clock = clock
        self._board = board
        self._zone = SteadyZone(clock)
        # APScheduler's default drops a job that is one second late: never.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": NO_LIMIT}
        self._scheduler = AsyncIOScheduler(timezone=self._zone, job_defaults=defaults)
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
        database = self._work.database
        self._settings = await database.write(partial(settings, new=names))
        for workshop_id, wall_ms in (await database.read(wakes)).items():
            self._wake_at(workshop_id, wall_ms)
        self._scheduler.start()
        for name in names:
            self._apply(name)

    def stop(self) -> None:
        """No further job."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

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
        self._scheduler.add_job(
            self._town,
            DateTrigger(self._zone.at(wall_ms)),
            args=(workshop_id,),
            id=f"town {workshop_id}",
            replace_existing=True,
        )

    async def _town(self, workshop_id: WorkshopId) -> None:
        """Run what is due in a town, in order; then have it woken for what comes next."""
        if workshop_id in self._running:
            return  # and has not looked yet, or `notice` would have said so
        self._running.add(workshop_id)
        wake_ms: int | None = self._clock.now_ms() + OBSTRUCTED_MS
        try:
            wake_ms = await self._caught_up(workshop_id)
        except asyncio.CancelledError:
            return  # the program stops: no failure, as APScheduler would report it
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
            wish = await self._wish(name)
            if wish is not Wish.SKIP:
                await work()
                runs = 1
        except asyncio.CancelledError:
            return
        except Retryable as obstacle:
            trouble = str(obstacle)
        except Exception as error:  # tidy: allow broad-except — shown in /jobs
            log.exception("job_failed", job=name)
            trouble = type(error).__name__
        finally:
            self._running.discard(name)
        run, now_ms = self._board.runs[name], self._clock.now_ms()
        self._board.runs[name] = replace(
            run,
            runs=run.runs + runs,
            last_ms=began_ms,
            cost_ms=now_ms - began_ms,
            trouble=trouble,
        )
        self._apply(name)

    async def _wish(self, name: str) -> Wish:
        async with self._rows:
            wish = self._settings.get(name, Setting()).wish
            if wish is not Wish.NONE:
                await self._work.database.write(partial(granted, name=name))
                self._settings[name] = replace(self._settings[name], wish=Wish.NONE)
            return wish

    async def _obey(self, name: str) -> None:
        """Do what an admin wants of a job, as it stands in its row."""
        try:
            async with self._rows:
                self._settings = await self._work.database.read(settings)
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
        self._board.runs[name] = replace(
            self._board.runs[name],
            next_ms=0 if at is None else round(at.timestamp() * 1000),
            paused=wanted.paused,
            skips=wanted.wish is Wish.SKIP,
        )

    def _obey_at(self, name: str, wall_ms: int) -> None:
        self._scheduler.add_job(self._obey, DateTrigger(self._zone.at(wall_ms)), args=(name,))
