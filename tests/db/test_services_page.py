"""The service of docs/services.md is made from nothing, and works as the page says."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from services.kernel import seeds
from services.living import errands
from services.living.errands import ErrandState, services
from tests.db.test_errands import KEEPERS, TIMERS, check, do, use

ROOT = Path(__file__).parents[2]
FILE = re.compile(r"```yaml\n# seeds/services/(\w+\.yaml)\n(.*?)```", re.S)


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    copytree(seeds.SEEDS, tmp_path / "seeds")
    [(name, text)] = FILE.findall((ROOT / "docs/services.md").read_text("utf-8"))
    (tmp_path / "seeds/services" / name).write_text(text, "utf-8")
    monkeypatch.setattr(seeds, "SEEDS", tmp_path / "seeds")


def test_a_file_is_a_service(shelf, town_of):
    world = town_of("ana", residents=KEEPERS, timers=TIMERS)
    assert "bath" in services()
    assert "bath" in {one.service_id for one in do(world, errands.shelf).services}
    asked = use(world, "Bath house", "steam", "borrow")
    assert asked.state is ErrandState.ASKED
    out = do(world, errands.leave_deposit, asked.errand_id).errand
    assert (out.state, out.paid) == (ErrandState.OUT, 9_00)
    assert out.place.en == "Mirror Street"
    do(world, errands.finish, out.errand_id)
    assert [f.kind for f in world.facts_of("ana")] == ["purchase", "place_noted", "rental_returned"]
    world.forward(days=4)
    assert world.balance("ana") == 91_00
    check(world)
