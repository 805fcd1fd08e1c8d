"""What this process knows of itself: how alarms went, whether bots hear anything. For /health."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Run:
    """How a job last went."""

    name: str
    every_s: float
    runs: int = 0
    last_ms: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class BotState:
    """How a bot hears: the last time the API answered, and what is in the way if anything is."""

    heard_ms: int = 0
    trouble: str = ""


@dataclass(slots=True)
class Board:
    """Written by the runtime, read by /health and /jobs."""

    runs: dict[str, Run] = field(default_factory=dict)
    instances: dict[int, BotState] = field(default_factory=dict)
    started_ms: int = 0
