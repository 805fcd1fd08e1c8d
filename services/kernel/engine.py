"""Engines: how each connection is set up so that promises hold. Knows both databases.

SQLite: WAL, synchronous=FULL (an update is confirmed to the sender after commit, so a commit must
survive a power cut), IMMEDIATE transactions (a deferred one fails when it upgrades), foreign keys,
recursive triggers (without them INSERT OR REPLACE walks past the append-only triggers). Its files
are their owner's alone, whatever the folder allows: they hold people's words.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 5_000
POSTGRES_WRITERS = 4
POSTGRES_CONNECT: dict[str, Any] = {"connect_timeout": 5}  # seconds; the library's own is for ever
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
)


def is_sqlite(url: str | URL) -> bool:
    """Whether the URL names the embedded engine."""
    return make_url(url).get_backend_name() == "sqlite"


def write_engine(url: str) -> Engine:
    """The engine whose transactions may write: one connection on SQLite, a few on PostgreSQL."""
    if not is_sqlite(url):
        return create_engine(
            url,
            pool_size=POSTGRES_WRITERS,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args=POSTGRES_CONNECT,
        )
    engine = create_engine(
        url, pool_size=1, max_overflow=0, connect_args={"check_same_thread": False}
    )
    prepare_sqlite(engine, pragmas=SQLITE_PRAGMAS, begin="BEGIN IMMEDIATE")
    return engine


def prepare_sqlite(engine: Engine, *, pragmas: tuple[str, ...], begin: str) -> None:
    """Make every connection of a SQLite engine run its pragmas and begin by our own word."""

    @event.listens_for(engine, "do_connect")
    def _close_to_others(
        _dialect: Dialect, _entry: ConnectionPoolEntry, arguments: list[Any], _named: dict[str, Any]
    ) -> None:
        if not str(arguments[0]).startswith((":memory:", "file:")):
            keep_private(Path(arguments[0]))

    @event.listens_for(engine, "connect")
    def _connect(dbapi: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        handle: Any = dbapi
        handle.isolation_level = None  # the driver's own BEGIN is deferred: switch it off
        cursor = handle.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql(begin)


def keep_private(database: Path) -> None:
    """Make the file before SQLite does, which asks the umask; its companions copy its mode.

    What cannot be done is left to SQLite to report, and somebody else's file to its owner.
    """
    with suppress(OSError):
        os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    for name in ("", "-wal", "-shm", "-journal"):
        file = database.with_name(database.name + name)
        with suppress(OSError):
            mode = stat.S_IMODE(file.stat().st_mode)
            if mode & ~OWNER_ONLY:
                file.chmod(mode & OWNER_ONLY)
