"""What admins type. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.workshops.admin import views
from services.kernel.errors import Usage
from services.workshops import admin

admins = GuardedRouter("admins", access=Access.ADMIN)
anybody = GuardedRouter("anybody", access=Access.ANYONE)
NUMBER_AND_ROLE = 2  # words


@admins.message(Command("admin"))
async def overview(_: Message) -> Act:
    return act(admin.overview).show(views.overview)


@admins.message(Command("grant"))
async def grant(_: Message, command: CommandObject) -> Act:
    number, role = _number_and_role(command)
    return act(admin.grant, number, role).show(views.granted)


@admins.message(Command("revoke"))
async def revoke(_: Message, command: CommandObject) -> Act:
    number, role = _number_and_role(command)
    return act(admin.revoke, number, role).show(views.revoked)


@admins.message(Command("workshops"))
async def workshops(_: Message) -> Act:
    return act(admin.workshops).show(views.workshops)


@anybody.message(Command("whoami"))
async def who_am_i(_: Message) -> Act:
    """The number that rights go by."""
    return act(admin.who_am_i).show(views.account)


@admins.message(Command("audit"))
async def audit(_: Message) -> Act:
    return act(admin.audit).show(views.audit)


def _number_and_role(command: CommandObject) -> tuple[str, str]:
    words = (command.args or "").split()
    if len(words) != NUMBER_AND_ROLE:
        raise Usage(command=command.command)
    return words[0], words[1]
