"""Buttons of the lists. Ids only."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ShowCompany(CallbackData, prefix="lc"):
    """One company's two lists."""

    agency: str


class ShowCameras(CallbackData, prefix="lk"):
    """The crossing cameras' board."""
