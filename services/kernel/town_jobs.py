"""The recurring timers of one town that admins hold, bring forward or leave out, one by one.

Owns what is wanted of each; a row outlives a restart. A job that is held keeps its due time, so
what it has missed is caught up in order once it goes on. A run that was brought forward takes the
place of the one that was due: nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Table,
    and_,
    exists,
    false,
    select,
    update,
)

from services.kernel.schema import Int64, Words, insert_new, metadata
from services.kernel.town import WorkshopId

# The town time of a run after the one that is due then.
Following: TypeAlias = Callable[[int], int]

town_jobs = Table(
    "town_jobs",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("ahead_town_s", Int64),  # when the run was due that is brought forward
)


def held(workshop_id: ColumnElement[int], kind: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a timer waits because its job is paused, and not asked for now."""
    its = and_(town_jobs.c.workshop_id == workshop_id, town_jobs.c.kind == kind)
    return exists().where(its, town_jobs.c.paused, town_jobs.c.ahead_town_s.is_(None))


def paused(conn: Connection, workshop_id: WorkshopId) -> set[str]:
    """The kinds that a town's admins have paused."""
    mine = (town_jobs.c.workshop_id == workshop_id, town_jobs.c.paused)
    return set(conn.scalars(select(town_jobs.c.kind).where(*mine)))


def want(conn: Connection, workshop_id: WorkshopId, kind: str, **wanted: bool | int | None) -> None:
    """Want `paused` or `ahead_town_s` of a job."""
    insert_new(conn, town_jobs, workshop_id=workshop_id, kind=kind)
    mine = (town_jobs.c.workshop_id == workshop_id, town_jobs.c.kind == kind)
    conn.execute(update(town_jobs).where(*mine).values(**wanted))


def brought_forward(conn: Connection, workshop_id: WorkshopId, kind: str) -> int | None:
    """When the run was due that is to take place at once instead; None where none is."""
    mine = (town_jobs.c.workshop_id == workshop_id, town_jobs.c.kind == kind)
    due = conn.scalar(select(town_jobs.c.ahead_town_s).where(*mine))
    return None if due is None else int(due)
