"""The state of the installation, for admins."""

from __future__ import annotations

from collections.abc import Sequence

from bot.acts import Access
from bot.features import Command, Feature
from bot.health.handlers import health_room
from bot.runtime.board import Board
from services.modules import Audit


def health_feature(board: Board, audits: Sequence[Audit]) -> Feature:
    return Feature(
        name="health",
        routers=(health_room(board, audits),),
        commands=(Command("health", Access.ADMIN, 30), Command("jobs", Access.ADMIN, 40)),
    )
