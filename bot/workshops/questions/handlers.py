"""Asking, answering, and reading the wall. Parses; rules are the service's."""

from __future__ import annotations

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import whole_number
from bot.features import Command, Feature
from bot.words import read
from bot.workshops.questions import views
from bot.workshops.questions.views import WallPage
from services.kernel.errors import Usage
from services.workshops import questions

FILE = ("file", "文件")
askers = GuardedRouter("askers", access=Access.PARTICIPANT, is_right=True)
answerers = GuardedRouter("answerers", access=Access.WORKSHOP)
keepers = GuardedRouter("wall_keepers", access=Access.WORKSHOP)
readers = GuardedRouter("wall_readers", access=Access.ANYONE)


@askers.command("ask")
def ask(words: str) -> Act:
    """`/ask WORDS`: hang a question up."""
    if not words:
        raise Usage(command="ask")
    return act(questions.ask, words).show(views.asked)


@answerers.command("answer")
def answer(words: str) -> Act:
    """`/answer N WORDS`: answer one."""
    number, _space, told = words.partition(" ")
    if not told.strip():
        raise Usage(command="answer")
    asked = whole_number(number, command="answer")
    return act(questions.answer, asked, told).show(views.answered)


keepers.always(
    "questions",
    act(read, questions.whole_wall).show(views.file).also_paused(),
    magic=F.args.casefold().in_(FILE),
)
readers.always("questions", act(questions.wall).show(views.wall).also_paused())
readers.button(WallPage, lambda tap: act(questions.wall, tap.page).show(views.wall).also_paused())

FEATURE = Feature(
    name="questions",
    routers=(askers, answerers, keepers, readers),
    commands=(
        Command("questions", Access.ANYONE, rank=55),
        Command("ask", Access.PARTICIPANT, rank=56),
        Command("answer", Access.WORKSHOP, rank=36),
    ),
    event_views={
        questions.QuestionAsked: views.was_asked,
        questions.QuestionAnswered: views.was_answered,
        questions.WallKept: views.kept,
    },
)
