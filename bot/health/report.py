"""The state of the installation, counted from the database and read off this process's board."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from bot.runtime.tables import inbox, outbox
from services.money.ledger import BookFault

if TYPE_CHECKING:
    from bot.runtime.board import Board, BotState, Run
    from services.kernel.town import UnitOfWork
    from services.modules import Audit

LIBRARIES = ("aiogram", "sqlalchemy", "apscheduler", "pydantic")
FIXED_SQLITE = (3, 51, 3)  # first release without the WAL-reset race of several writers


@dataclass(frozen=True, slots=True)
class Health:
    """What /health shows."""

    waiting: int
    parked: tuple[tuple[str, int], ...]  # incident, tries
    calls: tuple[tuple[str, int], ...]  # state, how many
    faults: tuple[BookFault, ...]
    instances: tuple[tuple[int, BotState], ...]
    jobs: tuple[Run, ...]
    versions: tuple[tuple[str, str], ...]
    now_ms: int


def health(uow: UnitOfWork, board: Board, audits: Sequence[Audit]) -> Health:
    """Count and check everything; reads only."""
    conn = uow.conn
    return Health(
        waiting=_count(conn, "new") - 1,  # the update that asks is not done yet itself
        parked=_parked(conn),
        calls=_letters(conn),
        faults=tuple(fault for check in audits for fault in check(conn)),
        instances=tuple(sorted(board.instances.items())),
        jobs=jobs(uow, board),
        versions=_versions(conn),
        now_ms=uow.wall_ms,
    )


def jobs(_desk: UnitOfWork, board: Board) -> tuple[Run, ...]:
    """How each job last went, by name."""
    return tuple(sorted(board.runs.values(), key=lambda run: run.name))


def _count(conn: Connection, state: str) -> int:
    query = select(func.count()).select_from(inbox).where(inbox.c.state == state)
    return int(conn.scalar(query) or 0)


def _parked(conn: Connection) -> tuple[tuple[str, int], ...]:
    rows = conn.execute(
        select(inbox.c.incident, inbox.c.tries)
        .where(inbox.c.state == "parked")
        .order_by(inbox.c.received_ms.desc())
        .limit(5)
    )
    return tuple((row.incident, row.tries) for row in rows)


def _letters(conn: Connection) -> tuple[tuple[str, int], ...]:
    rows = conn.execute(
        select(outbox.c.state, func.count()).group_by(outbox.c.state).order_by(outbox.c.state)
    )
    return tuple((state, count) for state, count in rows)


def _versions(conn: Connection) -> tuple[tuple[str, str], ...]:
    engine = conn.dialect.name
    server = ".".join(map(str, conn.dialect.server_version_info or sqlite3.sqlite_version_info))
    return (
        ("python", platform.python_version()),
        (engine, server),
        *((name, version(name)) for name in LIBRARIES),
    )
