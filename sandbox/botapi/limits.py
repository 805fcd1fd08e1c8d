"""Telegram's sending limits: 30 a second over all, 1 a second to a person, 20 a minute to a group.

Counts on the monotonic clock. A refused send takes nothing, so obeying `retry_after` is enough.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from sandbox.messenger.errors import too_many_requests

if TYPE_CHECKING:
    from sandbox.messenger.clock import Clock

OVERALL_PER_S = 30
PRIVATE_BURST = 5
GROUP_PER_MINUTE = 20
_MINUTE_S = 60.0
_ROUNDING = 1e-6


class Bucket:
    """A token bucket: so many at once, refilled evenly."""

    __slots__ = ("_capacity", "_filled_at", "_level", "_rate")

    def __init__(self, capacity: float, rate: float, now: float) -> None:
        self._capacity = capacity
        self._rate = rate
        self._level = capacity
        self._filled_at = now

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 means now."""
        self._level = min(self._capacity, self._level + (now - self._filled_at) * self._rate)
        self._filled_at = now
        return 0.0 if self._level >= 1 - _ROUNDING else (1 - self._level) / self._rate

    def take(self, _now: float) -> None:
        """Count one; only after `wait` said 0."""
        self._level -= 1


class Window:
    """At most so many in any stretch of a minute."""

    __slots__ = ("_limit", "_times")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 means now."""
        while self._times and self._times[0] <= now - _MINUTE_S:
            self._times.popleft()
        beyond = len(self._times) - self._limit
        return 0.0 if beyond < 0 else self._times[beyond] + _MINUTE_S - now

    def take(self, now: float) -> None:
        """Count one; only after `wait` said 0."""
        self._times.append(now)


class Limits:
    """The limits of every bot; `enabled` may be switched while running."""

    def __init__(self, clock: Clock, *, enabled: bool) -> None:
        self.enabled = enabled
        self._clock = clock
        self._overall: dict[int, Bucket] = {}
        self._chats: dict[tuple[int, int], Bucket | Window] = {}

    def check(self, bot_id: int, chat_id: int, *, is_edit: bool, count: int = 1) -> None:
        """Count a message or the messages of an album, or refuse it with 429.

        An album goes when one message may: what it takes beyond that, the next ones wait for.
        """
        if not self.enabled:
            return
        now = self._clock.monotonic()
        gates: list[Bucket | Window] = [self._gate(bot_id, chat_id, now)]
        if not is_edit:
            gates.append(self._all(bot_id, now))
        wait = max(gate.wait(now) for gate in gates)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for gate in gates * count:
            gate.take(now)

    def _all(self, bot_id: int, now: float) -> Bucket:
        if bot_id not in self._overall:
            self._overall[bot_id] = Bucket(OVERALL_PER_S, OVERALL_PER_S, now)
        return self._overall[bot_id]

    def _gate(self, bot_id: int, chat_id: int, now: float) -> Bucket | Window:
        key = (bot_id, chat_id)
        if key not in self._chats:
            private = chat_id > 0
            self._chats[key] = (
                Bucket(PRIVATE_BURST, 1.0, now) if private else Window(GROUP_PER_MINUTE)
            )
        return self._chats[key]
