"""Buttons of the directory."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class FriendsPage(CallbackData, prefix="fp"):
    """Another page of the directory."""

    page: int


class Meet(CallbackData, prefix="fm"):
    """One person of the directory."""

    who: str


class Reach(CallbackData, prefix="fc"):
    """Call that person."""

    who: str
