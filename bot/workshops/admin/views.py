"""How the administration looks. Pure: results in, replies out."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Go, RowId, Words
from bot.replies import (
    Button,
    Message,
    Priority,
    RemoveButtons,
    Replies,
    Say,
    TextFile,
    ToAccount,
    say,
)
from services.kernel.audit_log import AuditLine, Chain
from services.kernel.town import Role
from services.workshops import admin

MINUTE_MS = 60_000


class Grant(CallbackData, prefix="ag"):
    """Yes, give this account this right."""

    number: RowId
    role: Role


def overview(found: admin.Overview) -> Replies:
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


def ask_grant(change: admin.RoleChange) -> Replies:
    if not change.changed:
        return granted(change)
    yes = Button(say("admin.grant_yes"), Grant(number=change.number, role=change.role))
    return (Message(_change("admin.ask_grant", change), keyboard=((yes,),)),)


def granted(change: admin.RoleChange) -> Replies:
    key = "admin.granted" if change.changed else "admin.granted_already"
    told = _told(f"admin.you_are_{change.role.value}", change)
    return (Message(_change(key, change)), RemoveButtons(), *told)


def revoked(change: admin.RoleChange) -> Replies:
    told = (
        Message(_change("admin.revoked", change)),
        *_told(f"admin.no_more_{change.role.value}", change),
    )
    if not change.left:
        return told
    lines = tuple(say("admin.left_line", code=code) for code in change.left)
    return (*told, Message(say("admin.left_alone", lines=lines)))


def workshops(lines: tuple[admin.WorkshopLine, ...]) -> Replies:
    if not lines:
        return (Message(say("admin.no_workshops")),)
    text = say("admin.workshops", lines=tuple(_workshop(line) for line in lines))
    return (Message(text, keyboard=tuple(_keeping(line) for line in lines if line.is_open)),)


def account(found: admin.Account) -> Replies:
    roles = tuple(say(f"admin.is_{role.value}") for role in found.roles)
    roles = roles or (say("admin.is_nothing"),)
    number = admin.readable(found.number)
    return (Message(say("admin.account", number=number, mark=found.mark, roles=roles)),)


def audit(page: admin.AuditPage) -> Replies:
    if not page.lines:
        return (Message(say("admin.no_audit")),)
    lines = tuple(_line(line, page.now_ms) for line in page.lines)
    return (Message(say("admin.audit", lines=lines)),)


def verified(found: Chain) -> Replies:
    if found.broken is None:
        return (Message(say("admin.chain_holds", count=found.lines)),)
    return (Message(say("admin.chain_broken", line=found.broken, before=found.lines - 1)),)


def ask_purge(found: admin.Whole) -> Replies:
    text = say(
        "admin.ask_purge",
        code=found.code,
        title=found.title,
        people=found.people,
        residents=found.residents,
    )
    go_on = Button(say("admin.purge_go_on"), AskWords(what=Words.PURGE, about=found.code))
    return (Message(text, keyboard=((go_on,),)),)


def purged(found: admin.Removed) -> Replies:
    text = say("admin.purged", code=found.code, title=found.title, rows=found.rows)
    return (Message(text),)


def exported(found: admin.Exported) -> Replies:
    return (Message(say("admin.exported"), file=TextFile(found.file_name, found.text)),)


def _change(key: str, change: admin.RoleChange) -> Say:
    role = say(f"admin.role_{change.role.value}")
    return say(key, number=admin.readable(change.number), role=role, mark=change.mark)


def _told(key: str, change: admin.RoleChange) -> tuple[Message, ...]:
    """To whom it is about, and no receipt: they may have closed their door."""
    if not change.bot_id:
        return ()
    to = ToAccount(change.bot_id, change.number, change.language)
    return (Message(say(key), to=to, priority=Priority.CHAT),)


def _keeping(line: admin.WorkshopLine) -> tuple[Button, Button]:
    return (
        Button(say("admin.take", code=line.code), Go(command=f"workshop take {line.code}")),
        Button(say("admin.close", code=line.code), Go(command=f"workshop close {line.code}")),
    )


def _workshop(line: admin.WorkshopLine) -> Say:
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
