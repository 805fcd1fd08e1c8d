"""The audit log: which role did what, and when. Never a name, an outside number or a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, ForeignKey, Table, insert, select

from services.kernel.schema import Int64, Words, metadata
from services.kernel.town import Role, Town, WorkshopId
from services.kernel.towns import TOWNS

if TYPE_CHECKING:
    from services.kernel.town import UnitOfWork

audit_log = Table(
    "audit_log",
    metadata,
    Column("audit_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id")),
    Column("wall_ms", Int64, nullable=False),
    Column("actor", Words, nullable=False),  # role and participant or person number, never a name
    Column("action", Words, nullable=False),
    Column("detail", Words, nullable=False, server_default=""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One line of the log."""

    wall_ms: int
    workshop: str  # its code; empty for acts on the installation
    actor: str
    action: str
    detail: str


def note(
    uow: UnitOfWork,
    action: str,
    detail: str = "",
    *,
    role: Role,
    workshop_id: WorkshopId | None = None,
) -> None:
    """Write down an act. `detail` is words of our own: a card's id, a count, a role."""
    if workshop_id is None and isinstance(uow, Town):
        workshop_id = uow.workshop_id
    uow.conn.execute(
        insert(audit_log).values(
            workshop_id=workshop_id,
            wall_ms=uow.wall_ms,
            actor=_label(uow, role),
            action=action,
            detail=detail,
        )
    )


def latest(conn: Connection, *, limit: int = 20) -> list[AuditLine]:
    """The latest lines of all workshops, newest first."""
    rows = conn.execute(
        select(audit_log, TOWNS.c.code)
        .outerjoin(TOWNS, TOWNS.c.workshop_id == audit_log.c.workshop_id)
        .order_by(audit_log.c.audit_id.desc())
        .limit(limit)
    )
    return [
        AuditLine(
            wall_ms=r.wall_ms,
            workshop=r.code or "",
            actor=r.actor,
            action=r.action,
            detail=r.detail,
        )
        for r in rows
    ]


def _label(uow: UnitOfWork, role: Role) -> str:
    # A person number means nothing once the person is erased: the log stays free of outsiders.
    if isinstance(uow, Town):
        person = uow.actor.person_id
    else:
        person = None if uow.visitor is None else uow.visitor.person_id
    return role.value if person is None else f"{role.value} {person}"
