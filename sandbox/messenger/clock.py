"""The sandbox's clocks. Tests give their own; nothing else in the sandbox reads the time."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Wall time for dates, monotonic time for limits and waits; both in seconds."""

    def now(self) -> float:
        """Seconds since 1970."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
        ...


class SystemClock:
    """The machine's clocks."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time_ns() / 1e9

    def monotonic(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()
