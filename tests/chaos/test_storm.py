"""The short run: a gala under fire. `make chaos` is the same with a thousand kills."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.chaos.nursery import Nursery
from tests.chaos.stage import stage
from tests.chaos.storm import Storm, deaths

# The fork server is talked to in the event loop in which it was started.
pytestmark = pytest.mark.asyncio(loop_scope="session")
SEED = 7
KILLS = 30


async def test_a_gala_survives_being_killed_again_and_again(births: Nursery, tmp_path: Path):
    async with stage(f"sqlite:///{tmp_path}/town.db", tmp_path, people=30, seed=SEED) as scene:
        storm = Storm(births, scene, Random(SEED), countdown_ms=1_500, shares=15)
        found = await storm.round(deaths(Random(SEED)), KILLS)
        figures = storm.counts()
    assert found == []
    assert storm.tally.kills.total() == KILLS
    assert figures["updates_delivered"] > figures["updates_made"], "each came once to three times"
    assert figures["shares_told_of"] >= 15
    assert figures["winners_untold"] == 0, "no outage was longer than an answer lives"
