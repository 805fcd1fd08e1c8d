"""Writing to somebody. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.social.messaging import views
from services.kernel.errors import Usage
from services.social import messaging

NAME_AND_TEXT = 2

router = GuardedRouter("messaging", access=Access.PARTICIPANT)


@router.message(Command("msg"))
async def write(_: Message, command: CommandObject) -> Act:
    """`/msg NAME text`."""
    words = (command.args or "").split(maxsplit=1)
    if len(words) < NAME_AND_TEXT:
        raise Usage(command="msg")
    return act(messaging.send, words[0], words[1]).show(views.sent)
