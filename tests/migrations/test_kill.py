"""A process that dies while it migrates, and two that migrate at once, do no harm."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Engine

from migrations import migrate

ROOT = Path(__file__).resolve().parents[2]
MIGRATE_AND_DIE = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from migrations import migrate

url, left = sys.argv[1], int(sys.argv[2])

@event.listens_for(Engine, "after_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

migrate(url)
"""


def tables_of(url):
    engine = create_engine(url)
    with engine.connect() as conn:
        found = set(inspect(conn).get_table_names())
        if engine.dialect.name == "sqlite":
            assert conn.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    engine.dispose()
    return found


def statements_of(url):
    """How many statements a whole migration takes."""
    seen: list[None] = []
    note = lambda *_: seen.append(None)  # noqa: E731 - it must be one object to be removed again
    event.listen(Engine, "after_cursor_execute", note)
    try:
        migrate(url)
    finally:
        event.remove(Engine, "after_cursor_execute", note)
    return len(seen)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a migration that nobody disturbs comes to."""

    statements: int
    tables: set[str]


@cache
def whole_of(url):
    """The same on every database of an engine, so one migration answers for all."""
    return Whole(statements_of(url), tables_of(url))


@pytest.fixture
def whole(empty, tmp_path_factory, request):
    if empty.startswith("sqlite"):
        return whole_of(f"sqlite:///{tmp_path_factory.getbasetemp() / 'whole.db'}")
    return whole_of(request.getfixturevalue("whole_on_postgres"))


@pytest.fixture(scope="session")
def whole_on_postgres(postgres):
    return postgres.create()


@pytest.mark.parametrize("part", [1, 50, 100], ids=lambda part: f"{part} percent")
def test_a_kill_half_way_leaves_nothing_half_made(empty, whole, part):
    at = max(1, whole.statements * part // 100)
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE_AND_DIE, empty, str(at)], cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert tables_of(empty) == set()
    migrate(empty)
    assert tables_of(empty) == whole.tables


def test_processes_that_start_at_once_migrate_once(empty, whole):
    call = [sys.executable, "-m", "migrations", empty]
    running = [subprocess.Popen(call, cwd=ROOT) for _ in range(3)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert tables_of(empty) == whole.tables
