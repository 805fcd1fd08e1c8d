"""Jobs killed at any moment: no effect is lost or doubled, and one that were would be seen."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.jobs import TakenApart, trial

KILLS, DAYS, SEED = 8, 2, 7


def test_a_town_that_is_killed_again_and_again_has_the_books_of_one_that_is_not(tmp_path: Path):
    assert trial(tmp_path, SEED, kills=KILLS, days=DAYS) == (KILLS, [])


def test_an_effect_apart_from_its_timer_would_be_seen(tmp_path: Path):
    killed, found = trial(tmp_path, SEED, kills=0, kind=TakenApart, days=DAYS)
    assert (killed, bool(found)) == (0, True)
