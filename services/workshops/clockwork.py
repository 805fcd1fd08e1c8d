"""Holding and moving the town clock, and the facilitator's voice. Every act is in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from services.kernel.time import DAY_S, TownClock, TownTime
from services.kernel.town import Role
from services.workshops.audit import note
from services.workshops.errors import AnnouncementTooLong, DaysOutOfRange
from services.workshops.events import Announced, TownForwarded, TownPaused, TownResumed
from services.workshops.tables import workshops

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.kernel.town import Town, WorkshopId

DAYS_MAX = 365
ANNOUNCEMENT_MAX = 1_000  # characters


@dataclass(frozen=True, slots=True)
class ClockSet:
    """How the clock stands after an act; `changed` is False when it stood so already."""

    workshop_id: WorkshopId
    at: TownTime
    running: bool
    changed: bool


def pause(town: Town) -> ClockSet:
    """Stop the town clock and with it every deadline and job. Twice is once."""
    done = set_clock(town, lambda clock: clock.paused(town.wall_ms) if clock.running else clock)
    if done.changed:
        town.tell(TownPaused(town.workshop_id, done.at))
        note(town, "pause", role=Role.FACILITATOR)
    return done


def resume(town: Town) -> ClockSet:
    """Let the town clock run on from where it stopped. Twice is once."""
    done = set_clock(town, lambda clock: clock if clock.running else clock.resumed(town.wall_ms))
    if done.changed:
        town.tell(TownResumed(town.workshop_id, done.at))
        note(town, "resume", role=Role.FACILITATOR)
    return done


def forward(town: Town, days: int) -> ClockSet:
    """Move the town clock by 1 to 365 days. Raises `DaysOutOfRange`."""
    if not 1 <= days <= DAYS_MAX:
        raise DaysOutOfRange(low=1, high=DAYS_MAX)
    done = set_clock(town, lambda clock: clock.forwarded(town.wall_ms, days * DAY_S))
    town.tell(TownForwarded(town.workshop_id, days, done.at))
    note(town, "forward", str(days), role=Role.FACILITATOR)
    return done


def announce(town: Town, text: str) -> None:
    """Say something to everybody. Raises `AnnouncementTooLong`."""
    if len(text) > ANNOUNCEMENT_MAX:
        raise AnnouncementTooLong(limit=ANNOUNCEMENT_MAX)
    town.tell(Announced(town.workshop_id, text))
    note(town, "say", str(len(text)), role=Role.FACILITATOR)


def set_clock(town: Town, change: Callable[[TownClock], TownClock]) -> ClockSet:
    """Change the clock as it stands in the locked row, not as this unit of work first saw it."""
    mine = workshops.c.workshop_id == town.workshop_id
    row = town.conn.execute(
        select(
            workshops.c.anchor_wall_ms,
            workshops.c.anchor_town_s,
            workshops.c.rate,
            workshops.c.running,
        )
        .where(mine)
        .with_for_update()
    ).one()
    old = TownClock(row.anchor_wall_ms, row.anchor_town_s, row.rate, running=row.running)
    new = change(old)
    if new != old:
        town.conn.execute(
            update(workshops)
            .where(mine)
            .values(
                anchor_wall_ms=new.anchor_wall_ms,
                anchor_town_s=new.anchor_town_s,
                running=new.running,
            )
        )
    return ClockSet(town.workshop_id, new.at(town.wall_ms), new.running, changed=new != old)
