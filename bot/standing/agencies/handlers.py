"""What people and who runs the town ask of agencies and offices. Parses only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import F
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.standing.agencies import running_views, views
from bot.standing.agencies.views import (
    JoinAgency,
    LeaveAgency,
    OfficePage,
    ShareWithBureau,
    SwitchOffice,
)
from services.kernel.errors import Usage
from services.living import offices
from services.standing import agencies, rescoring
from services.standing.rescoring import replay

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.kernel.town import Town

people = GuardedRouter("agencies", access=Access.PARTICIPANT)
keepers = GuardedRouter("agency_keepers", access=Access.WORKSHOP)
visitors = GuardedRouter("office_visitors", access=Access.ANYONE)

ON_OFF = {"on": True, "off": False, "open": True, "close": False}


@people.message(Command("agencies"))
async def registry(_: Message) -> Act:
    return act(agencies.memberships).show(views.registry).also_paused()


@people.callback_query(JoinAgency.filter())
async def join(_: CallbackQuery, callback_data: JoinAgency) -> Act:
    return act(agencies.join, callback_data.agency).show(views.changed)


@people.callback_query(LeaveAgency.filter())
async def leave(_: CallbackQuery, callback_data: LeaveAgency) -> Act:
    return act(agencies.leave, callback_data.agency).show(views.changed)


@keepers.message(Command("offices", magic=F.args))
async def switch_by_words(_: Message, command: CommandObject) -> Act:
    """`/offices NAME off`: close an office; `on` opens it again."""
    name, _space, word = (command.args or "").strip().rpartition(" ")
    verb = _switch(word.lower())
    return act(verb, name).show(running_views.switched)


@visitors.message(Command("offices"))
async def all_offices(_: Message) -> Act:
    """The 38 offices, for admins and facilitators."""
    return act(offices.all_offices).show(running_views.office_list)


@keepers.callback_query(OfficePage.filter())
async def office_page(_: CallbackQuery, callback_data: OfficePage) -> Act:
    return act(offices.of_town).show(lambda found: running_views.page(found, callback_data.page))


@keepers.callback_query(SwitchOffice.filter())
async def switch_office(_: CallbackQuery, callback_data: SwitchOffice) -> Act:
    verb = offices.reopen if callback_data.open else offices.close
    return act(verb, callback_data.office).show(running_views.switched)


@keepers.message(Command("bureau"))
async def bureau(_: Message) -> Act:
    """The bureau, who feeds it, and how much of the town it knows."""
    return act(agencies.bureau).show(running_views.bureau)


@keepers.callback_query(ShareWithBureau.filter())
async def share(_: CallbackQuery, callback_data: ShareWithBureau) -> Act:
    shares = callback_data.shares
    return act(agencies.share, callback_data.agency, shares=shares).show(running_views.shared)


@keepers.message(Command("rescore"))
async def rescore(_: Message, command: CommandObject) -> Act:
    """`/rescore [AGENCY]`: have scores computed anew."""
    return act(rescoring.rescore, command.args or "").show(running_views.run)


@keepers.message(Command("whatif"))
async def what_if(_: Message, command: CommandObject) -> Act:
    """`/whatif SWITCH VALUE` or `/whatif AGENCY DOCUMENT`: replay the town."""
    rule, _space, instead = (command.args or "").strip().partition(" ")
    if not instead.strip():
        raise Usage(command="whatif")
    return act(replay.what_if, rule, instead).show(running_views.what_if)


def _switch(word: str) -> Callable[[Town, str], offices.Switched]:
    if word not in ON_OFF:
        raise Usage(command="offices")
    return offices.reopen if ON_OFF[word] else offices.close
