"""Buttons of whoever decides. They carry a complaint's number; the right is the service's."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field


class Decide(CallbackData, prefix="cd"):
    """Uphold or dismiss a complaint."""

    number: Annotated[int, Field(ge=1, lt=2**31)]
    is_upheld: bool


class ComplaintsPage(CallbackData, prefix="cp"):
    """Another page of the book."""

    page: Annotated[int, Field(ge=0, lt=10_000)]
