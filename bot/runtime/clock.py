"""The real clock: the machine's wall time at the start, and from then on what has passed since.

A machine's wall clock is set back, set forward, sleeps with its lid closed. Due times must not
follow it, so it is read once and watched ever after; between runs the heartbeat remembers how far
time had come, and the towns go on from there (ADR-0013). Everything else is handed a clock
(ADR-0004).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection, select, update

from bot.runtime.tables import heartbeat
from services.kernel.schema import insert_new
from services.kernel.timers import shift_clocks, try_at_once

BEAT_MS = 5_000  # how often the heartbeat is written
AWAY_MAX_MS = 12 * 3600 * 1000  # the longest time off during which towns go on without us


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def _passed_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class SystemClock:
    """Wall time that cannot jump. `wall` may, `passed` only grows; both in milliseconds."""

    def __init__(
        self, wall: Callable[[], int] = _wall_ms, passed: Callable[[], int] = _passed_ms
    ) -> None:
        self._wall = wall
        self._passed = passed
        self._offset_ms = wall() - passed()

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._offset_ms + self._passed()

    def jumped_ms(self) -> int:
        """How far the machine's own clock has moved away from this one since the start."""
        return self._wall() - self.now_ms()


def beat(conn: Connection, now_ms: int, jumped_ms: int) -> None:
    conn.execute(update(heartbeat).values(now_ms=now_ms, jumped_ms=jumped_ms))


def take_up(conn: Connection, now_ms: int) -> int:
    """Let all towns go on from where the last run left them, whatever the wall clock did since.

    Returns by how many milliseconds the wall clock was found to be off: it was set back or leapt,
    or the program was off for longer than `AWAY_MAX_MS`, during which the towns stood still.
    """
    last = conn.execute(select(heartbeat)).one_or_none()
    if last is None:
        insert_new(conn, heartbeat, heartbeat_id=1, now_ms=now_ms, jumped_ms=0)
        moved_ms = 0
    else:
        away_ms = now_ms - (last.now_ms + last.jumped_ms)
        went_on = 0 <= away_ms <= AWAY_MAX_MS
        # The last beat may have been a moment before the end: rather a moment ahead than behind.
        moved_ms = last.jumped_ms if went_on else now_ms - (last.now_ms + BEAT_MS)
        beat(conn, now_ms, 0)
    shift_clocks(conn, moved_ms, latest_ms=now_ms)
    try_at_once(conn)
    return moved_ms
