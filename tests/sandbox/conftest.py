"""A running sandbox for every test that asks, spoken to over real HTTP."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, SandboxSettings
from tests.sandbox.desk import Desk, ManualClock, OpenDesk
from tests.sandbox.kept import forgotten


@pytest.fixture
def hands() -> ManualClock:
    """The sandbox's clock in tests that move it."""
    return ManualClock()


async def finish(sandbox: Sandbox) -> None:
    """Whatever a test did: a restart now would change nothing."""
    await asyncio.sleep(0)
    lost: list[str] = []
    with suppress(sqlite3.ProgrammingError):  # the test has stopped it itself
        lost = forgotten(sandbox.world)
    await sandbox.stop()
    assert lost == []


@pytest.fixture
async def open_desk() -> AsyncIterator[OpenDesk]:
    """Starts sandboxes with chosen settings; all of them end with the test."""
    async with AsyncExitStack() as stack:

        async def start(clock: ManualClock | None = None, **chosen: Any) -> Desk:
            settings = SandboxSettings(**{"port": 0, "limits": False, **chosen})
            sandbox = Sandbox(settings, clock)
            await sandbox.start()
            stack.push_async_callback(finish, sandbox)
            session = await stack.enter_async_context(aiohttp.ClientSession())
            return Desk(sandbox, session)

        yield start


@pytest.fixture
async def desk(open_desk: OpenDesk) -> Desk:
    """An ordinary sandbox, without sending limits."""
    return await open_desk()


@pytest.fixture
async def timed(open_desk: OpenDesk, hands: ManualClock) -> Desk:
    """A sandbox whose clock stands still until moved."""
    return await open_desk(hands)
