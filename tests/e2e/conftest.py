"""The real program in a process of its own; each test has a town of its own.

What each verb does is tried on both engines in tests/db, the whole pack and kills in the middle of
a gala in tests/packs and tests/chaos. Here PostgreSQL serves the story of an evening, and what
comes at once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
import pytest_asyncio

from tests.support.running import Running, play
from tests.support.seats import Town, Venue, venue_at

ON_BOTH = {"test_story.py"}
AT_ONCE = {
    "test_a_gala_opens_for_all_at_once_and_answers_by_toast",
    "test_many_taps_at_once_are_one_payment",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "running" in metafunc.fixturenames:
        is_on_both = metafunc.definition.path.name in ON_BOTH or metafunc.definition.name in AT_ONCE
        engines = ["sqlite", "postgresql"] if is_on_both else ["sqlite"]
        metafunc.parametrize("running", engines, indirect=True, scope="session")


@pytest.fixture(scope="session")
def running(request, tmp_path_factory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp(f"e2e-{request.param}")
    settings = {}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        settings["DATABASE_URL"] = server.create()
    program = play(folder, **settings)
    yield program
    assert program.stop() == 0


@pytest_asyncio.fixture
async def venue(running) -> AsyncIterator[Venue]:
    async with aiohttp.ClientSession(running.url) as http:
        found = await venue_at(http)
        yield found
        await found.close_towns()


@pytest_asyncio.fixture
async def town(venue: Venue) -> Town:
    return await venue.town()
