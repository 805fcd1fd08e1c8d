"""Buttons of calls."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, RowId


class Ring(CallbackData, prefix="cc"):
    """Call somebody."""

    who: str


class Whom(CallbackData, prefix="cw"):
    """Another page of people to call."""

    page: Page


class Take(CallbackData, prefix="ct"):
    """Take a ringing call."""

    call_id: RowId


class Refuse(CallbackData, prefix="cr"):
    """Refuse a ringing call."""

    call_id: RowId


class HangUp(CallbackData, prefix="ch"):
    """End a call, or give up ringing."""

    call_id: RowId
