"""What the buttons of scenario cards carry: ids and short codes, read again by the service."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Page, RowId, Turn

CardId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
WhomCode = Annotated[str, Field(pattern=r"^[a-z0-9]{0,24}$")]
WhenCode = Annotated[str, Field(pattern=r"^(h[0-9]{1,3}|t[0-9]{4})?$")]


class RunCard(CallbackData, prefix="pr"):
    """Play it now."""

    card: CardId
    whom: WhomCode
    turn: Turn
    town: RowId


class LookAtCard(CallbackData, prefix="kv"):
    """What would it do, on these and then?"""

    card: CardId
    whom: WhomCode = ""
    when: WhenCode = ""


class ChooseWhom(CallbackData, prefix="kw"):
    card: CardId
    page: Page


class ChooseTime(CallbackData, prefix="kt"):
    card: CardId
    whom: WhomCode


class PlanCard(CallbackData, prefix="kp"):
    """Play it then."""

    card: CardId
    whom: WhomCode
    when: WhenCode
    town: RowId


class CancelPlan(CallbackData, prefix="kx"):
    plan_id: RowId


class AskUndo(CallbackData, prefix="ka"):
    """What would taking it back restore?"""

    run_id: RowId


class UndoPlay(CallbackData, prefix="ku"):
    run_id: RowId
    town: RowId


class CataloguePage(CallbackData, prefix="pc"):
    page: Page
