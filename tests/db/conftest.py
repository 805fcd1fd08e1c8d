"""A fresh migrated database for each test, and towns in it.

Every test that asks for `town_of`, `engine` or `database` runs twice: on SQLite and on PostgreSQL;
those of `ON_SQLITE_ALONE` once. What a town can do is told in `tests/support/world.py`.
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

# Long lives, chances counted, and words of refusals: they send an engine hardly a statement that
# the others, or two weeks of a whole town, do not send to both.
ON_SQLITE_ALONE = {
    "test_accusations",
    "test_adoptions",
    "test_advisers",
    "test_agencies",
    "test_agencies_hearing",
    "test_agencies_rescoring",
    "test_boardroom",
    "test_bulletins",
    "test_casebook",
    "test_cockpit",
    "test_complaints_about",
    "test_conflicts",
    "test_consent",
    "test_correcting",
    "test_courts",
    "test_debrief",
    "test_errands",
    "test_figures",
    "test_galas",
    "test_gaming",
    "test_gaming_circles",
    "test_grades",
    "test_home_waits",
    "test_human_time",
    "test_kin",
    "test_law",
    "test_law_drafts",
    "test_legality",
    "test_legitimacy",
    "test_listing_discretion",
    "test_listing_lifecycle",
    "test_listings_machine",
    "test_lists",
    "test_lists_cameras",
    "test_lists_companies",
    "test_lists_cost",
    "test_lists_feeding",
    "test_offices",
    "test_ombudsman",
    "test_ombudsman_hearing",
    "test_ombudsman_machine",
    "test_panic",
    "test_payrolls",
    "test_plays_machine",
    "test_polls",
    "test_proxies",
    "test_red_envelopes",
    "test_rentals",
    "test_rentals_merchants",
    "test_requests",
    "test_residents",
    "test_residents_answers",
    "test_residents_pace",
    "test_residents_seats",
    "test_sanctions",
    "test_scenarios_typed",
    "test_scenarios_undo",
    "test_scope_heat",
    "test_scores",
    "test_scores_asked",
    "test_scores_explained",
    "test_scores_hidden",
    "test_second_signature",
    "test_services_page",
    "test_statutes",
    "test_tables",
    "test_truth",
    "test_twins",
    "test_votes",
    "test_workshops",
    "test_workshops_pasts",
}

ENGINES: dict[str, Engine] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = any(
        "database" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")
    )
    if "database" in metafunc.fixturenames and not chosen:
        alone = metafunc.module.__name__.rpartition(".")[2] in ON_SQLITE_ALONE
        engines = ["sqlite"] if alone else ["sqlite", "postgresql"]
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
