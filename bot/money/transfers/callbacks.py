"""Buttons of payments. Rights are checked by the service."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Nonce, Page, RowId, Typed

Whom = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


class PayPage(CallbackData, prefix="tp"):
    """Another page of people to pay."""

    page: Page


class PayWhom(CallbackData, prefix="tw"):
    """This person shall be paid; how much comes next."""

    to: Whom


class PayAmount(CallbackData, prefix="ta"):
    """This much; the nonce makes one payment of all taps on one keyboard."""

    to: Whom
    fen: Typed
    nonce: Nonce


class AcceptPayment(CallbackData, prefix="ty"):
    """Take the money."""

    payment_id: RowId


class DeclinePayment(CallbackData, prefix="tn"):
    """Send the money back."""

    payment_id: RowId
