"""The row of a workshop: a town of its own with its clock, language, root of chance, who runs it.

Owns the table. Others read `TOWNS`, join it in their queries, and change a row by the verbs below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    and_,
    exists,
    or_,
    select,
)

from services.kernel.schema import AnyRow, Int64, Words, change_row, insert_new, metadata
from services.kernel.time import TownClock, TownTime
from services.kernel.town import Event, PersonId, Town, UnitOfWork, Urgent, Workshop, WorkshopId

OPEN, CLOSED = "open", "closed"
# No vowels (no words by chance), nothing that looks or sounds like another letter or digit.
CODE_LETTERS = "BCDFGHJKMNPQRTVWXY"
CODE_LENGTH = 6

workshops = Table(
    "workshops",
    metadata,
    Column("workshop_id", Int64, primary_key=True),
    Column("code", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("state", Words, nullable=False, server_default=OPEN),
    Column("facilitator", Int64, ForeignKey("persons.person_id", ondelete="SET NULL")),
    Column("secret", LargeBinary, nullable=False),
    Column("anchor_wall_ms", Int64, nullable=False),
    Column("anchor_town_s", Int64, nullable=False),
    Column("rate", Int64, nullable=False),
    Column("running", Boolean, nullable=False),
    Column("created_ms", Int64, nullable=False),
    # Since when whoever runs it is at it: of several towns, a panel shows the latest.
    Column("run_since_ms", Int64, nullable=False, server_default="0"),
    # Since when nothing of it is shown; 0 while it is. What was to be sent before is not, any more.
    Column("blank_since_ms", Int64, nullable=False, server_default="0"),
    UniqueConstraint("code"),
    CheckConstraint("state IN ('open', 'closed')", name="state"),
    CheckConstraint("rate > 0", name="rate_positive"),
    Index("ix_workshops_facilitator", "facilitator"),
)
TOWNS = select(workshops).subquery("towns")


@dataclass(frozen=True, slots=True)
class ClockSet:
    """How the clock stands after an act; `changed` is False when it stood so already."""

    workshop_id: WorkshopId
    at: TownTime
    running: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class TownBlanked(Urgent):
    """Nothing of the town is shown any more."""

    workshop_id: WorkshopId


@dataclass(frozen=True, slots=True)
class TownShown(Event):
    """All of a blank town is shown again; its clock runs if it did before."""

    workshop_id: WorkshopId
    running: bool


def add(conn: Connection, clock: TownClock, **values: object) -> bool:
    """A new open town. False when its code is taken."""
    return insert_new(conn, workshops, **asdict(clock), **values)


def workshop_of(row: AnyRow) -> Workshop:
    """The town of a row of `TOWNS`."""
    return Workshop(
        workshop_id=WorkshopId(row.workshop_id),
        code=row.code,
        title=row.title,
        language=row.language,
        secret=row.secret,
        clock=clock_of(row),
        is_blank=row.blank_since_ms > 0,
    )


def clock_of(row: AnyRow) -> TownClock:
    """The clock of a row of `TOWNS`."""
    return TownClock(row.anchor_wall_ms, row.anchor_town_s, row.rate, running=row.running)


def locked_by_code(conn: Connection, typed: str) -> AnyRow | None:
    """The town of a typed join code, held until this unit of work ends; None for any other word."""
    code = typed.strip().upper()
    if len(code) != CODE_LENGTH or not set(code) <= set(CODE_LETTERS):
        return None
    return conn.execute(
        select(workshops).where(workshops.c.code == code).with_for_update()
    ).one_or_none()


def lock(town: Town) -> AnyRow:
    """One after the other: whoever comes second waits, and sees what the first has done."""
    return town.conn.execute(
        select(workshops).where(workshops.c.workshop_id == town.workshop_id).with_for_update()
    ).one()


def set_state(uow: UnitOfWork, workshop_id: WorkshopId, state: str) -> None:
    """Open or close a town."""
    uow.wakes.add(workshop_id)
    change_row(uow.conn, workshops, workshop_id, state=state)


def set_facilitator(
    uow: UnitOfWork, workshop_id: WorkshopId, person_id: PersonId, *, since_ms: int = 0
) -> None:
    """Somebody runs a town from now on, and is at it."""
    since = since_ms or uow.wall_ms
    change_row(uow.conn, workshops, workshop_id, facilitator=person_id, run_since_ms=since)


def set_clock(town: Town, change: Callable[[TownClock], TownClock]) -> ClockSet:
    """Change the clock as it stands in the locked row, not as this unit of work first saw it."""
    old = clock_of(lock(town))
    new = change(old)
    if new != old:
        town.wakes.add(town.workshop_id)
        change_row(town.conn, workshops, town.workshop_id, **asdict(new))
    return ClockSet(town.workshop_id, new.at(town.wall_ms), new.running, changed=new != old)


def is_hidden(
    workshop_id: ColumnElement[int],
    created_ms: ColumnElement[int],
    is_answer: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Whether what was made to be sent is not to be: its town went blank since, or was already.

    What is made in the moment of blanking tells of that, and what is made later answers somebody.
    """
    since = TOWNS.c.blank_since_ms
    is_late = or_(created_ms < since, and_(created_ms > since, ~is_answer))
    return exists().where(TOWNS.c.workshop_id == workshop_id, since > 0, is_late)


def blank(town: Town) -> bool:
    """Stop a town and show nothing of it. False when it was blank already."""
    if lock(town).blank_since_ms:
        return False
    set_clock(town, lambda clock: clock.paused(town.wall_ms) if clock.running else clock)
    change_row(town.conn, workshops, town.workshop_id, blank_since_ms=town.wall_ms)
    town.emit(TownBlanked(town.workshop_id))
    return True


def show_again(town: Town) -> int | None:
    """Show a blank town again, and let its clock run if it was blanking that had stopped it.

    For how many milliseconds it had stood still so; None when it was not blank (any more).
    """
    row = lock(town)
    if not row.blank_since_ms:
        return None
    change_row(town.conn, workshops, town.workshop_id, blank_since_ms=0)
    runs = row.anchor_wall_ms == row.blank_since_ms
    if runs:
        set_clock(town, lambda clock: clock.resumed(town.wall_ms))
    town.emit(TownShown(town.workshop_id, runs))
    return town.wall_ms - row.blank_since_ms if runs else 0
