"""Buttons of the court."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class PayJudgment(CallbackData, prefix="jp"):
    """Pay a judgment."""

    judgment_id: int
