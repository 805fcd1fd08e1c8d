"""Buttons of whoever decides. They carry a complaint's number; the right is the service's."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, Turn
from services.standing.complaints import About


class Decide(CallbackData, prefix="cd"):
    """Uphold or dismiss a complaint."""

    number: Turn
    is_upheld: bool


class Concerns(CallbackData, prefix="ca"):
    """Say what a complaint of one's own is about."""

    number: Turn
    about: About


class ComplaintsPage(CallbackData, prefix="cp"):
    """Another page of the book."""

    page: Page
