"""A second facilitator, invited by a link for one person and one day. One may go; one stays."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from services.kernel import towns
from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.town import Event, PersonId, Randomness, Role, UnitOfWork, WorkshopId
from services.people import identity
from services.people.identity import FacilitatorChanged, facilitator_town, visitor_of

VALID_MS = 24 * 3_600_000
TOKEN_BYTES = 10


class InvitationOver(RuleError):
    """The link was used, has run out, was replaced by a newer one, or its town is closed."""


class AlreadyRuns(RuleError):
    """The visitor runs the town already. Field: `title`."""


class LastFacilitator(RuleError):
    """A town always has somebody who can close it. Field: `title`."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A link for one person; `bot_username` is empty where the bot has no public one."""

    title: str
    token: str
    bot_username: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked to help run."""

    title: str
    token: str


@dataclass(frozen=True, slots=True)
class Runs:
    """The visitor runs this town from now on, or no more."""

    workshop_id: WorkshopId
    title: str


@dataclass(frozen=True, slots=True)
class SecondCame(Event):
    """Somebody runs the town as well."""

    workshop_id: WorkshopId
    name: str


@dataclass(frozen=True, slots=True)
class FacilitatorWent(Event):
    """Somebody runs the town no more; others do."""

    workshop_id: WorkshopId
    name: str


def invite(uow: UnitOfWork) -> Invited:
    """A fresh link; one given before holds no more. Raises `NoWorkshop`."""
    town = facilitator_town(uow)
    chance = Randomness(town.workshop.secret, f"second|{uow.key}").token(TOKEN_BYTES)
    token = base64.b32encode(chance).decode().lower()
    identity.write_invitation(town, token, uow.wall_ms + VALID_MS)
    note(town, "second_invite", role=Role.FACILITATOR)
    return Invited(town.workshop.title, token, uow.bot_username)


def look(uow: UnitOfWork, token: str) -> Asked:
    """What a link leads to; nothing is kept yet. Raises `InvitationOver`."""
    row = identity.invited_to(uow, token)
    if row is None:
        raise InvitationOver
    return Asked(row.title, token)


def accept(uow: UnitOfWork, token: str) -> Runs:
    """Run the town beside whoever does already. Raises `InvitationOver`, `AlreadyRuns`."""
    row = identity.invited_to(uow, token)
    if row is None:
        raise InvitationOver
    workshop_id, me = WorkshopId(row.workshop_id), identity.person_of(uow)
    if me in identity.runners(uow.conn, workshop_id):
        raise AlreadyRuns(title=row.title)
    if not identity.use_invitation(uow, token):
        raise InvitationOver
    identity.add_second(uow, workshop_id, me)
    uow.emit(SecondCame(workshop_id, visitor_of(uow).first_name))
    note(uow, "second_came", role=Role.FACILITATOR, workshop_id=workshop_id)
    return Runs(workshop_id, row.title)


def step_down(uow: UnitOfWork) -> Runs:
    """Run the town no more; whoever helped longest is its first facilitator then.

    Works in a blank town as well. Raises `NoWorkshop`, `LastFacilitator`.
    """
    town = facilitator_town(uow, also_blank=True)
    towns.lock(town)  # two who go at once must not both find the other there
    me = PersonId(town.actor.person_id or 0)
    others = [one for one in identity.runners(uow.conn, town.workshop_id) if one != me]
    if not others:
        raise LastFacilitator(title=town.workshop.title)
    identity.drop_seconds(uow.conn, town.workshop_id, me)
    towns.set_facilitator(uow, town.workshop_id, others[0])
    uow.emit(FacilitatorChanged(town.workshop_id))
    uow.emit(FacilitatorWent(town.workshop_id, town.actor.name))
    note(town, "second_went", role=Role.FACILITATOR)
    identity.forget(uow.conn, me)
    return Runs(town.workshop_id, town.workshop.title)
