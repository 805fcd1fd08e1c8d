"""What the buttons of statutes carry."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import RowId
from services.law.statutes import Deed

StatuteId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,23}$")]
TownSecond = Annotated[int, Field(ge=0, lt=2**40)]


class ReadStatute(CallbackData, prefix="st1"):
    """Read one statute."""

    what: StatuteId


class AskStatute(CallbackData, prefix="st2"):
    """What would it change? `at`: from which town time on; 0 at once."""

    deed: Deed
    what: StatuteId
    at: TownSecond
    town: RowId


class PassStatute(CallbackData, prefix="st3"):
    """Yes, so be it. `book`: how many decisions there were when it was asked."""

    deed: Deed
    what: StatuteId
    at: TownSecond
    town: RowId
    book: Annotated[int, Field(ge=0, lt=2**31)]
