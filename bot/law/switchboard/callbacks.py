"""Buttons of the law. The service checks every right again."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ReadSwitch(CallbackData, prefix="lr"):
    """One switch, to read."""

    switch: str


class OpenSwitch(CallbackData, prefix="lo"):
    """One switch, to set."""

    switch: str


class SetSwitch(CallbackData, prefix="ls"):
    """Set a switch, in force at once."""

    switch: str
    value: str
