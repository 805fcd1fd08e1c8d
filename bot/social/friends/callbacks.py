"""Buttons of friends and of the town's directory."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, RowId


class CirclePage(CallbackData, prefix="fr"):
    """Another page of one's friends."""

    page: Page


class TownPage(CallbackData, prefix="fp"):
    """A page of the directory."""

    page: Page


class Meet(CallbackData, prefix="fm"):
    """One person."""

    who: str


class Reach(CallbackData, prefix="fc"):
    """Call that person."""

    who: str


class Ask(CallbackData, prefix="fq"):
    """Ask that person to be a friend."""

    who: str


class Reply(CallbackData, prefix="fy"):
    """Say yes or no to somebody who asked."""

    friendship_id: RowId
    yes: bool


class End(CallbackData, prefix="fe"):
    """End a friendship, or take back what one asked."""

    friendship_id: RowId
