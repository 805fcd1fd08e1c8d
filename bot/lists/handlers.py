"""Looking at the lists. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.types import Message

from bot.acts import Access, Act, Room, act
from bot.lists import views
from services import lists

room = Room("lists", access=Access.PARTICIPANT)


@room.message(Command("lists"))
async def look(_: Message) -> Act:
    """The red and the black list as last published."""
    return act(lists.look).show(views.board).also_paused()
