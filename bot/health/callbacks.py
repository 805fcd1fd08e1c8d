"""Buttons of admins. They carry a job's name or a timer's number; the right is the router's."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from services.workshops.admin import JobOrder

JobName = Annotated[str, Field(min_length=1, max_length=40)]


class JobPage(CallbackData, prefix="hj"):
    """How one job stands, and what can be ordered of it."""

    name: JobName


class OrderJob(CallbackData, prefix="ho"):
    """An order to a job."""

    order: JobOrder
    name: JobName


class RunTimer(CallbackData, prefix="ht"):
    """Try a timer again that was put aside."""

    timer_id: Annotated[int, Field(ge=1, lt=2**63)]
