"""A town lives without its bot: no face, no messenger and no event loop is imported for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from scripts.live import Life

ROOT = Path(__file__).parents[2]
FACES = ("bot", "aiogram", "aiohttp", "apscheduler")
LIVE = f"""
import sys
from scripts.live import main
status = main(["--days", "8", "--seed", "7"])
found = sorted({{name.split(".")[0] for name in sys.modules}} & set({FACES!r}))
print("faces:", *found)
sys.exit(status)
"""


def test_a_week_is_lived_and_the_books_balance_with_no_bot_near():
    done = subprocess.run(
        [sys.executable, "-c", LIVE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1].strip() == "faces:"
    assert lines[-2] == "8 days lived, 0 faults"
    ran = {kind: int(times) for times, kind in (line.split() for line in lines[:-2])}
    assert ran["resident_day"] >= 8
    assert ran["evening_lists"] >= 7
    assert ran["rescore_night"] >= 7
    assert ran["resident_act"] > 100


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_week_is_lived_on_postgresql_too(engine: Engine):
    life = Life(engine, seed=7)
    life.forward(8)
    assert life.faults() == []
    assert life.ran["resident_act"] > 100
    assert life.ran["evening_lists"] >= 7
