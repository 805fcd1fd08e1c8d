"""Buttons of coming and going. Ids only: the service checks every right again."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class Agree(CallbackData, prefix="wj"):
    """The consent card was read and agreed to."""

    code: str


class Decline(CallbackData, prefix="wn"):
    """No thanks: nothing is kept."""


class Leave(CallbackData, prefix="wl"):
    """The answer to "do you want to leave?"."""

    sure: bool
