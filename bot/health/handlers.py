"""/health and /jobs, for admins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

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


def order(tap: OrderJob) -> Act:
    return act(admin.order_job, tap.name, tap.order).show(partial(views.ordered, tap.order))


def health_room(board: Board, audits: Sequence[Audit]) -> GuardedRouter:
    router = GuardedRouter("health", access=Access.ADMIN)

    router.always("health", act(report.health, board, audits).show(views.health))

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

    router.button(JobPage, lambda tap: act(report.job, board, tap.name).show(views.job))
    router.button(OrderJob, order)
    router.button(RunTimer, lambda tap: act(admin.run_timer, tap.timer_id).show(views.timer_runs))
    return router
