"""What every test of the program may ask for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import glasstown.models  # noqa: F401 — before all that imports the messenger's library
from migrations import migrate
from tests.support.clock import ManualClock
from tests.support.postgres import Postgres, running_postgres

# No property is untrue because the machine is slow. A test takes its settings when it is defined,
# so that this stands before all of them.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

YOUNG = 20_000  # objects made before one looks for circles among them


def pytest_collection_finish() -> None:
    """What is imported stays: looking through it for circles is a tenth of a test's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)


@pytest.fixture
def clock() -> ManualClock:
    """Wall time by hand."""
    return ManualClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test asks and stopped after the last."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "town.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The URL of a migrated PostgreSQL database to copy."""
    url = postgres.create()
    migrate(url)
    return url
