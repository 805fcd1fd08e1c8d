"""A clock that moves only when told."""

from __future__ import annotations

FIRST_MS = 1_790_000_000_000  # a Monday morning in September 2026; any fixed time would do


class ManualClock:
    """Wall time by hand, in milliseconds since 1970."""

    def __init__(self, ms: int = FIRST_MS) -> None:
        self.ms = ms
        self.jumped = 0

    def jumped_ms(self) -> int:
        """How far the machine's own clock is said to be off."""
        return self.jumped

    def now_ms(self) -> int:
        """The time it was last set to."""
        return self.ms

    def pass_ms(self, ms: int) -> None:
        """Move on, or back with a negative number."""
        self.ms += ms
