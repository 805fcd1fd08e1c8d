"""Negative controls: every broken guard is caught by the check that finds nothing otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine

from tests.chaos.nursery import Nursery
from tests.chaos.stage import stage
from tests.chaos.storm import Death, Storm

# The fork server is talked to in the event loop in which it was started.
pytestmark = pytest.mark.asyncio(loop_scope="session")
PATIENCE_S = 20.0  # a trial waits for its point; a slow machine may need long
GAP = Death("gap", PATIENCE_S, "gap")
TRIALS: tuple[tuple[str, list[Death], set[str]], ...] = (
    ("confirmed_before_stored", [Death("storing", PATIENCE_S, "storing", 2)], {"I8"}),
    ("share_and_money_apart", [GAP], {"I5", "I7"}),
    ("done_apart", [GAP], {"I8", "log"}),
    ("letters_apart", [GAP], {"I7"}),
    ("answer_recomputed", [], {"I10"}),
    ("share_unguarded", [], {"I6"}),
    ("leaves_unmarked", [Death("sent", PATIENCE_S, "sent", n) for n in (3, 4, 5)], {"I11"}),
    ("owed_forgotten", [Death("sending", PATIENCE_S, "sending", 2)], {"I11"}),
)
RESTLESS = {"letters_apart", "owed_forgotten"}  # what a kill has lost here is waited for in vain
ANY = [
    Death("storing", PATIENCE_S, "storing", 2),
    Death("sent", PATIENCE_S, "sent", 4),
    Death("before_done", PATIENCE_S, "before_done", 3),
    Death("committed", PATIENCE_S, "committed", 9),
]
NO_UNIQUE = (
    "DROP TABLE envelope_shares",
    """CREATE TABLE envelope_shares (
         envelope_id INTEGER NOT NULL, number INTEGER NOT NULL, participant_id TEXT NOT NULL,
         amount_fen INTEGER NOT NULL, PRIMARY KEY (envelope_id, number)) STRICT""",
)

NewStorm = Callable[..., AbstractAsyncContextManager[Storm]]


@pytest.fixture
def trial(births: Nursery, tmp_path: Path) -> NewStorm:
    """A small town with an envelope in it, and a breach."""

    @asynccontextmanager
    async def make(
        breach: str, *, url: str = "", rest_within_s: float = 60
    ) -> AsyncIterator[Storm]:
        url = url or f"sqlite:///{tmp_path}/town.db"
        async with stage(url, tmp_path, people=8, seed=1) as scene:
            yield Storm(
                births,
                scene,
                Random(1),
                countdown_ms=1_000,
                shares=7,  # as many as no resident gives
                gala=False,
                acts_a_second=60,
                rest_within_s=rest_within_s,
                play_s=0.5,
                breach=breach,
            )

    return make


@pytest.mark.parametrize(("breach", "ends", "caught_by"), TRIALS, ids=[t[0] for t in TRIALS])
async def test_a_broken_guard_is_caught(
    trial: NewStorm, breach: str, ends: list[Death], caught_by: set[str]
):
    async with trial(breach, rest_within_s=4 if breach in RESTLESS else 30) as storm:
        if breach == "share_unguarded":
            without_unique_share(storm.stage.url)
        found = await storm.round(iter(ends), len(ends))
    assert caught_by <= {violation.invariant for violation in found}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_the_program_as_it_is_passes_the_same_trial(
    trial: NewStorm, engine: str, request: pytest.FixtureRequest
):
    url = request.getfixturevalue("postgres").create() if engine == "postgresql" else ""
    async with trial("", url=url) as storm:
        assert await storm.round(iter(ANY), len(ANY)) == []
        assert storm.counts()["shares_told_of"] > 0


def without_unique_share(url: str) -> None:
    """Take away what would otherwise stand behind the missing look: the database's own guard."""
    engine = create_engine(url)
    with engine.begin() as conn:
        for statement in NO_UNIQUE:
            conn.exec_driver_sql(statement)
    engine.dispose()
