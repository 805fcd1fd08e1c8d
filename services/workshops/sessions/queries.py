"""Reading a workshop: how it stands, and what the visitor is to the installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, func, select

from services.kernel.errors import NotInTown, NoWorkshop
from services.kernel.time import TownTime
from services.kernel.town import Role, Town, UnitOfWork, WorkshopId
from services.kernel.towns import OPEN, TOWNS
from services.living.seats import Persona
from services.people.identity import (
    PEOPLE,
    by_id,
    facilitator_town,
    has_role,
    may_run,
    participant_town,
)


@dataclass(frozen=True, slots=True)
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


def status(town: Town) -> Status:
    """How the workshop stands now."""
    here = PEOPLE.c.workshop_id == town.workshop_id
    counts = select(func.count(PEOPLE.c.person_id), func.count()).where(here)
    people, everybody = town.conn.execute(counts).one()
    its, runs = town.workshop, town.workshop.clock.running
    residents = everybody - people
    return Status(its.workshop_id, its.code, its.title, town.now, runs, people, residents)


def my_status(uow: UnitOfWork) -> Status:
    """How the visitor's workshop stands. Raises `NoWorkshop`."""
    return status(facilitator_town(uow, also_closed=True))


def visitor_status(uow: UnitOfWork) -> VisitorStatus:
    """What the visitor is here."""
    visitor = uow.visitor
    seat = _town_or_none(partial(participant_town, also_closed=True, also_blank=True), uow)
    runs = _town_or_none(partial(facilitator_town, also_blank=True), uow)
    return VisitorStatus(
        None if seat is None else _persona(seat),
        None if runs is None else runs.workshop.title,
        is_facilitator=visitor is not None and may_run(uow.conn, visitor),
        is_admin=visitor is not None and has_role(uow.conn, visitor, Role.ADMIN),
    )


def _persona(seat: Town) -> Persona:
    me = by_id(seat, seat.actor.pid)
    return Persona(me.name, me.trade, seat.workshop.title)


def _town_or_none(find: Callable[[UnitOfWork], Town], uow: UnitOfWork) -> Town | None:
    try:
        return find(uow)
    except (NotInTown, NoWorkshop):
        return None


def open_code(conn: Connection) -> str | None:
    """The join code of the newest open workshop."""
    newest = select(TOWNS.c.code).where(TOWNS.c.state == OPEN)
    return conn.scalar(newest.order_by(TOWNS.c.workshop_id.desc()).limit(1))
