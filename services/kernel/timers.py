"""Due times are rows, and when towns wake for them; the scheduler outside only looks.

A timer is set inside the transaction that makes it necessary and removed in the one that acts on
it, so its effect happens once, also across downtime. Its verb runs as of its due time. One whose
verb fails is tried again after a growing pause, then put aside until an admin says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)

from services.kernel.prepared import Prepared
from services.kernel.schema import Int64, Words, insert_new, metadata
from services.kernel.time import TownTime
from services.kernel.town import Town, WorkshopId
from services.kernel.town_jobs import held
from services.kernel.towns import OPEN, clock_of, workshops

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

_CLOCK = (
    workshops.c.anchor_wall_ms,
    workshops.c.anchor_town_s,
    workshops.c.rate,
    workshops.c.running,
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


def set_timer(town: Town, kind: str, subject: str, *, due: int, waits_s: int = 0) -> TownTime:
    """Have the verb of `kind` run on `subject` at a town time. Setting twice is once.

    What waits for a person waits at least `waits_s` real seconds, whatever becomes of the clock;
    the town time that comes back is when it runs if nothing becomes of it.
    """
    town.wakes.add(town.workshop_id)
    not_before_ms = 0
    if waits_s:
        not_before_ms = town.wall_ms + 1_000 * waits_s
        due = max(due, town.workshop.clock.at(not_before_ms))
    insert_new(
        town.conn,
        timers,
        workshop_id=town.workshop_id,
        kind=kind,
        subject=subject,
        due_town_s=due,
        retry_ms=not_before_ms,
    )
    return TownTime(due)


def is_over(town: Town, kind: str, subject: str, end: int) -> bool:
    """Whether a town time has come, also before its timer has run: but not while that waits."""
    mine = (timers.c.workshop_id == town.workshop_id, timers.c.kind == kind)
    held = select(timers.c.retry_ms).where(*mine, timers.c.subject == subject)
    return town.now >= end and (town.conn.scalar(held) or 0) <= town.wall_ms


def wait_longer(town: Town, by_ms: int) -> None:
    """A town stood still for so long: nobody could answer what waits for them."""
    mine = (timers.c.workshop_id == town.workshop_id, timers.c.tries == 0)
    later = {"retry_ms": timers.c.retry_ms + by_ms}
    town.conn.execute(update(timers).where(*mine, timers.c.retry_ms > 0).values(later))


def clear_timer(town: Town, kind: str, subject: str) -> None:
    """Forget a timer that is no longer needed."""
    town.wakes.add(town.workshop_id)
    mine = {"b_town": town.workshop_id, "b_kind": kind, "b_subject": subject}
    _CLEAR.run(town.conn, mine)


def take(town: Town, timer_id: int) -> Timer | None:
    """Remove a due timer in the transaction that acts on it. None when somebody else did."""
    due = {"b_town": town.workshop_id, "b_now": town.now, "b_ms": town.wall_ms}
    row = _TAKE.one_or_none(town.conn, {"b_timer": timer_id, **due})
    return None if row is None else Timer(*row)


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
    conn.execute(update(timers).where(timers.c.tries > 0).values(retry_ms=0))


def try_again(conn: Connection, timer_id: int) -> WorkshopId | None:
    """Give a timer that was put aside all its tries back. Its town, or None where there is none."""
    town: WorkshopId | None = conn.scalar(
        update(timers)
        .where(timers.c.timer_id == timer_id, timers.c.tries >= TIMER_TRIES)
        .values(tries=0, retry_ms=0)
        .returning(timers.c.workshop_id)
    )
    return town


def parked_timers(conn: Connection, limit: int) -> tuple[int, tuple[ParkedTimer, ...]]:
    """How many timers were put aside, and the latest of them."""
    aside = timers.c.tries >= TIMER_TRIES
    count = conn.scalar(select(func.count()).select_from(timers).where(aside)) or 0
    told = select(timers.c.timer_id, timers.c.workshop_id, timers.c.kind, timers.c.trouble)
    rows = conn.execute(told.where(aside).order_by(timers.c.retry_ms.desc()).limit(limit))
    return count, tuple(ParkedTimer(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Wake:
    """When a town's next timer wants to run, by wall time, and which one."""

    wall_ms: int
    timer_id: int


def shift_clocks(conn: Connection, by_ms: int, *, latest_ms: int) -> None:
    """Carry running town clocks over to a wall clock that differs by so much from the old one.

    None is left to begin after `latest_ms`: such a town would stand still until then.
    """
    shifted = workshops.c.anchor_wall_ms + by_ms
    conn.execute(
        update(workshops)
        .where(workshops.c.running)
        .values(anchor_wall_ms=case((shifted > latest_ms, latest_ms), else_=shifted))
    )
    waits = (timers.c.tries == 0, timers.c.retry_ms > 0)
    conn.execute(update(timers).where(*waits).values(retry_ms=timers.c.retry_ms + by_ms))


def running_towns(conn: Connection) -> list[WorkshopId]:
    """Open towns whose clock runs."""
    return [WorkshopId(row.workshop_id) for row in conn.execute(_running(workshops.c.workshop_id))]


def wakes(conn: Connection) -> dict[WorkshopId, int]:
    """When each running town's next timer is due, by wall time. One query, however many towns."""
    due = func.min(timers.c.due_town_s).label("due")
    rows = conn.execute(
        _running(workshops.c.workshop_id, *_CLOCK, due)
        .join(timers, timers.c.workshop_id == workshops.c.workshop_id)
        .where(timers.c.tries < TIMER_TRIES, _IS_FREE)
        .group_by(workshops.c.workshop_id)
    )
    return {WorkshopId(row.workshop_id): clock_of(row).wall_of(row.due) for row in rows}


def next_wake(conn: Connection, workshop_id: WorkshopId, now_ms: int) -> Wake | None:
    """The timer of a running town that comes first; of those due already, the earliest set."""
    mine = {"b_town": workshop_id, "b_ms": now_ms}
    found = [row for one in (_FIRST, _AGAIN) if (row := one.one_or_none(conn, mine)) is not None]
    ahead = [Wake(max(clock_of(r).wall_of(r.due_town_s), r.retry_ms), r.timer_id) for r in found]
    return min(ahead, key=lambda wake: wake.wall_ms, default=None)


def overdue(conn: Connection, wall_ms: int) -> int:
    """How many timers of running towns, none of them put off or aside, were due by a wall time."""
    since = workshops.c.anchor_wall_ms
    by_then = workshops.c.anchor_town_s + (wall_ms - since) * workshops.c.rate // 1000
    late = timers.c.due_town_s <= by_then
    fit = (timers.c.tries < TIMER_TRIES, timers.c.retry_ms <= wall_ms, since <= wall_ms)
    query = _running(func.count()).join(timers, timers.c.workshop_id == workshops.c.workshop_id)
    return int(conn.scalar(query.where(late, *fit, _IS_FREE)) or 0)


def due_of(conn: Connection, workshop_id: WorkshopId, kind: str) -> TownTime | None:
    """When a town's only timer of a kind is due; None where it has none."""
    mine = (timers.c.workshop_id == workshop_id, timers.c.kind == kind)
    due = conn.scalar(select(func.min(timers.c.due_town_s)).where(*mine))
    return None if due is None else TownTime(due)


def move_due(conn: Connection, workshop_id: WorkshopId, kind: str, due: int) -> None:
    """Give a town's only timer of a kind another time, and all its tries."""
    mine = (timers.c.workshop_id == workshop_id, timers.c.kind == kind)
    conn.execute(update(timers).where(*mine).values(due_town_s=due, tries=0, retry_ms=0))


def _running(*columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    return (
        select(*columns)
        .select_from(workshops)
        .where(workshops.c.state == OPEN, workshops.c.running)
    )


_IS_FREE = ~held(timers.c.workshop_id, timers.c.kind)
_HERE = (timers.c.workshop_id == bindparam("b_town"), timers.c.tries < TIMER_TRIES, _IS_FREE)
_MAY_RUN = timers.c.retry_ms <= bindparam("b_ms")
_NEXT = (
    _running(timers.c.timer_id, timers.c.due_town_s, timers.c.retry_ms, *_CLOCK)
    .join(timers, timers.c.workshop_id == workshops.c.workshop_id)
    .where(*_HERE)
    .limit(1)
)
_FIRST = Prepared(_NEXT.where(_MAY_RUN).order_by(timers.c.due_town_s, timers.c.timer_id))
_AGAIN = Prepared(_NEXT.where(~_MAY_RUN).order_by(timers.c.retry_ms))
_TAKE = Prepared(
    delete(timers)
    .where(*_HERE, _MAY_RUN)
    .where(timers.c.timer_id == bindparam("b_timer"), timers.c.due_town_s <= bindparam("b_now"))
    .returning(timers.c.timer_id, timers.c.kind, timers.c.subject, timers.c.due_town_s)
)
_CLEAR = Prepared(
    delete(timers).where(
        timers.c.workshop_id == bindparam("b_town"),
        timers.c.kind == bindparam("b_kind"),
        timers.c.subject == bindparam("b_subject"),
    )
)
