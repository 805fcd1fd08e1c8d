"""/health and /jobs, for admins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.health import report, views
from bot.health.views import JobPage, OrderJob, RunTimer
from bot.runtime.board import Board
from services.modules import Audit
from services.workshops import admin


def health_room(board: Board, audits: Sequence[Audit]) -> GuardedRouter:
    router = GuardedRouter("health", access=Access.ADMIN)

    @router.message(Command("health"))
    async def health(_: Message) -> Act:
        return act(report.health, board, audits).show(views.health)

    @router.message(Command("jobs"))
    async def jobs(_: Message) -> Act:
        return act(report.jobs, board).show(views.jobs)

    @router.callback_query(JobPage.filter())
    async def job(_: CallbackQuery, callback_data: JobPage) -> Act:
        return act(report.job, board, callback_data.name).show(views.job)

    @router.callback_query(OrderJob.filter())
    async def order(_: CallbackQuery, callback_data: OrderJob) -> Act:
        name, wanted = callback_data.name, callback_data.order
        return act(admin.order_job, name, wanted).show(partial(views.ordered, wanted))

    @router.callback_query(RunTimer.filter())
    async def run_timer(_: CallbackQuery, callback_data: RunTimer) -> Act:
        return act(admin.run_timer, callback_data.timer_id).show(views.timer_runs)

    return router
