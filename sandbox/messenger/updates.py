"""One bot's queue of updates: retention, offsets, long polling and who may poll.

Knows the rules of getUpdates; does not know what is inside an update, nor webhooks' network side.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from sandbox.messenger.errors import ApiError
from sandbox.messenger.shapes import CALLBACK_LIFE_S, MESSAGE_LIFE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.messenger.clock import Clock
    from sandbox.messenger.shapes import Json

DEFAULT_ABSENT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass(slots=True)
class Update:
    """One update, already written as JSON: it is sent more often than it is made."""

    id: int
    kind: str
    key: str
    text: str
    expires_at: float


class UpdateQueue:
    """What one bot has not confirmed yet, oldest first."""

    def __init__(
        self, clock: Clock, bot_id: int, first_id: int, keep: Callable[[UpdateQueue], None]
    ) -> None:
        self._clock = clock
        self._keep = keep
        self.bot_id = bot_id
        self.next_id = first_id
        self.pending: dict[int, Update] = {}
        self.allowed: frozenset[str] | None = None
        self.webhook_set = False
        self.unwritten: dict[int, Update | None] = {}
        """What the database does not know yet; None for an update that is gone."""
        self.on_add: Callable[[Update], None] | None = None
        self.on_webhook: Callable[[], None] | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._poller = 0
        self._closed = False

    def wants(self, kind: str) -> bool:
        """Did the bot ask for this kind of update?"""
        return kind in self.allowed if self.allowed else kind not in DEFAULT_ABSENT

    def add(self, kind: str, payload: Json, key: str) -> Update | None:
        """Queue an update, unless the bot did not ask for its kind."""
        if not self.wants(kind):
            return None
        life = CALLBACK_LIFE_S if kind == "callback_query" else MESSAGE_LIFE_S
        text = json.dumps({"update_id": self.next_id, kind: payload}, ensure_ascii=False)
        update = Update(self.next_id, kind, key, text, self._clock.now() + life)
        self.next_id += 1
        self.pending[update.id] = self.unwritten[update.id] = update
        self._keep(self)
        self.wake()
        if self.on_add is not None:
            self.on_add(update)
        return update

    def wake(self) -> None:
        """Let a waiting poller look again."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def drop(self, update_id: int) -> None:
        """Forget one update: it was delivered or is too old."""
        self.forget([update_id])

    def forget(self, update_ids: list[int]) -> None:
        """These are not waiting any more."""
        for update_id in update_ids:
            if self.pending.pop(update_id, None) is not None:
                self.unwritten[update_id] = None
        if update_ids:
            self._keep(self)

    def written(self) -> None:
        """The database knows everything now."""
        self.unwritten.clear()

    def set_allowed(self, kinds: list[str] | None) -> None:
        """Remember the asked-for kinds; None keeps the former choice, no kinds mean the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None
            self._keep(self)

    def confirm(self, offset: int) -> None:
        """Forget everything below `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            self.forget(list(self.pending)[:offset])
        else:
            self.forget(list(takewhile(lambda update_id: update_id < offset, self.pending)))

    def expire(self) -> None:
        """Forget what is older than Telegram keeps it."""
        now = self._clock.now()
        old = [update.id for update in self.pending.values() if update.expires_at <= now]
        self.forget(old)

    def batch(self, limit: int) -> list[Update]:
        """The oldest unconfirmed updates."""
        self.expire()
        if len(self.pending) <= limit:
            return list(self.pending.values())
        return [update for update, _ in zip(self.pending.values(), range(limit), strict=False)]

    async def poll(self, *, offset: int | None, limit: int, timeout_s: float) -> list[Update]:
        """getUpdates: confirm, then wait for something. A newer poller ends this one."""
        if self.webhook_set:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        self._poller += 1
        mine = self._poller
        self.wake()
        if offset:
            self.confirm(offset)
        deadline = self._clock.monotonic() + timeout_s
        while not (found := self.batch(limit)):
            left = deadline - self._clock.monotonic()
            if left <= 0 or self._closed:
                break
            await self._wait(left)
            if mine != self._poller:
                raise ApiError(409, _TERMINATED)
            if self.webhook_set:
                raise ApiError(409, "Conflict: terminated by setWebhook request")
        return found

    def close(self) -> None:
        """The sandbox stops: a waiting poller goes home with nothing."""
        self._closed = True
        self.wake()

    async def _wait(self, seconds: float) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        await asyncio.wait((waiter,), timeout=seconds)
