"""One fork server for all tests of a session: importing everything once is slow enough."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.chaos.nursery import Nursery, nursery


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def births() -> AsyncIterator[Nursery]:
    async with nursery() as made:
        yield made
