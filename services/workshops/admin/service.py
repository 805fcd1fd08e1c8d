"""Granting and revoking by numeric id, and reading what was done. Every change is audited."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.kernel.audit_log import AuditLine, latest, mark, note
from services.kernel.errors import RuleError
from services.kernel.town import Role, UnitOfWork, Visitor, WorkshopId
from services.kernel.towns import OPEN
from services.people.identity import (
    FacilitatorChanged,
    grant_role,
    has_role,
    locked_holders,
    revoke_role,
    role_counts,
    run_by,
    visitor_of,
)
from services.workshops.sessions import WorkshopLine, all_workshops, state_counts


class NotANumber(RuleError):
    """Rights go by account number; names and usernames change hands. Field: `typed`."""


class NoSuchRole(RuleError):
    """Only facilitator and admin can be granted. Field: `typed`."""


class NotGranted(RuleError):
    """There is nothing to revoke. Fields: `number`, `role`."""


class NoSuchJob(RuleError):
    """This program runs no job of that name. Field: `name`."""


class NotParked(RuleError):
    """The timer is not there any more, or is tried by itself."""


class LastAdmin(RuleError):
    """An installation without an admin could not be kept by anybody."""


GRANTABLE = (Role.FACILITATOR, Role.ADMIN)
TYPED_MAX = 20
# The messenger's ids have at most 52 significant bits. ASCII digits: others are easily misread.
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChange:
    """A right given or taken; `changed` is False when it stood so already.

    `mark` is what the audit log calls the account. `left`: open workshops that nobody runs now.
    """

    number: int
    role: Role
    changed: bool
    mark: str
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """The visitor's own number at the messenger, and what the audit log calls it."""

    number: int
    mark: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The installation at a glance."""

    open_workshops: int
    workshops: int
    facilitators: int
    admins: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The latest lines of the audit log, and the wall time they are read at."""

    lines: tuple[AuditLine, ...]
    now_ms: int


def appoint(uow: UnitOfWork, bot_id: int, tg_user_id: int, role: Role) -> bool:
    """Give a right without being asked by anybody: the installation's own settings do."""
    return grant_role(uow.conn, bot_id, tg_user_id, role, wall_ms=uow.wall_ms)


def grant(uow: UnitOfWork, number: str, role: str) -> RoleChange:
    """Give somebody a right at this bot. Twice is once. Raises `NotANumber`, `NoSuchRole`."""
    tg_user_id, wanted = _number(number), _role(role)
    changed = appoint(uow, visitor_of(uow).bot_id, tg_user_id, wanted)
    marked = mark(uow, tg_user_id)
    if changed:
        note(uow, "grant", f"{wanted.value} {marked}", role=Role.ADMIN)
    return RoleChange(number=tg_user_id, role=wanted, changed=changed, mark=marked)


def revoke(uow: UnitOfWork, number: str, role: str) -> RoleChange:
    """Take a right back. Raises `NotANumber`, `NoSuchRole`, `NotGranted`, `LastAdmin`."""
    tg_user_id, wanted = _number(number), _role(role)
    bot_id = visitor_of(uow).bot_id
    if wanted is Role.ADMIN:
        _keep_one_admin(uow, bot_id, tg_user_id)
    if not revoke_role(uow.conn, bot_id, tg_user_id, wanted):
        raise NotGranted(number=tg_user_id, role=wanted.value)
    marked = mark(uow, tg_user_id)
    note(uow, "revoke", f"{wanted.value} {marked}", role=Role.ADMIN)
    left = _left_alone(
        uow,
        Visitor(bot_id=bot_id, tg_user_id=tg_user_id, first_name="", username=None, language=""),
    )
    return RoleChange(number=tg_user_id, role=wanted, changed=True, mark=marked, left=left)


def who_am_i(uow: UnitOfWork) -> Account:
    """The number that rights go by: an admin needs it to give one."""
    number = visitor_of(uow).tg_user_id
    return Account(number, mark(uow, number))


def overview(uow: UnitOfWork) -> Overview:
    """How much there is to keep."""
    states = state_counts(uow.conn)
    roles = role_counts(uow.conn)
    return Overview(
        states.get("open", 0),
        sum(states.values()),
        roles.get(Role.FACILITATOR.value, 0),
        roles.get(Role.ADMIN.value, 0),
    )


def workshops(uow: UnitOfWork) -> tuple[WorkshopLine, ...]:
    """The installation's workshops, newest first."""
    return tuple(all_workshops(uow.conn))


def audit(uow: UnitOfWork) -> AuditPage:
    """The latest lines of the audit log. Reading it is an act of its own and leaves a line."""
    page = AuditPage(tuple(latest(uow.conn)), uow.wall_ms)
    note(uow, "audit_read", role=Role.ADMIN)
    return page


def _left_alone(uow: UnitOfWork, former: Visitor) -> tuple[str, ...]:
    """The open towns of somebody who may run none any more; each hears that it has nobody."""
    if has_role(uow.conn, former, Role.FACILITATOR):
        return ()
    towns = run_by(uow.conn, former)
    for town in towns:
        uow.emit(FacilitatorChanged(WorkshopId(town.workshop_id)))
    return tuple(town.code for town in towns if town.state == OPEN)


def _keep_one_admin(uow: UnitOfWork, bot_id: int, tg_user_id: int) -> None:
    # All rows are locked in one order: two admins who revoke each other must not both succeed.
    if locked_holders(uow.conn, Role.ADMIN) == [(bot_id, tg_user_id)]:
        raise LastAdmin


def _number(typed: str) -> int:
    if _NUMBER.fullmatch(typed) is None:
        raise NotANumber(typed=typed[:TYPED_MAX])
    return int(typed)


def _role(typed: str) -> Role:
    for role in GRANTABLE:
        if role.value == typed.strip().lower():
            return role
    raise NoSuchRole(typed=typed[:TYPED_MAX])
