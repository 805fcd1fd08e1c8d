"""Looking at the lists. Parses; rules are the service's."""

from __future__ import annotations

from aiogram import F
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.standing.lists import views
from bot.standing.lists.views import ShowCameras, ShowCompany
from services.standing import lists

# The facilitator's question comes first: it is the same command, asked from another chair.
keepers = GuardedRouter("list_keepers", access=Access.WORKSHOP)
router = GuardedRouter("lists", access=Access.PARTICIPANT)


@keepers.message(Command("lists", magic=F.args.casefold() == "truth"))
async def truth(_: Message) -> Act:
    """How many of the cameras' pictures name somebody else."""
    return act(lists.camera_truth).show(views.truth).also_paused()


@router.message(Command("lists", magic=F.args.casefold() == "cameras"))
async def cameras(_: Message) -> Act:
    return act(lists.cameras).show(views.cameras).also_paused()


@router.message(Command("lists", magic=F.args))
async def company(_: Message, command: CommandObject) -> Act:
    """`/lists COMPANY`: its own two lists."""
    return act(lists.company, command.args or "").show(views.company).also_paused()


@router.message(Command("lists"))
async def look(_: Message) -> Act:
    """The red and the black list as last published."""
    return act(lists.ask).show(views.board).also_paused()


@router.callback_query(ShowCompany.filter())
async def show_company(_: CallbackQuery, callback_data: ShowCompany) -> Act:
    return act(lists.company, callback_data.agency).show(views.company).also_paused()


@router.callback_query(ShowCameras.filter())
async def show_cameras(_: CallbackQuery) -> Act:
    return act(lists.cameras).show(views.cameras).also_paused()
