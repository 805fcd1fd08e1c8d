"""The audit log: which role did what, and when. Never a name, an outside number or a text.

Who acted is there by a mark: a keyed hash of the account's number, short enough to compare by eye.
Each line is sealed by a hash over the seal of the line before and its own fields: one that was
changed or taken out is found. The log outlives the workshops it tells of.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Column, Connection, Table, func, insert, select, text

from services.kernel.schema import Int64, Words, metadata
from services.kernel.town import Role, Town, UnitOfWork, WorkshopId, mark_of
from services.kernel.towns import TOWNS

audit_log = Table(
    "audit_log",
    metadata,
    Column("audit_id", Int64, primary_key=True),
    Column("workshop_id", Int64, index=True),  # also of a workshop that is there no more
    Column("wall_ms", Int64, nullable=False),
    Column("actor", Words, nullable=False),  # role and mark, never a name or a number
    Column("action", Words, nullable=False),
    Column("detail", Words, nullable=False, server_default=""),
    Column("chain", Words, nullable=False, server_default=""),  # the seal, in hexadecimal
)

_NEWEST = select(func.max(audit_log.c.audit_id)).scalar_subquery()
_SAID = [audit_log.c[name] for name in ("workshop_id", "wall_ms", "actor", "action", "detail")]
REFUSED = "refused"
MARK_DIGITS = 8


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the log."""

    wall_ms: int
    workshop: str  # its code; empty for acts on the installation
    actor: str
    action: str
    detail: str


@dataclass(frozen=True, slots=True)
class Chain:
    """How many lines were read, and the number of the first that does not follow; None: all do."""

    lines: int
    broken: int | None


def note(
    uow: UnitOfWork,
    action: str,
    detail: str = "",
    *,
    role: Role | None,
    workshop_id: WorkshopId | None = None,
) -> None:
    """Write down an act. `detail` is words of our own: a card's id, a count, a role, a mark.

    `role` is None for somebody without the role that the act asks for.
    """
    if workshop_id is None and isinstance(uow, Town):
        workshop_id = uow.workshop_id
    said = {
        "workshop_id": workshop_id,
        "wall_ms": uow.wall_ms,
        "actor": _label(uow, role),
        "action": action,
        "detail": detail,
    }
    if uow.conn.dialect.name != "sqlite":  # has one writer: elsewhere two could seal the same line
        uow.conn.execute(text("LOCK TABLE audit_log IN SHARE ROW EXCLUSIVE MODE"))
    before = uow.conn.scalar(select(audit_log.c.chain).where(audit_log.c.audit_id == _NEWEST))
    uow.conn.execute(insert(audit_log).values(**said, chain=_seal(before or "", said.values())))


def note_refused(uow: UnitOfWork, act: str, role: Role | None = None) -> None:
    """Write down that somebody tried what their role does not cover, or the town refused to their
    role: each act of one account once, until another line follows, so that nobody can push the log
    out of sight.
    """
    row = uow.conn.execute(select(audit_log).where(audit_log.c.audit_id == _NEWEST)).one_or_none()
    last = None if row is None else (row.actor, row.action, row.detail)
    if last != (_label(uow, role), REFUSED, act):
        note(uow, REFUSED, act, role=role)


def mark(uow: UnitOfWork, tg_user_id: int) -> str:
    """What stands in the log for an account at the bot by which the visitor came."""
    if uow.visitor is None:
        return ""
    secret = uow.root_secret if isinstance(uow, Town) else uow.secret
    return mark_of(secret, "audit", uow.visitor.bot_id, tg_user_id)[:MARK_DIGITS]


def latest(conn: Connection, *, limit: int = 20) -> list[AuditLine]:
    """The latest lines of all workshops, newest first."""
    log, code = audit_log.c, func.coalesce(TOWNS.c.code, "")
    rows = conn.execute(
        select(log.wall_ms, code, log.actor, log.action, log.detail)
        .outerjoin_from(audit_log, TOWNS, TOWNS.c.workshop_id == log.workshop_id)
        .order_by(log.audit_id.desc())
        .limit(limit)
    )
    return [AuditLine(*row) for row in rows]


def counts(conn: Connection, workshop_id: WorkshopId | None = None) -> dict[tuple[str, str], int]:
    """How often each role did each act, in one workshop or in all."""
    query = select(audit_log.c.actor, audit_log.c.action, func.count())
    if workshop_id is not None:
        query = query.where(audit_log.c.workshop_id == workshop_id)
    found: Counter[tuple[str, str]] = Counter()
    for actor, action, often in conn.execute(query.group_by(audit_log.c.actor, audit_log.c.action)):
        found[actor.partition(" ")[0], action] += often
    return dict(sorted(found.items()))


def verify(conn: Connection) -> Chain:
    """Follow the seals from the first line to the first that is not what was written."""
    lines, chain = 0, ""
    query = select(audit_log.c.audit_id, audit_log.c.chain, *_SAID).order_by(audit_log.c.audit_id)
    for audit_id, sealed, *said in conn.execute(query):
        lines += 1
        chain = _seal(chain, said)
        if chain != sealed:
            return Chain(lines, int(audit_id))
    return Chain(lines, None)


def _seal(before: str, said: Iterable[object]) -> str:
    return sha256(json.dumps([before, *said], ensure_ascii=False).encode()).hexdigest()


def _label(uow: UnitOfWork, role: Role | None) -> str:
    name = "somebody" if role is None else role.value
    if uow.visitor is None or role is Role.OFFICE:
        return name
    return f"{name} {mark(uow, uow.visitor.tg_user_id)}"
