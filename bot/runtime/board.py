"""What this process knows of itself: how jobs went, whether bots hear anything. For /health."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

TIMERS = "timers"  # the one line for the timers of all towns


@dataclass(frozen=True, slots=True)
class Run:
    """How a job last went, and how it stands."""

    name: str
    every_s: float  # 0: when a town's next timer is due
    runs: int = 0
    last_ms: int = 0
    cost_ms: int = 0  # of the last run
    next_ms: int = 0  # 0: never, such as while paused
    trouble: str = ""
    paused: bool = False
    skips: bool = False  # the next run


@dataclass(frozen=True, slots=True)
class BotState:
    heard_ms: int = 0  # the last time the API answered
    trouble: str = ""  # why nothing is heard


@dataclass(slots=True)
class Board:
    """Written by the runtime, read by /health and /jobs."""

    runs: dict[str, Run] = field(default_factory=lambda: {TIMERS: Run(TIMERS, 0)})
    instances: dict[int, BotState] = field(default_factory=dict)
    moved_ms: int = 0  # by how much the wall clock was off at the start, against the last run
    jumped_ms: int = 0  # by how much it has been set since

    def ran(
        self, name: str, began_ms: int, now_ms: int, *, runs: int = 1, trouble: str = ""
    ) -> None:
        """Note the end of a run; one that was skipped is `runs=0`."""
        run, cost_ms = self.runs[name], now_ms - began_ms
        self.runs[name] = replace(
            run, runs=run.runs + runs, last_ms=began_ms, cost_ms=cost_ms, trouble=trouble
        )
