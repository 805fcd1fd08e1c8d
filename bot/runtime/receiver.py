"""Takes updates in by long polling: stored first, confirmed after (ADR-0002).

The API confirms an update when it is asked for later ones, so it is asked only after the commit.
The position is not kept across restarts: the API hands out again what was not confirmed, and the
inbox knows it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.runtime import inbox, outbox
from bot.runtime.admission import is_storable
from bot.runtime.board import BotState
from bot.runtime.core import Core
from bot.runtime.inbox import Received
from bot.runtime.outbox import OutboxCall
from bot.runtime.perform import Outgoing
from bot.runtime.transport import Outcome, Refused, Sent, Transport, Wait, pause_s
from bot.runtime.worker import Worker
from services.kernel.errors import Retryable

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_S = 25
PAUSE_S = 0.5
PAUSE_MAX_S = 10.0

log = structlog.get_logger()


class Intake:
    """Stores raw updates of one bot and hands the new ones to its worker."""

    def __init__(self, core: Core, bot_id: int, worker: Worker) -> None:
        self._core = core
        self._bot_id = bot_id
        self._worker = worker

    async def take(self, updates: list[dict[str, Any]]) -> None:
        """Store updates; returns once they are committed. Raises `Retryable`.

        A redelivered one is worked on if nobody has (a commit whose answer was lost); if it is
        done, its button's answer is owed again where the first came too late.
        """
        now_ms = self._core.clock.now_ms()
        self._core.board.instances[self._bot_id] = BotState(heard_ms=now_ms)
        named = [raw for raw in updates if _number(raw) is not None and is_storable(_number(raw))]
        if len(named) < len(updates):
            log.warning("updates_without_a_number", count=len(updates) - len(named))
        if not named:
            return
        done, answers = await self._core.database.write(lambda c: self._store(c, named, now_ms))
        received = [Received(self._bot_id, raw["update_id"], raw) for raw in named]
        self._worker.take([one for one in received if one.update_id not in done])
        if answers:
            self._core.submit(Outgoing(tuple(answers)))

    def _store(
        self, conn: Connection, updates: list[dict[str, Any]], now_ms: int
    ) -> tuple[set[int], list[OutboxCall]]:
        new = inbox.store(conn, self._bot_id, updates, now_ms)
        again = {raw["update_id"] for raw in updates} - new
        if not again:
            return set(), []
        done = inbox.settled(conn, self._bot_id, again)
        return done, outbox.revive(conn, self._bot_id, done, now_ms)

    def unheard(self, reason: str) -> None:
        state = self._core.board.instances.get(self._bot_id, BotState())
        self._core.board.instances[self._bot_id] = replace(state, trouble=reason)


def _number(raw: object) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


class Polling:
    def __init__(self, transport: Transport, intake: Intake) -> None:
        self._transport = transport
        self._intake = intake
        self._offset: int | None = None

    async def run(self) -> None:
        tries = 0
        while True:
            outcome = await self._ask(POLL_S)
            if isinstance(outcome, Sent) and await self._taken(outcome.result):
                tries = 0
                continue
            if not isinstance(outcome, Wait):
                tries += 1
            if not isinstance(outcome, Sent | Wait):
                reason = outcome.description if isinstance(outcome, Refused) else str(outcome)
                self._intake.unheard(reason)
                log.warning("no_updates", reason=reason)
            await asyncio.sleep(pause_s(outcome, tries, first_s=PAUSE_S, most_s=PAUSE_MAX_S))

    async def confirm(self) -> None:
        """Tell the API what has been stored, so that a restart does not hear it again."""
        if self._offset is not None:
            await self._ask(0, limit=1)

    async def _ask(self, timeout_s: int, *, limit: int = 100) -> Outcome:
        params: dict[str, Any] = {
            "timeout": timeout_s,
            "limit": limit,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            params["offset"] = self._offset
        return await self._transport.call("getUpdates", params, timeout_s=timeout_s + 10)

    async def _taken(self, updates: list[dict[str, Any]]) -> bool:
        try:
            await self._intake.take(updates)
        except Retryable as obstacle:
            log.warning("obstructed", reason=str(obstacle))
            return False  # not confirmed: the API will hand them out again
        numbers = [number for raw in updates if (number := _number(raw)) is not None]
        if numbers:
            # The highest id of the batch confirms all of it, whatever earlier ids were.
            self._offset = max(numbers) + 1
        return bool(numbers) or not updates
