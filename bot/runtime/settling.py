"""Writes how calls ended, many at a time, and wakes what waited for a batch to be delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.runtime import outbox
from bot.runtime.attachments import file_of
from bot.runtime.core import Core
from bot.runtime.database import obstructed
from bot.runtime.outbox import Mark, OutboxCall
from bot.runtime.perform import Outgoing
from bot.runtime.transport import Sent
from services.kernel.errors import Retryable
from services.kernel.town import WorkshopId

TOGETHER_MAX = 500

log = structlog.get_logger()


class Settling:
    """Collects marks; one write settles all that have come in meanwhile."""

    def __init__(self, core: Core, notice_cards: Callable[[list[str]], None]) -> None:
        self._core = core
        self._notice_cards = notice_cards
        self._marks: list[Mark] = []
        self._news = asyncio.Event()
        self._ended: Callable[[Mark], None] = lambda _: None

    def put(self, mark: Mark) -> None:
        """Note how a call ended; those that wait for it may go at once."""
        self._marks.append(mark)
        self._news.set()
        self._ended(mark)

    async def run(self, ended: Callable[[Mark], None]) -> None:
        """Settle for as long as the program runs; `ended` hears of each call at once."""
        self._ended = ended
        while True:
            await self._news.wait()
            self._news.clear()
            await self.flush()

    async def flush(self) -> None:
        while self._marks:
            marks, self._marks = self._marks[:TOGETHER_MAX], self._marks[TOGETHER_MAX:]
            try:
                outgoing = await self._core.database.write(partial(self._settle, marks))
            except Retryable:
                self._marks = marks + self._marks
                await asyncio.sleep(0.5)
                continue
            for out in outgoing:
                self._core.submit(out)
            self._notice_cards([m.call.card for m in marks if m.call.card])

    def _settle(self, marks: list[Mark], conn: Connection) -> list[Outgoing]:
        now_ms = self._core.clock.now_ms()
        settled = outbox.settle(conn, marks, now_ms)
        told = [Outgoing(settled.calls)]
        for workshop_id, batch in settled.batches:
            verb = partial(self._core.performer.wiring.run_delivered, batch)
            town, key = WorkshopId(workshop_id), f"delivered:{batch}"
            try:
                with conn.begin_nested():
                    told.append(self._core.performer.office(conn, town, key, now_ms, verb))
            except Exception as error:  # tidy: allow broad-except — the calls have ended
                if _is_obstacle(error):
                    raise
                log.exception("delivered_failed", batch=batch)
        return told


def _is_obstacle(error: BaseException | None) -> bool:
    """Whether the database was in the way; leaving the savepoint may have failed after that."""
    while error is not None:
        if isinstance(error, OperationalError) and obstructed(error):
            return True
        error = error.__context__
    return False


def sent(call: OutboxCall, outcome: Sent) -> Mark:
    """How a call ended that was taken, and what the messenger calls what it brought."""
    message = outcome.result if isinstance(outcome.result, dict) else {}
    file = file_of(call.attachment, message)
    return Mark(call, "sent", message_id=message.get("message_id"), file=file)
