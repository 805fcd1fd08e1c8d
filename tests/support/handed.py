"""What aiogram hands to a handler when somebody types, and what the handler names in return."""

from __future__ import annotations

from datetime import UTC, datetime
from inspect import getclosurevars
from typing import TYPE_CHECKING, Any

from aiogram.filters import CommandObject
from aiogram.types import Chat, Message, User

if TYPE_CHECKING:
    from bot.acts import Act

WHEN = datetime.fromtimestamp(0, tz=UTC)


def written(text: str | None = "/x", chat: str = "private") -> Message:
    """The message."""
    place = Chat(id=5, type=chat, title=None if chat == "private" else "Us")
    writer = User(id=5, is_bot=False, first_name="Ana")
    return Message(message_id=1, date=WHEN, chat=place, text=text, from_user=writer)


def command(name: str, args: str | None = None) -> CommandObject:
    """The command that it is read as."""
    return CommandObject(prefix="/", command=name, args=args)


def named(done: Act) -> tuple[Any, ...]:
    """The verb that an act will run, and what the verb is given beside its place."""
    inside = getclosurevars(done.run).nonlocals
    return inside["verb"], *inside["args"], *inside["kwargs"].values()
