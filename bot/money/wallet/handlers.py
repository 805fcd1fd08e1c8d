"""What is typed to see one's money. Parses; the wallet reads."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.types import Message

from bot.acts import Access, Act, Room, act
from bot.money.wallet import views
from services.money.wallet import look

room = Room("wallet", access=Access.PARTICIPANT)


@room.message(Command("wallet"))
async def wallet(_: Message) -> Act:
    """Show the balance and the last movements."""
    return act(look).show(views.wallet).also_paused()
