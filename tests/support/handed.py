"""What aiogram hands to a handler when somebody types, and what the handler names in return."""

from __future__ import annotations

from datetime import UTC, datetime
from inspect import getclosurevars
from typing import TYPE_CHECKING, Any

from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.filters.command import CommandException
from aiogram.types import Chat, Message, User

if TYPE_CHECKING:
    from aiogram.filters.callback_data import CallbackData

    from bot.acts import Act, GuardedRouter

WHEN = datetime.fromtimestamp(0, tz=UTC)


def written(text: str | None = "/x", chat: str = "private") -> Message:
    """The message."""
    place = Chat(id=5, type=chat, title=None if chat == "private" else "Us")
    writer = User(id=5, is_bot=False, first_name="Ana")
    return Message(message_id=1, date=WHEN, chat=place, text=text, from_user=writer)


def command(name: str, args: str | None = None) -> CommandObject:
    """The command that it is read as."""
    return CommandObject(prefix="/", command=name, args=args)


async def pressed(router: GuardedRouter, data: CallbackData) -> Act:
    """What a router makes of a button."""
    (handler,) = (
        handler
        for handler in router.callback_query.handlers
        for condition in handler.filters or ()
        if isinstance(condition.callback, CallbackQueryFilter)
        and condition.callback.callback_data is type(data)
    )
    act: Act = await handler.call(None, callback_data=data)
    return act


async def typed(router: GuardedRouter, name: str, args: str | None = None) -> Act:
    """What a router makes of a command and the words after it."""
    given = command(name, args)
    handler = next(
        handler
        for handler in router.message.handlers
        for condition in handler.filters or ()
        if isinstance(condition.callback, Command) and hears(condition.callback, given)
    )
    act: Act = await handler.call(written(f"/{name}"), command=given)
    return act


def hears(wanted: Command, given: CommandObject) -> bool:
    """Whether a filter lets a command and its words pass."""
    try:
        wanted.do_magic(given)
    except CommandException:
        return False
    return given.command in wanted.commands


def named(done: Act) -> tuple[Any, ...]:
    """The verb that an act will run, and what the verb is given beside its place."""
    inside = getclosurevars(done.run).nonlocals
    return inside["verb"], *inside["args"], *inside["kwargs"].values()
