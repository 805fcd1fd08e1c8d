"""/health and /jobs, for admins."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.filters import Command
from aiogram.types import Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.health import report, views
from bot.runtime.board import Board
from services.modules import Audit


def health_room(board: Board, audits: Sequence[Audit]) -> GuardedRouter:
    """The router of the installation's state."""
    router = GuardedRouter("health", access=Access.ADMIN)

    @router.message(Command("health"))
    async def health(_: Message) -> Act:
        return act(report.health, board, audits).show(views.health)

    @router.message(Command("jobs"))
    async def jobs(_: Message) -> Act:
        return act(report.jobs, board).show(views.jobs)

    return router
