"""Engines: how each connection is set up so that promises hold. Knows both databases.

SQLite: WAL, synchronous=FULL (an update is confirmed to the sender after commit, so a commit must
survive a power cut), IMMEDIATE transactions (a deferred one fails when it upgrades), foreign keys,
recursive triggers (without them INSERT OR REPLACE walks past the append-only triggers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 5_000
POSTGRES_WRITERS = 4
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
        return create_engine(url, pool_size=POSTGRES_WRITERS, max_overflow=0, pool_pre_ping=True)
    engine = create_engine(
        url, pool_size=1, max_overflow=0, connect_args={"check_same_thread": False}
    )
    prepare_sqlite(engine, pragmas=SQLITE_PRAGMAS, begin="BEGIN IMMEDIATE")
    return engine


def prepare_sqlite(engine: Engine, *, pragmas: tuple[str, ...], begin: str) -> None:
    """Make every connection of a SQLite engine run its pragmas and begin by our own word."""

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
