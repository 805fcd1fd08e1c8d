"""The real program in a process of its own, on both engines; each test has a town of its own."""

from __future__ import annotations

import aiohttp
import pytest
import pytest_asyncio

from tests.support.running import Running, play
from tests.support.seats import Registry, Town, house_at


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def running(request, tmp_path_factory) -> Running:
    folder = tmp_path_factory.mktemp(f"e2e-{request.param}")
    settings = {"SANDBOX_LIMITS": "false"}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        settings["DATABASE_URL"] = server.create()
    program = play(folder, **settings)
    yield program
    assert program.stop() == 0


@pytest_asyncio.fixture
async def venue(running) -> Registry:
    async with aiohttp.ClientSession(running.url) as http:
        found = await house_at(http)
        yield found
        await found.close_towns()


@pytest_asyncio.fixture
async def town(venue) -> Town:
    return await venue.town()
