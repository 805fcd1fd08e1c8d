"""Two times: wall time (milliseconds since 1970, UTC) and town time.

Town time is an integer: seconds since the town's first midnight. Each workshop has its own,
which runs at a rate, stands still while paused, and can be moved forward. The town's first day
is 1 January 2015 of its own calendar, so that months and dated rules have something to hold on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NewType, Protocol

TownTime = NewType("TownTime", int)

MINUTE_S = 60
HOUR_S = 3_600
DAY_S = 24 * HOUR_S
FIRST_DAY = date(2015, 1, 1)
TOWN_OPENS_AT = TownTime(8 * HOUR_S)  # a new town wakes at eight in the morning of day 1


class Clock(Protocol):
    """Wall time, injected."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC; while the program runs it never jumps."""
        ...

    def jumped_ms(self) -> int:
        """How far the machine's own clock has moved away from this one since the start."""
        ...


@dataclass(frozen=True, slots=True)
class TownClock:
    """How one workshop's town time follows wall time."""

    anchor_wall_ms: int
    anchor_town_s: int
    rate: int  # town seconds per wall second
    running: bool

    def at(self, wall_ms: int) -> TownTime:
        """Town time at a wall time; never before the anchor, even if the wall clock jumps back."""
        if not self.running:
            return TownTime(self.anchor_town_s)
        passed_ms = max(0, wall_ms - self.anchor_wall_ms)
        return TownTime(self.anchor_town_s + passed_ms * self.rate // 1000)

    def wall_of(self, town_s: int) -> int:
        """The wall time (ms) at which a town time is reached if nothing changes."""
        return self.anchor_wall_ms + -(-(town_s - self.anchor_town_s) * 1000 // self.rate)

    def paused(self, wall_ms: int) -> TownClock:
        """The same clock, standing still from now on."""
        return TownClock(wall_ms, self.at(wall_ms), self.rate, running=False)

    def resumed(self, wall_ms: int) -> TownClock:
        """The same clock, running from now on."""
        return TownClock(wall_ms, self.at(wall_ms), self.rate, running=True)

    def forwarded(self, wall_ms: int, seconds: int) -> TownClock:
        """The same clock, moved forward."""
        return replace(self, anchor_wall_ms=wall_ms, anchor_town_s=self.at(wall_ms) + seconds)


@dataclass(frozen=True, slots=True)
class Moment:
    """A town time meant for a person's eyes; views pass it to texts."""

    town_s: int


def day_number(town_s: int) -> int:
    """1 for the town's first day."""
    return town_s // DAY_S + 1


def calendar_date(town_s: int) -> date:
    """The date in the town's calendar."""
    return FIRST_DAY + timedelta(days=town_s // DAY_S)


def next_time_of_day(town_s: int, second_of_day: int) -> TownTime:
    """The first town time after `town_s` with that second of the day."""
    today = town_s - town_s % DAY_S + second_of_day
    return TownTime(today if today > town_s else today + DAY_S)
