"""The real clock. Everything else is handed one (ADR-0004)."""

from __future__ import annotations

import time


class SystemClock:
    """Wall time of this machine."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000
