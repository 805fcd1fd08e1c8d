"""Complaining, by a seal or in words, and deciding. Parses; rules are the service's."""

from __future__ import annotations

import re

from aiogram import F
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.standing.complaints import views
from bot.standing.complaints.views import ComplaintsPage, Concerns, Decide
from services.kernel.errors import Usage
from services.standing import complaints

START = "complain_"  # of the link that a file carries (scoring.exportfile)
SEAL = re.compile(r"([0-9a-f]{16,64})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
DECISION = re.compile(r"([1-9][0-9]{0,8})\s+(\S+)(?:\s+(.*))?", re.DOTALL)
VERDICTS = {"uphold": True, "dismiss": False, "支持": True, "驳回": False}

router = GuardedRouter("complaints", access=Access.PARTICIPANT)
deciders = GuardedRouter("complaint_deciders", access=Access.WORKSHOP)


@router.message(Command("start", magic=F.args.startswith(START)), F.chat.type == ChatType.PRIVATE)
async def by_link(_: Message, command: CommandObject) -> Act:
    """The link that the page shows beside a mismatch."""
    seal = (command.args or "").removeprefix(START)
    return act(complaints.about_file, seal.lower()).show(views.complained)


@router.message(Command("complain"))
async def complain(_: Message, command: CommandObject) -> Act:
    """A score does not follow: the line that the check shows, or somebody's own words."""
    typed = (command.args or "").strip()
    if not typed:
        return act(complaints.my_complaints).show(views.mine).also_paused()
    if found := SEAL.fullmatch(typed):
        seal, words = found[1].lower(), found[2] or ""
        return act(complaints.about_file, seal, words).show(views.complained)
    return act(complaints.in_words, typed).show(views.complained)


@router.callback_query(Concerns.filter())
async def concerns(_: CallbackQuery, callback_data: Concerns) -> Act:
    number, what = callback_data.number, callback_data.about
    return act(complaints.concerns, number, what).show(views.concerned)


@deciders.message(Command("complaints"))
async def book(_: Message, command: CommandObject) -> Act:
    """All complaints, or a decision in words."""
    typed = (command.args or "").strip()
    if not typed:
        return act(complaints.book).show(views.book)
    found = DECISION.fullmatch(typed)
    verdict = None if found is None else VERDICTS.get(found[2].casefold())
    if found is None or verdict is None:
        raise Usage(command="complaints")
    words = (found[3] or "").strip()
    decided = act(complaints.decide, int(found[1]), is_upheld=verdict, words=words)
    return decided.show(views.decided)


@deciders.callback_query(Decide.filter())
async def decide(_: CallbackQuery, callback_data: Decide) -> Act:
    """A decision by button, without words."""
    number, is_upheld = callback_data.number, callback_data.is_upheld
    return act(complaints.decide, number, is_upheld=is_upheld).show(views.decided)


@deciders.callback_query(ComplaintsPage.filter())
async def turn_page(_: CallbackQuery, callback_data: ComplaintsPage) -> Act:
    return act(complaints.book, callback_data.page).show(views.book)
