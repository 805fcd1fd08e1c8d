"""Buttons of rentals. They carry ids only; rights are checked by the service."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import RowId

ThingId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Rent(CallbackData, prefix="rs"):
    """This thing shall be hired."""

    thing: ThingId


class Confirm(CallbackData, prefix="rc"):
    """Yes, this order."""

    order_id: RowId


class PayDeposit(CallbackData, prefix="rd"):
    """Pay the deposit and begin."""

    order_id: RowId


class Cancel(CallbackData, prefix="rx"):
    """Not this order."""

    order_id: RowId


class GiveBack(CallbackData, prefix="rb"):
    """Bring the thing back."""

    order_id: RowId


class PayOrder(CallbackData, prefix="rp"):
    """Pay what is owed."""

    order_id: RowId
