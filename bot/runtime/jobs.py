"""The alarm clock: APScheduler wakes sweeps; what is due stands in rows (ADR-0003).

Jobs live in memory and hold no truth: a missed alarm is made good by the next one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import delete, exists, select, true, update

from bot.runtime.board import Board, Run
from bot.runtime.perform import Outgoing, Performer
from bot.runtime.tables import cards, inbox, outbox
from services.kernel.errors import Retryable
from services.kernel.time import TownTime
from services.kernel.timers import timers
from services.kernel.town import WorkshopId
from services.kernel.towns import running_clocks
from services.people.identity import KNOWN_CHATS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Connection

    from bot.runtime.database import Database
    from services.kernel.time import Clock
    from services.kernel.timers import Job

SWEEP_S = 0.5
PURGE_S = 60
KEPT_MS = 24 * 3600 * 1000  # ended calls and updates: as long as Telegram may deliver again

log = structlog.get_logger()


@dataclass(slots=True)
class Alarms:
    """Wakes the sweeps of this process and remembers how each went."""

    database: Database
    performer: Performer
    clock: Clock
    submit: Callable[[Outgoing], None]
    board: Board
    _scheduler: AsyncIOScheduler = field(default_factory=AsyncIOScheduler)

    def start(self, jobs: list[Job]) -> None:
        """Set every alarm."""
        self.wake("timers", SWEEP_S, self._sweep)
        self.wake("purge", PURGE_S, self._purge)
        for job in jobs:
            self.wake(job.name, job.every_s, partial(self._feature_job, job))
        self._scheduler.start()

    def stop(self) -> None:
        """No further alarm."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def wake(self, name: str, every_s: float, work: Callable[[], Awaitable[None]]) -> None:
        """Set one alarm: run `work` every so many seconds, never twice at once."""
        self.board.runs[name] = Run(name, every_s)
        # APScheduler's default drops a job that is one second late: never.
        self._scheduler.add_job(
            self._noted,
            "interval",
            args=(name, work),
            seconds=every_s,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    async def _noted(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        run = self.board.runs[name]
        now_ms = self.clock.now_ms()
        try:
            await work()
        except asyncio.CancelledError:
            return  # the program stops: no failure of the job, as APScheduler would report it
        except Retryable as obstacle:
            self.board.runs[name] = replace(run, last_ms=now_ms, trouble=str(obstacle))
        except Exception as error:  # tidy: allow broad-except — shown in /jobs
            log.exception("job_failed", job=name)
            self.board.runs[name] = replace(run, last_ms=now_ms, trouble=type(error).__name__)
        else:
            self.board.runs[name] = replace(run, runs=run.runs + 1, last_ms=now_ms, trouble="")

    async def _sweep(self) -> None:
        for workshop_id in await self.database.read(partial(due_towns, now_ms=self.clock.now_ms())):
            while await self._timer(workshop_id):
                pass

    async def _timer(self, workshop_id: WorkshopId) -> bool:
        now_ms = self.clock.now_ms()
        try:
            outgoing = await self.database.write(
                lambda c: self.performer.timer(c, workshop_id, now_ms)
            )
        except Retryable:
            raise
        except Exception:  # tidy: allow broad-except — one timer's bug must not stop the others
            log.exception("timer_failed", workshop=workshop_id)
            return await self.database.write(
                lambda c: self.performer.postpone_timer(c, workshop_id, now_ms)
            )
        if outgoing is None:
            return False
        self.submit(outgoing)
        return True

    async def _feature_job(self, job: Job) -> None:
        for workshop_id in await self.database.read(running_towns):
            try:
                await self._town_job(job, workshop_id)
            except Retryable:
                raise
            except Exception:  # tidy: allow broad-except — the other towns have their turn
                log.exception("job_failed", job=job.name, workshop=workshop_id)

    async def _town_job(self, job: Job, workshop_id: WorkshopId) -> None:
        now_ms = self.clock.now_ms()
        self.submit(
            await self.database.write(
                partial(
                    self.performer.office,
                    workshop_id=workshop_id,
                    key=f"job:{job.name}:{workshop_id}:{now_ms}",
                    wall_ms=now_ms,
                    verb=job.verb,
                )
            )
        )

    async def _purge(self) -> None:
        before = self.clock.now_ms() - KEPT_MS
        await self.database.write(partial(purge, before_ms=before))


def running_towns(conn: Connection) -> list[WorkshopId]:
    """Towns whose clock runs."""
    return [workshop_id for workshop_id, _ in running_clocks(conn)]


def due_towns(conn: Connection, now_ms: int) -> list[WorkshopId]:
    """Running towns in which a timer is due."""
    return [
        workshop_id
        for workshop_id, clock in running_clocks(conn)
        if _is_due(conn, workshop_id, clock.at(now_ms))
    ]


def _is_due(conn: Connection, workshop_id: WorkshopId, now: TownTime) -> bool:
    due = (timers.c.workshop_id == workshop_id, timers.c.due_town_s <= now)
    return conn.scalar(select(timers.c.timer_id).where(*due).limit(1)) is not None


def purge(conn: Connection, before_ms: int) -> None:
    """Forget what ended long ago, and at once what would still point at somebody forgotten."""
    ended = outbox.c.state.in_(("sent", "failed", "unknown", "dropped"))
    conn.execute(delete(inbox).where(inbox.c.state == "done", inbox.c.received_ms < before_ms))
    parked = (inbox.c.state == "parked", inbox.c.received_ms < before_ms)
    conn.execute(update(inbox).where(*parked).values(payload=""))
    conn.execute(delete(outbox).where(ended, outbox.c.done_ms < before_ms))
    for table, over in ((outbox, ended), (cards, true())):
        known = exists().where(
            KNOWN_CHATS.c.bot_id == table.c.bot_id, KNOWN_CHATS.c.tg_user_id == table.c.chat_id
        )
        conn.execute(delete(table).where(over, table.c.chat_id > 0, ~known))
