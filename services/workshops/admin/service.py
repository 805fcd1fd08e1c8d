"""Keeping the installation: who may do what, which workshops there are, who did what, and what is
wanted of jobs and of timers that were put aside. Every change is in the audit log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, case, func, select

from services.kernel.audit_log import AuditLine, Chain, latest, mark, note, verify
from services.kernel.errors import RuleError
from services.kernel.jobs import Wish, want
from services.kernel.timers import try_again
from services.kernel.town import Role, UnitOfWork, Visitor
from services.kernel.towns import OPEN, TOWNS, set_facilitator
from services.money import ledger
from services.people import identity
from services.people.identity import PEOPLE, visitor_of


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
WORKSHOPS_MAX = 20
# The messenger's ids have at most 52 significant bits. ASCII digits: others are easily misread.
_NUMBER = re.compile(r"[1-9][0-9]{0,15}|[1-9][0-9]{0,2}(-[0-9]{3}){1,5}")


class JobOrder(StrEnum):
    """What can be ordered of a recurring job."""

    RUN = "run"  # now
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"  # the next run


_WANTED: dict[JobOrder, dict[str, bool | Wish]] = {
    JobOrder.RUN: {"wish": Wish.RUN},
    JobOrder.SKIP: {"wish": Wish.SKIP},
    JobOrder.PAUSE: {"paused": True},
    JobOrder.RESUME: {"paused": False},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChange:
    """A right given or taken, or to be given; `changed` is False when it stands so already.

    `mark` is what the audit log calls the account. `left`: open workshops that nobody runs now.
    """

    number: int
    role: Role
    changed: bool
    mark: str
    left: tuple[str, ...] = ()
    bot_id: int = 0  # where the account hears of it, and in which language
    language: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The visitor's own number at the messenger, what the audit log calls it, and what they are."""

    number: int
    mark: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The installation at a glance."""

    open_workshops: int
    workshops: int
    facilitators: int
    admins: int


@dataclass(frozen=True, slots=True)
class WorkshopLine:
    """One workshop in the list of all."""

    code: str
    title: str
    is_open: bool
    people: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The latest lines of the audit log, and the wall time they are read at."""

    lines: tuple[AuditLine, ...]
    now_ms: int


def grant(uow: UnitOfWork, number: str, role: str, *, sure: bool = True) -> RoleChange:
    """Give somebody a right at this bot, or tell what would be given. Twice is once.

    Raises `NotANumber`, `NoSuchRole`.
    """
    tg_user_id, wanted = _number(number), _role(role)
    bot_id = visitor_of(uow).bot_id
    if sure:
        changed = identity.grant_role(uow.conn, bot_id, tg_user_id, wanted, wall_ms=uow.wall_ms)
    else:
        changed = wanted not in identity.roles_of(uow.conn, bot_id, tg_user_id)
    marked = mark(uow, tg_user_id)
    if changed and sure:
        note(uow, "grant", f"{wanted.value} {marked}", role=Role.ADMIN)
    change = RoleChange(number=tg_user_id, role=wanted, changed=changed, mark=marked)
    return _told(uow, change) if changed and sure else change


def revoke(uow: UnitOfWork, number: str, role: str) -> RoleChange:
    """Take a right back. Raises `NotANumber`, `NoSuchRole`, `NotGranted`, `LastAdmin`."""
    tg_user_id, wanted = _number(number), _role(role)
    bot_id = visitor_of(uow).bot_id
    if wanted is Role.ADMIN:
        _keep_one_admin(uow, bot_id, tg_user_id)
    if not identity.revoke_role(uow.conn, bot_id, tg_user_id, wanted):
        raise NotGranted(number=tg_user_id, role=wanted.value)
    marked = mark(uow, tg_user_id)
    note(uow, "revoke", f"{wanted.value} {marked}", role=Role.ADMIN)
    left = _left_alone(uow, replace(visitor_of(uow), tg_user_id=tg_user_id, person_id=None))
    change = RoleChange(number=tg_user_id, role=wanted, changed=True, mark=marked, left=left)
    return _told(uow, change)


def who_am_i(uow: UnitOfWork) -> Account:
    """The number that rights go by: an admin needs it to give one. And what one is already."""
    visitor = visitor_of(uow)
    roles = identity.roles_of(uow.conn, visitor.bot_id, visitor.tg_user_id)
    lives = () if identity.seat_of(uow) is None else (Role.PARTICIPANT,)
    return Account(visitor.tg_user_id, mark(uow, visitor.tg_user_id), (*lives, *roles))


def readable(number: int) -> str:
    """An account number as it is read out: its digits by threes. It can be typed so as well."""
    return f"{number:,}".replace(",", "-")


def overview(uow: UnitOfWork) -> Overview:
    """How much there is to keep."""
    is_open = func.count(case((TOWNS.c.state == OPEN, 1)))
    opened, everything = uow.conn.execute(select(is_open, func.count()).select_from(TOWNS)).one()
    roles = identity.role_counts(uow.conn)
    facilitators, admins = roles.get(Role.FACILITATOR, 0), roles.get(Role.ADMIN, 0)
    return Overview(opened, everything, facilitators, admins)


def workshops(uow: UnitOfWork) -> tuple[WorkshopLine, ...]:
    """The installation's workshops, newest first."""
    rows = uow.conn.execute(
        select(TOWNS.c.code, TOWNS.c.title, TOWNS.c.state, func.count(PEOPLE.c.person_id))
        .outerjoin(PEOPLE, PEOPLE.c.workshop_id == TOWNS.c.workshop_id)
        .group_by(TOWNS.c.workshop_id, TOWNS.c.code, TOWNS.c.title, TOWNS.c.state)
        .order_by(TOWNS.c.workshop_id.desc())
        .limit(WORKSHOPS_MAX)
    )
    return tuple(WorkshopLine(code, title, state == OPEN, n) for code, title, state, n in rows)


def audit(uow: UnitOfWork) -> AuditPage:
    """The latest lines of the audit log. Reading it is an act of its own and leaves a line."""
    page = AuditPage(tuple(latest(uow.conn)), uow.wall_ms)
    note(uow, "audit_read", role=Role.ADMIN)
    return page


def verify_audit(uow: UnitOfWork) -> Chain:
    """Whether the audit log is what was written. Asking is an act of its own, as reading is."""
    found = verify(uow.conn)
    note(uow, "audit_verify", str(found.broken or ""), role=Role.ADMIN)
    return found


def audit_chain(conn: Connection) -> list[ledger.BookFault]:
    """A broken seal of the audit log, for /health."""
    found = verify(conn)
    if found.broken is None:
        return []
    return [ledger.BookFault("audit_log", f"line {found.broken} is not what was written")]


def order_job(uow: UnitOfWork, name: str, order: JobOrder) -> str:
    """Run a job now, pause it, let it go on, or skip its next run. Its name. Raises `NoSuchJob`."""
    if not want(uow, name, **_WANTED[order]):
        raise NoSuchJob(name=name)
    note(uow, f"job_{order.value}", name, role=Role.ADMIN)
    return name


def run_timer(uow: UnitOfWork, timer_id: int) -> int:
    """Try a timer again that was put aside. Its number. Raises `NotParked`."""
    workshop_id = try_again(uow.conn, timer_id)
    if workshop_id is None:
        raise NotParked
    uow.wakes.add(workshop_id)
    note(uow, "timer_run", str(timer_id), role=Role.ADMIN, workshop_id=workshop_id)
    return timer_id


def _told(uow: UnitOfWork, change: RoleChange) -> RoleChange:
    """Where a change is told to whom it is about: not to oneself."""
    me = visitor_of(uow)
    if change.number == me.tg_user_id:
        return change
    language = identity.language_at(uow.conn, me.bot_id, change.number) or me.language
    return replace(change, bot_id=me.bot_id, language=language)


def _left_alone(uow: UnitOfWork, former: Visitor) -> tuple[str, ...]:
    """The open towns of somebody who may run none any more; each hears that it has nobody."""
    if identity.has_role(uow.conn, former, Role.FACILITATOR):
        return ()
    towns = identity.run_by(uow.conn, former)
    left = []
    for town in towns:
        uow.emit(identity.FacilitatorChanged(town.workshop_id))
        if others := identity.runners(uow.conn, town.workshop_id):
            set_facilitator(uow, town.workshop_id, others[0])
        elif town.state == OPEN:
            left.append(town.code)
    return tuple(left)


def _keep_one_admin(uow: UnitOfWork, bot_id: int, tg_user_id: int) -> None:
    # All rows are locked in one order: two admins who revoke each other must not both succeed.
    if identity.locked_holders(uow.conn, Role.ADMIN) == [(bot_id, tg_user_id)]:
        raise LastAdmin


def _number(typed: str) -> int:
    if _NUMBER.fullmatch(typed) is None:
        raise NotANumber(typed=typed[:TYPED_MAX])
    return int(typed.replace("-", ""))


def _role(typed: str) -> Role:
    for role in GRANTABLE:
        if role.value == typed.strip().lower():
            return role
    raise NoSuchRole(typed=typed[:TYPED_MAX])
