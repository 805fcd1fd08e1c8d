"""What the scheduler runs: the timers of towns, features' jobs, and this process's own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial

import structlog
from sqlalchemy import Connection, delete, exists, true, update

from bot.runtime.board import TIMERS
from bot.runtime.clock import beat
from bot.runtime.core import Core
from bot.runtime.outbox import ENDED_STATES
from bot.runtime.tables import cards, inbox, outbox, shown, topics
from services.kernel.errors import Retryable
from services.kernel.jobs import Job
from services.kernel.timers import next_wake, put_off, running_towns
from services.kernel.town import WorkshopId
from services.people.identity import KNOWN_CHATS

AT_ONCE = 2  # timers of different towns; people's updates never wait behind more than these
KEPT_MS = 24 * 3600 * 1000  # ended calls and updates: as long as Telegram may deliver again
REPLIED_MS = 30 * KEPT_MS  # after that a reply to a message reaches nobody

log = structlog.get_logger()


@dataclass(slots=True)
class Work:
    """Units of work that nobody outside has asked for, each in a transaction of its own."""

    core: Core
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def timer(self, workshop_id: WorkshopId) -> int | None:
        """Run a town's next timer if it is due.

        Returns when there is something to do next, in wall time; None: nothing, until told.
        """
        async with self._turn:
            now_ms = self.core.clock.now_ms()
            look = partial(next_wake, workshop_id=workshop_id, now_ms=now_ms)
            ahead = await self.core.database.read(look)
            if ahead is None or ahead.wall_ms > now_ms:
                return None if ahead is None else ahead.wall_ms
            await self._run(workshop_id, ahead.timer_id, now_ms)
            return now_ms

    async def _run(self, workshop_id: WorkshopId, timer_id: int, now_ms: int) -> None:
        core = self.core
        try:
            outgoing = await core.database.write(
                lambda c: core.performer.timer(c, workshop_id, timer_id, now_ms)
            )
        except Retryable:
            raise
        except Exception as error:  # tidy: allow broad-except — one timer's bug stops no other
            trouble = type(error).__name__
            log.exception("timer_failed", workshop=workshop_id, timer=timer_id)
            await core.database.write(lambda c: put_off(c, timer_id, now_ms, trouble))
        else:
            if outgoing is not None:
                core.submit(outgoing)
                core.board.ran(TIMERS, now_ms, core.clock.now_ms())

    async def job(self, job: Job) -> None:
        """Do a feature's job in every open, running town; a town's bug is told after all of them.

        Raises the last town's error.
        """
        core, failed = self.core, None
        for workshop_id in await core.database.read(running_towns):
            try:
                now_ms = core.clock.now_ms()
                work = partial(
                    core.performer.office,
                    workshop_id=workshop_id,
                    key=f"job:{job.name}:{workshop_id}:{now_ms}",
                    wall_ms=now_ms,
                    verb=job.verb,
                )
                core.submit(await core.database.write(work))
            except Retryable:
                raise
            except Exception as error:  # tidy: allow broad-except — the other towns have their turn
                log.exception("job_failed", job=job.name, workshop=workshop_id)
                failed = error
        if failed is not None:
            raise failed

    async def watch(self) -> None:
        """Look where the machine's own clock is, and remember how far time has come."""
        core = self.core
        core.board.jumped_ms = jumped_ms = core.clock.jumped_ms()
        await core.database.write(partial(beat, now_ms=core.clock.now_ms(), jumped_ms=jumped_ms))

    async def purge(self) -> None:
        before_ms = self.core.clock.now_ms() - KEPT_MS
        await self.core.database.write(partial(purge, before_ms=before_ms))


def purge(conn: Connection, before_ms: int) -> None:
    """Forget what ended long ago, and at once what would still point at somebody forgotten."""
    ended = outbox.c.state.in_(ENDED_STATES)
    conn.execute(delete(inbox).where(inbox.c.state == "done", inbox.c.received_ms < before_ms))
    parked = (inbox.c.state == "parked", inbox.c.received_ms < before_ms)
    conn.execute(update(inbox).where(*parked).values(payload=""))
    conn.execute(delete(outbox).where(ended, outbox.c.done_ms < before_ms))
    conn.execute(delete(shown).where(shown.c.shown_ms < before_ms - REPLIED_MS))
    for table, over in ((outbox, ended), *((one, true()) for one in (cards, topics, shown))):
        known = exists().where(
            KNOWN_CHATS.c.bot_id == table.c.bot_id, KNOWN_CHATS.c.tg_user_id == table.c.chat_id
        )
        conn.execute(delete(table).where(over, table.c.chat_id > 0, ~known))
