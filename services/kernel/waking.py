"""When towns wake: the wall times at which timers of running towns fall due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, select, update

from services.kernel.timers import TIMER_TRIES, timers
from services.kernel.town import WorkshopId
from services.kernel.towns import OPEN, clock_of, workshops

_CLOCK = (
    workshops.c.anchor_wall_ms,
    workshops.c.anchor_town_s,
    workshops.c.rate,
    workshops.c.running,
)


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


def running_towns(conn: Connection) -> list[WorkshopId]:
    """Open towns whose clock runs."""
    return [WorkshopId(row.workshop_id) for row in conn.execute(_running(workshops.c.workshop_id))]


def wakes(conn: Connection) -> dict[WorkshopId, int]:
    """When each running town's next timer is due, by wall time. One query, however many towns."""
    due = func.min(timers.c.due_town_s).label("due")
    rows = conn.execute(
        _running(workshops.c.workshop_id, *_CLOCK, due)
        .join(timers, timers.c.workshop_id == workshops.c.workshop_id)
        .where(timers.c.tries < TIMER_TRIES)
        .group_by(workshops.c.workshop_id)
    )
    return {WorkshopId(row.workshop_id): clock_of(row).wall_of(row.due) for row in rows}


def next_wake(conn: Connection, workshop_id: WorkshopId, now_ms: int) -> Wake | None:
    """The timer of a running town that comes first; of those due already, the earliest set."""
    mine = (
        _running(timers.c.timer_id, timers.c.due_town_s, timers.c.retry_ms, *_CLOCK)
        .join(timers, timers.c.workshop_id == workshops.c.workshop_id)
        .where(workshops.c.workshop_id == workshop_id, timers.c.tries < TIMER_TRIES)
        .limit(1)
    )
    in_order = mine.where(timers.c.retry_ms <= now_ms).order_by(
        timers.c.due_town_s, timers.c.timer_id
    )
    again = mine.where(timers.c.retry_ms > now_ms).order_by(timers.c.retry_ms)
    found = [row for query in (in_order, again) for row in conn.execute(query)]
    ahead = [Wake(max(clock_of(r).wall_of(r.due_town_s), r.retry_ms), r.timer_id) for r in found]
    return min(ahead, key=lambda wake: wake.wall_ms, default=None)


def overdue(conn: Connection, wall_ms: int) -> int:
    """How many timers of running towns, none of them put off or aside, were due by a wall time."""
    since = workshops.c.anchor_wall_ms
    by_then = workshops.c.anchor_town_s + (wall_ms - since) * workshops.c.rate // 1000
    late = timers.c.due_town_s <= by_then
    fit = (timers.c.tries < TIMER_TRIES, timers.c.retry_ms <= wall_ms, since <= wall_ms)
    query = _running(func.count()).join(timers, timers.c.workshop_id == workshops.c.workshop_id)
    return int(conn.scalar(query.where(late, *fit)) or 0)


def _running(*columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    return (
        select(*columns)
        .select_from(workshops)
        .where(workshops.c.state == OPEN, workshops.c.running)
    )
