"""Reading and making law. Parses; rules are the service's."""

from __future__ import annotations

import re

from aiogram import F
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.law.switchboard import views
from bot.law.switchboard.views import OpenSwitch, ReadSwitch, SetSwitch
from services.kernel.errors import Usage
from services.law import switchboard

# `friends off`, `friends off in 3 days`, `friends off 3`, `friends off 3天后`
ENACTED = re.compile(
    r"(\S+)\s+(\S+)(?:\s+(?:in\s+)?([0-9]{1,4})\s*(?:days?|天后?|日后?)?)?", re.IGNORECASE
)

lawgivers = GuardedRouter("lawgivers", access=Access.WORKSHOP)
readers = GuardedRouter("law_readers", access=Access.ANYONE)


@lawgivers.message(Command("law", magic=F.args.regexp(r"\S+\s+\S")))
async def enact(_: Message, command: CommandObject) -> Act:
    """`/law SWITCH VALUE [in N days]`: make law."""
    said = ENACTED.fullmatch((command.args or "").strip())
    if said is None:
        raise Usage(command="law")
    switch, value, days = said.groups()
    return act(switchboard.enact, switch, value, in_days=int(days or 0)).show(views.enacted)


@lawgivers.callback_query(SetSwitch.filter())
async def set_switch(_: CallbackQuery, callback_data: SetSwitch) -> Act:
    return act(switchboard.enact, callback_data.switch, callback_data.value).show(views.enacted)


@lawgivers.callback_query(OpenSwitch.filter())
async def open_switch(_: CallbackQuery, callback_data: OpenSwitch) -> Act:
    return act(switchboard.statute, callback_data.switch).show(views.statute)


@readers.message(Command("law"))
async def look(_: Message, command: CommandObject) -> Act:
    """`/law`: the whole law; `/law SWITCH`: one switch of it."""
    switch = (command.args or "").strip()
    if switch:
        return act(switchboard.statute, switch).show(views.statute)
    return act(switchboard.my_law).show(views.page)


@readers.callback_query(ReadSwitch.filter())
async def read_switch(_: CallbackQuery, callback_data: ReadSwitch) -> Act:
    return act(switchboard.statute, callback_data.switch).show(views.statute)
