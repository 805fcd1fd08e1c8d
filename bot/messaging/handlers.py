"""Writing to somebody, and finding them. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, Room, act
from bot.messaging import views
from bot.messaging.callbacks import FriendsPage, Meet, Reach
from services import calls, messaging
from services.kernel.errors import Usage

NAME_AND_TEXT = 2

room = Room("messaging", access=Access.PARTICIPANT)


@room.message(Command("msg"))
async def write(_: Message, command: CommandObject) -> Act:
    """`/msg NAME text`."""
    words = (command.args or "").split(maxsplit=1)
    if len(words) < NAME_AND_TEXT:
        raise Usage(command="msg")
    return act(messaging.send, words[0], words[1]).show(views.sent)


@room.message(Command("friends"))
async def friends(_: Message) -> Act:
    """Who lives here."""
    return act(messaging.directory).show(views.directory).also_paused()


@room.callback_query(FriendsPage.filter())
async def turn_page(_: CallbackQuery, callback_data: FriendsPage) -> Act:
    """Another page of the directory."""
    return act(messaging.directory, callback_data.page).show(views.directory).also_paused()


@room.callback_query(Meet.filter())
async def meet(_: CallbackQuery, callback_data: Meet) -> Act:
    """One person, and how to reach them."""
    return act(messaging.meet, callback_data.who).show(views.person).also_paused()


@room.callback_query(Reach.filter())
async def reach(_: CallbackQuery, callback_data: Reach) -> Act:
    """Call that person."""
    return act(calls.ring_neighbour, callback_data.who).show(views.called)
