"""Paying a judgment. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from bot.acts import Access, Act, GuardedRouter, act
from bot.standing.courts import views
from bot.standing.courts.views import PayJudgment
from services.standing import courts

router = GuardedRouter("courts", access=Access.PARTICIPANT)


@router.callback_query(PayJudgment.filter())
async def pay(_: CallbackQuery, callback_data: PayJudgment) -> Act:
    return act(courts.pay_judgment, callback_data.judgment_id).show(views.paid)
