"""The state of the installation, counted from the database and read off this process's board."""

from __future__ import annotations

import platform
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from sqlalchemy import Connection

from bot.runtime import inbox, outbox
from bot.runtime.board import TIMERS, Board, BotState, Run
from services.kernel.timers import ParkedTimer, overdue, parked_timers, wakes
from services.kernel.town import UnitOfWork
from services.modules import Audit
from services.money.ledger import BookFault
from services.workshops.admin import NoSuchJob, workshops

LIBRARIES = ("aiogram", "sqlalchemy", "apscheduler", "pydantic")
FIXED_SQLITE = (3, 51, 3)  # first release without the WAL-reset race of several writers
TOWNS_SHOWN = 8
SHOWN = 5  # of what was put aside; the counts count all
HOUR_MS = 3_600_000
LATE_MS = 10_000  # a timer due so long ago and not run: its town stands still, or catches up


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    waiting: int
    parked: int
    incidents: tuple[tuple[str, int], ...]  # the latest of them: incident, tries
    overdue: int  # timers
    put_aside: int  # timers
    moved_ms: int  # the machine's clock between this run and the last
    jumped_ms: int  # the machine's clock since this run began
    calls: Counter[str]  # by state
    failed_receipts: int  # in the last hour
    faults: tuple[BookFault, ...]
    instances: tuple[tuple[int, BotState], ...]
    jobs: tuple[Run, ...]
    versions: tuple[tuple[str, str], ...]
    now_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    runs: tuple[Run, ...]
    towns: int  # that have a timer to wait for
    codes: tuple[str, ...]  # of open workshops, the newest first
    put_aside: int
    parked: tuple[ParkedTimer, ...]  # the latest of those put aside
    now_ms: int


def health(uow: UnitOfWork, board: Board, audits: Sequence[Audit]) -> Health:
    conn = uow.conn
    return Health(
        waiting=inbox.count(conn, "new") - 1,  # the update that asks is not done yet itself
        parked=inbox.count(conn, "parked"),
        incidents=inbox.incidents(conn, SHOWN),
        overdue=overdue(conn, uow.wall_ms - LATE_MS),
        put_aside=parked_timers(conn, 0)[0],
        moved_ms=board.moved_ms,
        jumped_ms=board.jumped_ms,
        calls=outbox.counts(conn),
        failed_receipts=outbox.failed_receipts(conn, uow.wall_ms - HOUR_MS),
        faults=tuple(fault for check in audits for fault in check(conn)),
        instances=tuple(sorted(board.instances.items())),
        jobs=_sorted(board.runs),
        versions=_versions(conn),
        now_ms=uow.wall_ms,
    )


def jobs(uow: UnitOfWork, board: Board) -> Jobs:
    """How each job last went, by name, and what was put aside."""
    ahead = wakes(uow.conn)
    runs = board.runs | {
        TIMERS: replace(board.runs[TIMERS], next_ms=min(ahead.values(), default=0))
    }
    count, parked = parked_timers(uow.conn, SHOWN)
    codes = tuple(one.code for one in workshops(uow) if one.is_open)
    return Jobs(
        runs=_sorted(runs),
        towns=len(ahead),
        codes=codes[:TOWNS_SHOWN],
        put_aside=count,
        parked=parked,
        now_ms=uow.wall_ms,
    )


def job(uow: UnitOfWork, board: Board, name: str) -> tuple[Run, int]:
    """How one job stands, and the time. Raises `NoSuchJob`."""
    if name == TIMERS or name not in board.runs:
        raise NoSuchJob(name=name)
    return board.runs[name], uow.wall_ms


def _sorted(runs: Mapping[str, Run]) -> tuple[Run, ...]:
    return tuple(sorted(runs.values(), key=lambda run: run.name))


def _versions(conn: Connection) -> tuple[tuple[str, str], ...]:
    engine = conn.dialect.name
    server = ".".join(map(str, conn.dialect.server_version_info or sqlite3.sqlite_version_info))
    return (
        ("python", platform.python_version()),
        (engine, server),
        *((name, version(name)) for name in LIBRARIES),
    )
