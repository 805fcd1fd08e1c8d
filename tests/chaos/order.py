"""What a life is told at its birth. Plain data: it travels as one line of JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """Where to live, and where to die by its own hand: at the n-th passage of a named point."""

    database_url: str
    api: str
    token: str
    folder: str
    countdown_ms: int
    point: str = ""
    passage: int = 1
    delay_ms: int = 0
    breach: str = ""  # a guard that is broken on purpose, for negative controls
