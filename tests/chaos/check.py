"""`check_all`: every invariant of a run at rest, in one place and one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.pool import NullPool

from sandbox import Sandbox
from tests.chaos.books import books
from tests.chaos.displayed_cards import displayed_cards
from tests.chaos.stage import BOT_ID
from tests.chaos.told import messages, read_told, unrest
from tests.chaos.verdict import Violation
from tests.chaos.witness import DriverLog


def check_all(database_url: str, log: DriverLog, sandbox: Sandbox) -> list[Violation]:
    """Every broken promise. The sandbox stands still meanwhile: the caller awaits nothing."""
    with snapshot(database_url) as conn:
        found = [
            *unrest(conn, log),
            *books(conn),
            *read_told(conn, log, BOT_ID).check(),
            *messages(conn, log),
            *displayed_cards(conn, sandbox),
        ]
    return found + troubles(log)


def troubles(log: DriverLog) -> list[Violation]:
    """What went wrong with the lives themselves: ended unasked, or told of a bug in their log."""
    return [
        *(Violation("alive", how) for how in log.deaths),
        *(Violation("log", line) for line in log.errors()),
    ]


def at_rest(database_url: str, log: DriverLog) -> bool:
    """Whether nothing is left to do."""
    with snapshot(database_url) as conn:
        return not any(unrest(conn, log))


@contextmanager
def snapshot(database_url: str) -> Iterator[Connection]:
    """One consistent look at the database beside the running program; nothing stays open."""
    is_sqlite = make_url(database_url).get_backend_name() == "sqlite"
    level = "SERIALIZABLE" if is_sqlite else "REPEATABLE READ"
    engine = create_engine(database_url, poolclass=NullPool, isolation_level=level)
    try:
        with engine.connect() as conn:
            if is_sqlite:
                conn.exec_driver_sql("BEGIN")  # the driver itself begins only before a change
            yield conn
    finally:
        engine.dispose()
