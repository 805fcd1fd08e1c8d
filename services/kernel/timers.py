"""Due times are rows; the scheduler outside only says when to look.

A timer is set inside the transaction that makes it necessary and removed in the one that acts on
it, so its effect happens once, also across downtime. Its verb runs as of its due time. One whose
verb fails is tried again after a growing pause, then put aside until an admin says otherwise.
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
    func,
    select,
    update,
)

from services.kernel.schema import Int64, Words, insert_new, metadata
from services.kernel.time import TownTime
from services.kernel.town import Town, WorkshopId

TimerVerb: TypeAlias = Callable[[Town, str], None]

TIMER_TRIES = 5
RETRY_MS = 1_000  # after the first failure; each further pause is four times as long
RETRY_FACTOR = 4

timers = Table(
    "timers",
    metadata,
    Column("timer_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("due_town_s", Int64, nullable=False),
    Column("tries", Int64, nullable=False, server_default="0"),  # that failed
    Column("retry_ms", Int64, nullable=False, server_default="0"),  # wall time, not before
    Column("trouble", Words, nullable=False, server_default=""),  # the last failure's kind
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
class ParkedTimer:
    """A timer that failed too often to be tried again by itself."""

    timer_id: int
    workshop_id: WorkshopId
    kind: str
    trouble: str


def set_timer(town: Town, kind: str, subject: str, *, due: int) -> None:
    """Have the verb of `kind` run on `subject` at a town time. Setting twice is once."""
    town.wakes.add(town.workshop_id)
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
    town.wakes.add(town.workshop_id)
    town.conn.execute(
        delete(timers).where(
            timers.c.workshop_id == town.workshop_id,
            timers.c.kind == kind,
            timers.c.subject == subject,
        )
    )


def take(town: Town, timer_id: int) -> Timer | None:
    """Remove a due timer in the transaction that acts on it. None when somebody else did."""
    row = town.conn.execute(
        delete(timers)
        .where(
            timers.c.timer_id == timer_id,
            timers.c.workshop_id == town.workshop_id,
            timers.c.due_town_s <= town.now,
            timers.c.tries < TIMER_TRIES,
            timers.c.retry_ms <= town.wall_ms,
        )
        .returning(*timers.c)
    ).one_or_none()
    if row is None:
        return None
    return Timer(row.timer_id, row.kind, row.subject, TownTime(row.due_town_s))


def put_off(conn: Connection, timer_id: int, now_ms: int, trouble: str) -> None:
    """Let a timer whose verb failed try again after a pause, or put it aside for good."""
    mine = timers.c.timer_id == timer_id
    tries = conn.scalar(select(timers.c.tries).where(mine).with_for_update())
    if tries is not None:
        pause_ms = RETRY_MS * RETRY_FACTOR ** int(tries)
        failed = {"tries": tries + 1, "retry_ms": now_ms + pause_ms, "trouble": trouble}
        conn.execute(update(timers).where(mine).values(failed))


def try_at_once(conn: Connection) -> None:
    """Forget the pauses, which are wall time and mean nothing to another run; not the tries."""
    conn.execute(update(timers).where(timers.c.retry_ms > 0).values(retry_ms=0))


def try_again(conn: Connection, timer_id: int) -> WorkshopId | None:
    """Give a timer that was put aside all its tries back. Its town, or None where there is none."""
    found = conn.scalar(
        update(timers)
        .where(timers.c.timer_id == timer_id, timers.c.tries >= TIMER_TRIES)
        .values(tries=0, retry_ms=0)
        .returning(timers.c.workshop_id)
    )
    return None if found is None else WorkshopId(found)


def parked_timers(conn: Connection, limit: int) -> tuple[int, tuple[ParkedTimer, ...]]:
    """How many timers were put aside, and the latest of them."""
    aside = timers.c.tries >= TIMER_TRIES
    count = conn.scalar(select(func.count()).select_from(timers).where(aside)) or 0
    rows = conn.execute(select(timers).where(aside).order_by(timers.c.retry_ms.desc()).limit(limit))
    return int(count), tuple(
        ParkedTimer(r.timer_id, WorkshopId(r.workshop_id), r.kind, r.trouble) for r in rows
    )
