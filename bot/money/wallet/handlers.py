"""What is typed to see one's money. Parses; the wallet reads."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.types import Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.money.wallet import views
from services.money.wallet import statement

router = GuardedRouter("wallet", access=Access.PARTICIPANT)


@router.message(Command("wallet"))
async def wallet(_: Message) -> Act:
    return act(statement).show(views.wallet).also_paused()
