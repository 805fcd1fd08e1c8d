"""Due times are rows. A sweep runs what is due; the alarm clock outside only says when to look.

A timer is set inside the transaction that makes it necessary and removed in the one that acts on
it, so its effect happens once, also across downtime. Its verb runs as of its due time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)

from services.kernel.schema import Int64, Words, metadata
from services.kernel.time import HOUR_S, TownTime
from services.kernel.town import Town, WorkshopId
from services.kernel.upsert import insert_new

TimerVerb: TypeAlias = Callable[[Town, str], None]

timers = Table(
    "timers",
    metadata,
    Column("timer_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("due_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "kind", "subject"),
    Index("ix_timers_due", "workshop_id", "due_town_s"),
)


@dataclass(frozen=True, slots=True)
class Timer:
    """One thing to do when town time reaches `due`."""

    timer_id: int
    kind: str
    subject: str
    due: TownTime


@dataclass(frozen=True, slots=True)
class Job:
    """Work that the alarm clock wakes in every open, running town, a transaction each."""

    name: str
    every_s: float
    verb: Callable[[Town], None]


def set_timer(town: Town, kind: str, subject: str, *, due: int) -> None:
    """Have the verb of `kind` run on `subject` at a town time. Setting twice is once."""
    insert_new(
        town.conn,
        timers,
        workshop_id=town.workshop_id,
        kind=kind,
        subject=subject,
        due_town_s=due,
    )


def clear_timer(town: Town, kind: str, subject: str) -> None:
    """Forget a timer that is no longer needed."""
    town.conn.execute(
        delete(timers).where(
            timers.c.workshop_id == town.workshop_id,
            timers.c.kind == kind,
            timers.c.subject == subject,
        )
    )


def next_due(conn: Connection, workshop_id: WorkshopId, now: TownTime) -> Timer | None:
    """The earliest timer whose time has come, or None. Ties: the one set first."""
    row = conn.execute(
        select(timers)
        .where(timers.c.workshop_id == workshop_id, timers.c.due_town_s <= now)
        .order_by(timers.c.due_town_s, timers.c.timer_id)
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return None
    return Timer(row.timer_id, row.kind, row.subject, TownTime(row.due_town_s))


def take(conn: Connection, timer: Timer) -> bool:
    """Remove a timer in the transaction that acts on it. False when somebody else did."""
    done = conn.execute(delete(timers).where(timers.c.timer_id == timer.timer_id))
    return done.rowcount == 1


def postpone(conn: Connection, timer: Timer) -> None:
    """Let a timer whose verb fails try again a town hour later, behind the others."""
    conn.execute(
        update(timers)
        .where(timers.c.timer_id == timer.timer_id)
        .values(due_town_s=timers.c.due_town_s + HOUR_S)
    )
