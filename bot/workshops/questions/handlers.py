"""Asking, answering, and reading the wall. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import whole_number
from bot.workshops.questions import views
from bot.workshops.questions.views import WallPage
from services.kernel.errors import Usage
from services.workshops import questions

askers = GuardedRouter("askers", access=Access.PARTICIPANT)
answerers = GuardedRouter("answerers", access=Access.WORKSHOP)
readers = GuardedRouter("wall_readers", access=Access.ANYONE)


@askers.message(Command("ask"))
async def ask(_: Message, command: CommandObject) -> Act:
    """`/ask WORDS`: hang a question up."""
    words = (command.args or "").strip()
    if not words:
        raise Usage(command="ask")
    return act(questions.ask, words).show(views.asked)


@answerers.message(Command("answer"))
async def answer(_: Message, command: CommandObject) -> Act:
    """`/answer N WORDS`: answer one."""
    number, _space, words = (command.args or "").strip().partition(" ")
    if not words.strip():
        raise Usage(command="answer")
    asked = whole_number(number, command="answer")
    return act(questions.answer, asked, words).show(views.answered)


@readers.message(Command("questions"))
async def wall(_: Message) -> Act:
    return act(questions.wall).show(views.wall).also_paused()


@readers.callback_query(WallPage.filter())
async def turn_page(_: CallbackQuery, callback_data: WallPage) -> Act:
    return act(questions.wall, callback_data.page).show(views.wall).also_paused()
