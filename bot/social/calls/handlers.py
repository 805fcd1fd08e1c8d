"""Calling, taking, refusing, talking, hanging up. Parses; rules are the service's.

`room` is for commands and buttons; `line` hears plain words and must come after every other room.
"""

from __future__ import annotations

from aiogram import F
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.social.calls import views
from bot.social.calls.views import HangUp, Refuse, Ring, Take, Whom
from services.social import calls, messaging

router = GuardedRouter("calls", access=Access.PARTICIPANT)
line = GuardedRouter("line", access=Access.PARTICIPANT)

PLAIN_WORDS = F.text & ~F.text.startswith("/") & (F.chat.type == ChatType.PRIVATE)


@router.message(Command("call"))
async def call(_: Message, command: CommandObject) -> Act:
    """`/call NAME`, or without a name the people to choose from."""
    words = (command.args or "").split()
    if not words:
        return act(messaging.directory).show(views.whom).also_paused()
    return act(calls.ring, words[0]).show(views.rung)


@router.callback_query(Whom.filter())
async def turn_page(_: CallbackQuery, callback_data: Whom) -> Act:
    return act(messaging.directory, callback_data.page).show(views.whom).also_paused()


@router.callback_query(Ring.filter())
async def ring(_: CallbackQuery, callback_data: Ring) -> Act:
    return act(calls.ring_neighbour, callback_data.who).show(views.rung_by_button)


@router.callback_query(Take.filter())
async def take(_: CallbackQuery, callback_data: Take) -> Act:
    return act(calls.answer, callback_data.call_id).show(views.taken)


@router.callback_query(Refuse.filter())
async def refuse(_: CallbackQuery, callback_data: Refuse) -> Act:
    return act(calls.decline, callback_data.call_id).show(views.refused)


@router.callback_query(HangUp.filter())
async def hang_up(_: CallbackQuery, callback_data: HangUp) -> Act:
    return act(calls.hang_up, callback_data.call_id).show(views.hung_up).also_paused(reads=False)


@router.message(Command("hangup"))
async def hang_up_any(_: Message) -> Act:
    return act(calls.hang_up).show(views.hung_up).also_paused(reads=False)


@line.message(PLAIN_WORDS)
async def talk(message: Message) -> Act:
    """Plain words in a private chat are said to the other end of the call."""
    return act(calls.talk, message.text or "").show(views.said)
