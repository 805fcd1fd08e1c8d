"""Looking at one's score. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.types import Message

from bot.acts import Access, Act, Room, act
from bot.scores import views
from services import scores

room = Room("scores", access=Access.PARTICIPANT)


@room.message(Command("score"))
async def look(_: Message) -> Act:
    """The Pay Score, at any given time."""
    return act(scores.look).show(views.page).also_paused()
