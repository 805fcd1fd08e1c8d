"""Buttons under a score. They carry names of agencies and gates only."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ShowScore(CallbackData, prefix="ss"):
    """Look at one's score at an agency."""

    agency: str


class ShowCourse(CallbackData, prefix="sh"):
    """Look at how one's scores went."""


class ShowLift(CallbackData, prefix="sl"):
    """Ask what would pass a gate; the next one where none is named."""

    gate: str = ""


class TakeAway(CallbackData, prefix="st"):
    """Take a score away as a file."""

    agency: str


class ShowBoard(CallbackData, prefix="sb"):
    """Look at the ranks."""
