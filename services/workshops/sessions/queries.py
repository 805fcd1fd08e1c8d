"""Reading a workshop: how it stands, and what the visitor is to the installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from services.kernel.errors import NotInTown, NoWorkshop
from services.kernel.time import TownTime
from services.kernel.town import Role, Town, UnitOfWork, WorkshopId
from services.kernel.towns import OPEN, TOWNS
from services.living.seats import Persona, me
from services.people.identity import PEOPLE, facilitator_town, has_role, participant_town

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a workshop stands."""

    workshop_id: WorkshopId
    code: str
    title: str
    at: TownTime
    running: bool
    people: int
    residents: int


@dataclass(frozen=True, slots=True)
class VisitorStatus:
    """What the visitor is here: a seat, a workshop to run, roles. Decides which help fits."""

    persona: Persona | None
    runs: str | None  # the title of the open workshop they run
    is_facilitator: bool
    is_admin: bool


@dataclass(frozen=True, slots=True)
class WorkshopLine:
    """One workshop in the list of all."""

    code: str
    title: str
    is_open: bool
    people: int


def status(town: Town) -> Status:
    """How the workshop stands now."""
    row = town.conn.execute(
        select(func.count(PEOPLE.c.person_id), func.count()).where(
            PEOPLE.c.workshop_id == town.workshop_id
        )
    ).one()
    people, everybody = int(row[0]), int(row[1])
    workshop = town.workshop
    return Status(
        workshop_id=workshop.workshop_id,
        code=workshop.code,
        title=workshop.title,
        at=town.now,
        running=workshop.clock.running,
        people=people,
        residents=everybody - people,
    )


def my_status(uow: UnitOfWork) -> Status:
    """How the visitor's workshop stands. Raises `NoWorkshop`."""
    return status(facilitator_town(uow))


def visitor_status(uow: UnitOfWork) -> VisitorStatus:
    """What the visitor is here."""
    visitor = uow.visitor
    seat = _town_or_none(participant_town, uow)
    runs = _town_or_none(facilitator_town, uow)
    return VisitorStatus(
        None if seat is None else me(seat),
        None if runs is None else runs.workshop.title,
        is_facilitator=visitor is not None and has_role(uow.conn, visitor, Role.FACILITATOR),
        is_admin=visitor is not None and has_role(uow.conn, visitor, Role.ADMIN),
    )


def all_workshops(conn: Connection, *, limit: int = 20) -> list[WorkshopLine]:
    """Workshops of the installation, newest first."""
    rows = conn.execute(
        select(
            TOWNS.c.code,
            TOWNS.c.title,
            TOWNS.c.state,
            func.count(PEOPLE.c.person_id).label("people"),
        )
        .outerjoin(PEOPLE, PEOPLE.c.workshop_id == TOWNS.c.workshop_id)
        .group_by(TOWNS.c.workshop_id, TOWNS.c.code, TOWNS.c.title, TOWNS.c.state)
        .order_by(TOWNS.c.workshop_id.desc())
        .limit(limit)
    )
    return [WorkshopLine(r.code, r.title, r.state == OPEN, r.people) for r in rows]


def _town_or_none(find: Callable[[UnitOfWork], Town], uow: UnitOfWork) -> Town | None:
    try:
        return find(uow)
    except (NotInTown, NoWorkshop):
        return None


def open_code(conn: Connection) -> str | None:
    """The join code of the newest open workshop."""
    newest = select(TOWNS.c.code).where(TOWNS.c.state == OPEN)
    return conn.scalar(newest.order_by(TOWNS.c.workshop_id.desc()).limit(1))


def state_counts(conn: Connection) -> dict[str, int]:
    """How many workshops are in each state."""
    rows = conn.execute(select(TOWNS.c.state, func.count()).group_by(TOWNS.c.state))
    return {str(state): int(count) for state, count in rows}
