"""Looking at one's score and asking further. Parses; rules are the service's."""

from __future__ import annotations

from aiogram import F
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.standing.scores import asking, auditing, playing, views
from bot.standing.scores.reading import read
from bot.standing.scores.views import ShowBoard, ShowCourse, ShowLift, ShowScore, TakeAway
from services.living import gaming
from services.standing import scores

# The facilitator's question comes first: it is the same command, asked from another chair.
auditors = GuardedRouter("score_auditors", access=Access.WORKSHOP)
router = GuardedRouter("scores", access=Access.PARTICIPANT)

EXPORT = "export"


@auditors.message(Command("score", magic=F.args.casefold().startswith("audit")))
async def audit(_: Message, command: CommandObject) -> Act:
    """Who a score falls upon."""
    agency = _after(command, "audit") or scores.PAY_SCORE
    return act(read, scores.audit, agency).show(auditing.audited).also_paused()


@auditors.message(Command("score", magic=F.args.casefold().startswith("gaming")))
async def gaming_table(_: Message, command: CommandObject) -> Act:
    """What disclosure costs in playing for points, and what it gives."""
    agency = _after(command, "gaming") or scores.PAY_SCORE
    return act(read, gaming.gaming, agency).show(playing.played).also_paused()


@router.message(Command("score", magic=F.args.casefold() == "history"))
async def history(_: Message) -> Act:
    return act(read, scores.courses).show(asking.course).also_paused()


@router.message(Command("score", magic=F.args.casefold() == "board"))
async def board(_: Message) -> Act:
    return act(scores.leaderboard).show(asking.board).also_paused()


@router.message(Command("score", magic=F.args.casefold().startswith(EXPORT)))
async def export(_: Message, command: CommandObject) -> Act:
    agency = _after(command, EXPORT) or scores.PAY_SCORE
    return act(scores.take_away, agency).show(asking.taken_away).also_paused()


@router.message(Command("score"))
async def look(_: Message, command: CommandObject) -> Act:
    agency = (command.args or "").strip() or scores.PAY_SCORE
    return act(read, scores.my_page, agency).show(views.page).also_paused()


@router.message(Command("lift"))
async def lift(_: Message, command: CommandObject) -> Act:
    return act(scores.lift, command.args or "").show(asking.lifted).also_paused()


@router.callback_query(ShowScore.filter())
async def look_at(_: CallbackQuery, callback_data: ShowScore) -> Act:
    return act(read, scores.my_page, callback_data.agency).show(views.page).also_paused()


@router.callback_query(ShowCourse.filter())
async def course(_: CallbackQuery) -> Act:
    return act(read, scores.courses).show(asking.course).also_paused()


@router.callback_query(ShowLift.filter())
async def lift_over(_: CallbackQuery, callback_data: ShowLift) -> Act:
    return act(scores.lift, callback_data.gate).show(asking.lifted).also_paused()


@router.callback_query(TakeAway.filter())
async def take_away(_: CallbackQuery, callback_data: TakeAway) -> Act:
    return act(scores.take_away, callback_data.agency).show(asking.taken_away).also_paused()


@router.callback_query(ShowBoard.filter())
async def ranks(_: CallbackQuery) -> Act:
    return act(scores.leaderboard).show(asking.board).also_paused()


def _after(command: CommandObject, word: str) -> str:
    """What was typed after the first word."""
    return (command.args or "")[len(word) :].strip()
