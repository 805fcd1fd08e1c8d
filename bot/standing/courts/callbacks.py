"""Buttons of the court."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId


class PayJudgment(CallbackData, prefix="jp"):
    """Pay a judgment."""

    judgment_id: RowId
