"""Holding and moving the town clock, and the facilitator's voice. Every act is in the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.time import DAY_S, TownTime
from services.kernel.timers import wait_longer
from services.kernel.town import Event, Role, Town, WorkshopId
from services.kernel.towns import ClockSet, set_clock

DAYS_MAX = 365
ANNOUNCEMENT_MAX = 1_000  # characters


class DaysOutOfRange(RuleError):
    """The clock moves by `low` to `high` days."""


class AnnouncementTooLong(RuleError):
    """More characters than `limit`."""


@dataclass(frozen=True, slots=True)
class _OfClock(Event):
    workshop_id: WorkshopId
    at: TownTime


@dataclass(frozen=True, slots=True)
class TownPaused(_OfClock):
    """The town clock stands still."""


@dataclass(frozen=True, slots=True)
class TownResumed(_OfClock):
    """The town clock runs again."""


@dataclass(frozen=True, slots=True)
class TownForwarded(_OfClock):
    """The town clock was moved; what fell due meanwhile happens now."""

    days: int


@dataclass(frozen=True, slots=True)
class Announced(Event):
    """The facilitator speaks to everybody."""

    workshop_id: WorkshopId
    text: str


def pause(town: Town) -> ClockSet:
    """Stop the town clock and with it every deadline and job. Twice is once."""
    done = set_clock(town, lambda clock: clock.paused(town.wall_ms) if clock.running else clock)
    if done.changed:
        town.emit(TownPaused(town.workshop_id, done.at))
        note(town, "pause", role=Role.FACILITATOR)
    return done


def resume(town: Town) -> ClockSet:
    """Let the town clock run on from where it stopped. Twice is once."""
    done = set_clock(town, lambda clock: clock if clock.running else clock.resumed(town.wall_ms))
    if done.changed:
        wait_longer(town, town.wall_ms - town.workshop.clock.anchor_wall_ms)
        town.emit(TownResumed(town.workshop_id, done.at))
        note(town, "resume", role=Role.FACILITATOR)
    return done


def forward(town: Town, days: int) -> ClockSet:
    """Move the town clock by 1 to 365 days. Raises `DaysOutOfRange`."""
    if not 1 <= days <= DAYS_MAX:
        raise DaysOutOfRange(low=1, high=DAYS_MAX)
    done = set_clock(town, lambda clock: clock.forwarded(town.wall_ms, days * DAY_S))
    town.emit(TownForwarded(town.workshop_id, done.at, days))
    note(town, "forward", str(days), role=Role.FACILITATOR)
    return done


def announce(town: Town, text: str) -> None:
    """Say something to everybody. Raises `AnnouncementTooLong`."""
    if len(text) > ANNOUNCEMENT_MAX:
        raise AnnouncementTooLong(limit=ANNOUNCEMENT_MAX)
    town.emit(Announced(town.workshop_id, text))
    note(town, "say", str(len(text)), role=Role.FACILITATOR)
