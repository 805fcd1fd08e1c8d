"""How the administration looks. Pure: results in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.replies import Button, Message, Say, say
from bot.ways import Go

if TYPE_CHECKING:
    from bot.replies import Replies
    from services.kernel.audit_log import AuditLine
    from services.workshops.admin import AuditPage, Overview, RoleChange
    from services.workshops.sessions import WorkshopLine

MINUTE_MS = 60_000


def overview(found: Overview) -> Replies:
    """What an admin can do, and how much there is to keep."""
    text = say(
        "admin.overview",
        open=found.open_workshops,
        all=found.workshops,
        facilitators=found.facilitators,
        admins=found.admins,
    )
    buttons = tuple(
        Button(say(f"admin.{command}_button"), Go(command=command))
        for command in ("workshops", "health", "audit")
    )
    return (Message(text, keyboard=(buttons[:2], buttons[2:])),)


def granted(change: RoleChange) -> Replies:
    """A right was given."""
    key = "admin.granted" if change.changed else "admin.granted_already"
    return (Message(_change(key, change)),)


def revoked(change: RoleChange) -> Replies:
    """A right was taken back."""
    return (Message(_change("admin.revoked", change)),)


def workshops(lines: tuple[WorkshopLine, ...]) -> Replies:
    """All workshops, newest first."""
    if not lines:
        return (Message(say("admin.no_workshops")),)
    return (Message(say("admin.workshops", lines=tuple(_workshop(line) for line in lines))),)


def audit(page: AuditPage) -> Replies:
    """The latest lines of the audit log."""
    if not page.lines:
        return (Message(say("admin.no_audit")),)
    lines = tuple(_line(line, page.now_ms) for line in page.lines)
    return (Message(say("admin.audit", lines=lines)),)


def _change(key: str, change: RoleChange) -> Say:
    return say(key, number=change.number, role=say(f"admin.role_{change.role.value}"))


def _workshop(line: WorkshopLine) -> Say:
    key = "admin.workshop_open" if line.is_open else "admin.workshop_closed"
    return say(key, code=line.code, title=line.title, people=line.people)


def _line(line: AuditLine, now_ms: int) -> Say:
    return say(
        "admin.audit_line",
        ago=(now_ms - line.wall_ms) // MINUTE_MS,
        workshop=line.workshop or "–",
        actor=line.actor,
        action=line.action,
        detail=line.detail,
    )
