"""/health and /jobs, for admins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.health import report, town_views, views
from bot.health.town_views import OrderTownJob, TownJobPage
from bot.health.views import JobPage, OrderJob, RunTimer
from bot.runtime.board import Board
from services.kernel.errors import Usage
from services.modules import Audit
from services.workshops import admin
from services.workshops.admin import JobOrder


def town_jobs(words: str) -> Act:
    """`/jobs CODE`: one town's jobs; `/jobs CODE NAME run`, `pause`, …: one of them."""
    match words.split():
        case [code]:
            return act(admin.jobs_of_town, code).show(town_views.town_jobs)
        case [code, kind, wanted] if wanted.lower() in [*JobOrder]:
            order = JobOrder(wanted.lower())
            return act(admin.order_town_job, code, kind, order).show(town_views.ordered)
        case _:
            raise Usage(command="jobs")


def health_room(board: Board, audits: Sequence[Audit]) -> GuardedRouter:
    router = GuardedRouter("health", access=Access.ADMIN)

    @router.message(Command("health"))
    async def health(_: Message) -> Act:
        return act(report.health, board, audits).show(views.health)

    @router.command("jobs")
    def jobs(words: str) -> Act:
        return town_jobs(words) if words else act(report.jobs, board).show(views.jobs)

    router.button(
        TownJobPage,
        lambda tap: act(admin.jobs_of_town, tap.code).show(partial(town_views.town_job, tap.kind)),
    )
    router.button(
        OrderTownJob,
        lambda tap: act(admin.order_town_job, tap.code, tap.kind, tap.order).show(
            town_views.ordered
        ),
    )

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
