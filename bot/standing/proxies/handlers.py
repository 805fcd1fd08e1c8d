"""Asking what is guessed about oneself, and how often the guesses are wrong."""

from __future__ import annotations

from aiogram import F
from aiogram.filters import Command
from aiogram.types import Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.standing.proxies import views
from services.standing import proxies

auditors = GuardedRouter("proxy_audit", access=Access.WORKSHOP)
router = GuardedRouter("proxies", access=Access.PARTICIPANT)


@auditors.message(Command("inferred", magic=F.args.casefold() == "audit"))
async def audit(_: Message) -> Act:
    """`/inferred audit`: the machine held against the truth."""
    return act(proxies.audit).show(views.audit).also_paused()


@router.message(Command("inferred"))
async def inferred(_: Message) -> Act:
    return act(proxies.my_guesses).show(views.guesses).also_paused()
