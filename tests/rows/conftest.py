"""The real program in a process of its own, and the stage on which all rows play."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rows.stage import STORIES, Stage
from tests.support import seats
from tests.support.running import play

LOOK_S = 0.25


@pytest.fixture(scope="session")
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    program = play(tmp_path_factory.mktemp("rows"))
    tests = [
        one.function
        for one in request.session.items
        if isinstance(one, pytest.Function) and one.function in STORIES
    ]
    with pytest.MonkeyPatch.context() as patch:
        # A dozen people who look 25 times a second would take the machine from the town.
        patch.setattr(seats, "LOOK_S", LOOK_S)
        playing = Stage(program.url, tests)
        try:
            yield playing
        finally:
            playing.close()
            status = program.stop()
    assert status == 0
