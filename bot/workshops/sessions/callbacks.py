"""Buttons of coming and going. Ids only: the service checks every right again."""

from __future__ import annotations

from typing import Literal

from aiogram.filters.callback_data import CallbackData

AUTO = "auto"  # as the person's client says


class Agree(CallbackData, prefix="wj"):
    """The consent card was read and agreed to."""

    code: str


class Decline(CallbackData, prefix="wn"):
    """No thanks: nothing is kept."""


class Speak(CallbackData, prefix="wg"):
    """Be written to in a language, or in the client's own."""

    language: Literal["en", "zh", "auto"]


class Leave(CallbackData, prefix="wl"):
    """The answer to "do you want to leave?"."""

    sure: bool
