"""Buttons of payments. What they carry comes back from outside: shapes are checked here, rights
by the service.
"""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Whom = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Typed = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}$")]  # digits, no other spelling of a number
Nonce = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
RowId = Annotated[int, Field(ge=1, lt=2**63)]


class PayPage(CallbackData, prefix="tp"):
    """Another page of people to pay."""

    page: Annotated[int, Field(ge=0, lt=10_000)]


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
