"""A fresh migrated database for each test, on both engines, and towns in it.

Every test that asks for `town_of`, `engine` or `database` runs twice: on SQLite and on PostgreSQL.
What a town can do is told in `tests/support/world.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from services.kernel.engine import write_engine
from tests.support.clock import ManualClock
from tests.support.world import Builder, World


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of this test's own, migrated to the newest schema."""
    if request.param == "sqlite":
        path = tmp_path / "town.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres")
    url = server.create(make_url(request.getfixturevalue("postgres_template")).database)
    yield url
    server.drop(url)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """The engine that may write, set up as the program sets it up."""
    made = write_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def town_of(engine: Engine, database: str, clock: ManualClock) -> Builder:
    """Makes workshops: `world = town_of("ana", "bo", residents=("rui",), timers=TIMERS)`."""
    return Builder(engine, database, clock)


@pytest.fixture
def world(town_of: Builder) -> World:
    """A town of three participants, ana, bo and cy, with ¥100 each."""
    return town_of("ana", "bo", "cy")
