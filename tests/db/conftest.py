"""A fresh migrated database for each test, and towns in it.

Every test that asks for `town_of`, `engine` or `database` runs on SQLite; those of `ON_BOTH` run on
PostgreSQL, too. What a town can do is told in `tests/support/world.py`.
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

# Guards that a database keeps itself, races, whole lives, and whoever sends statements that hardly
# any other sends.
ON_BOTH = {
    "test_admin",
    "test_calls",
    "test_clearing",
    "test_engine",
    "test_facts",
    "test_forgetting",
    "test_hands",
    "test_jobs",
    "test_keeping",
    "test_leaving",
    "test_ledger",
    "test_ledger_guards",
    "test_ledger_machine",
    "test_ledger_races",
    "test_messaging",
    "test_moderation",
    "test_paying_machine",
    "test_privacy",
    "test_purging",
    "test_red_envelopes_guards",
    "test_rentals_guards",
    "test_scenarios",
    "test_scores_columns",
    "test_scores_guards",
    "test_timers",
    "test_town_alone",
    "test_town_jobs",
    "test_votes",
    "test_whole_towns",
}

ENGINES: dict[str, Engine] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = any(
        "database" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")
    )
    if "database" in metafunc.fixturenames and not chosen:
        is_on_both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
        engines = ["sqlite", "postgresql"] if is_on_both else ["sqlite"]
        metafunc.parametrize("database", engines, indirect=True)


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each test's database lies in its turn."""
    return tmp_path_factory.mktemp("sqlite")


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database of this test's own, migrated to the newest schema."""
    if request.param == "sqlite":
        path = request.getfixturevalue("sqlite_place") / "town.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        for left in path.parent.iterdir():
            left.unlink()
        return
    server = request.getfixturevalue("postgres")
    template = make_url(request.getfixturevalue("postgres_template")).database
    with server.lend(template) as url:
        yield url


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """The engine that may write, set up as the program sets it up.

    To compile a town's statements takes as long as most tests, and an engine remembers them: what
    has the same address has the same engine, with connections of its own each time.
    """
    made = ENGINES.get(database) or ENGINES.setdefault(database, write_engine(database))
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
