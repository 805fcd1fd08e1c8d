"""Buttons of the wall."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page


class WallPage(CallbackData, prefix="qp"):
    """A page of the wall."""

    page: Page
