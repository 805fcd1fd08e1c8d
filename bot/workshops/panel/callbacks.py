"""Buttons of the panel. `turn` is the one the panel was drawn in: a second tap runs nothing."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Days, Turn


class RunCard(CallbackData, prefix="pr"):
    """Run a scenario card."""

    card: str
    turn: Turn


class HoldClock(CallbackData, prefix="ph"):
    """Pause the town, or let it go on."""

    pause: bool


class MoveClock(CallbackData, prefix="pm"):
    """Move the town clock."""

    days: Days
    turn: Turn
