"""Buttons of agencies and offices. Ids only: the service checks every right again."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page


class JoinAgency(CallbackData, prefix="aj"):
    """Sign up."""

    agency: str


class LeaveAgency(CallbackData, prefix="al"):
    """Leave."""

    agency: str


class OfficePage(CallbackData, prefix="ap"):
    """A page of offices, to close or open them."""

    page: Page


class SwitchOffice(CallbackData, prefix="ao"):
    """Close or open an office."""

    office: str
    open: bool


class ShareWithBureau(CallbackData, prefix="as"):
    """Move a company to share with the bureau, or to stop."""

    agency: str
    shares: bool
