"""Recurring jobs: what a feature declares, and what admins want of each, which outlives a restart.

The scheduler sees to a job's times; here stands only whether it is paused and what is to become of
its next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Column, Connection, Table, false, select, update

from services.kernel.schema import Words, change_row, insert_new, metadata
from services.kernel.town import Town, UnitOfWork

jobs = Table(
    "jobs",
    metadata,
    Column("name", Words, primary_key=True),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("wish", Words, nullable=False, server_default=""),
    CheckConstraint("wish IN ('', 'run', 'skip')", name="wish"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """Work in every open, running town, a transaction each, every so many seconds of wall time."""

    name: str
    every_s: int
    verb: Callable[[Town], None]


class Wish(StrEnum):
    """What is to become of a job's next run."""

    NONE = ""
    RUN = "run"  # at once, also while paused
    SKIP = "skip"  # not at all


@dataclass(frozen=True, slots=True)
class Setting:
    """What admins want of a job."""

    paused: bool = False
    wish: Wish = Wish.NONE


def settings(conn: Connection, new: Iterable[str] = ()) -> dict[str, Setting]:
    """What is wanted of each job; those that are new get a row."""
    for name in new:
        insert_new(conn, jobs, name=name)
    return {row.name: Setting(row.paused, Wish(row.wish)) for row in conn.execute(select(jobs))}


def granted(conn: Connection, name: str) -> None:
    """The wish for the next run has been heard."""
    change_row(conn, jobs, name, wish=Wish.NONE)


def want(uow: UnitOfWork, name: str, **wanted: bool | Wish) -> bool:
    """Want `paused` or `wish` of a job; the scheduler hears of it. False: there is no such job."""
    uow.wakes.add(name)
    done = uow.conn.execute(update(jobs).where(jobs.c.name == name).values(**wanted))
    return done.rowcount == 1
