"""Reading a workshop: how it stands, and what the visitor is to the installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from services.kernel.errors import NotInTown, NoWorkshop
from services.kernel.time import TownTime
from services.kernel.town import Desk, Role, Town, WorkshopId
from services.people import facilitator_town, has_role, participant_town
from services.people.tables import participants
from services.workshops.tables import workshops

if TYPE_CHECKING:
    from collections.abc import Callable


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
class Persona:
    """Who somebody is in their town."""

    name: str
    trade: str
    title: str  # of the workshop


@dataclass(frozen=True, slots=True)
class Standing:
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
        select(func.count(participants.c.person_id), func.count()).where(
            participants.c.workshop_id == town.workshop_id
        )
    ).one()
    people, everybody = int(row[0]), int(row[1])
    workshop = town.workshop
    return Status(
        workshop.workshop_id,
        workshop.code,
        workshop.title,
        town.now,
        running=workshop.clock.running,
        people=people,
        residents=everybody - people,
    )


def my_status(desk: Desk) -> Status:
    """How the visitor's workshop stands. Raises `NoWorkshop`."""
    return status(facilitator_town(desk))


def me(town: Town) -> Persona:
    """Who the actor is in this town."""
    trade = town.conn.scalar(
        select(participants.c.trade).where(participants.c.participant_id == town.actor.pid)
    )
    return Persona(town.actor.name, trade or "", town.workshop.title)


def standing(desk: Desk) -> Standing:
    """What the visitor is here."""
    visitor = desk.visitor
    seat = _town_or_none(participant_town, desk)
    runs = _town_or_none(facilitator_town, desk)
    return Standing(
        None if seat is None else me(seat),
        None if runs is None else runs.workshop.title,
        is_facilitator=visitor is not None and has_role(desk.conn, visitor, Role.FACILITATOR),
        is_admin=visitor is not None and has_role(desk.conn, visitor, Role.ADMIN),
    )


def all_workshops(conn: Connection, *, limit: int = 20) -> list[WorkshopLine]:
    """Workshops of the installation, newest first."""
    rows = conn.execute(
        select(
            workshops.c.code,
            workshops.c.title,
            workshops.c.state,
            func.count(participants.c.person_id).label("people"),
        )
        .outerjoin(participants, participants.c.workshop_id == workshops.c.workshop_id)
        .group_by(workshops.c.workshop_id)
        .order_by(workshops.c.workshop_id.desc())
        .limit(limit)
    )
    return [WorkshopLine(r.code, r.title, r.state == "open", r.people) for r in rows]


def _town_or_none(find: Callable[[Desk], Town], desk: Desk) -> Town | None:
    try:
        return find(desk)
    except (NotInTown, NoWorkshop):
        return None
