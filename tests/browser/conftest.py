"""A real sandbox, a real bot and a real Chromium for each test of the web chat."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from sandbox import Sandbox, SandboxSettings
from tests.browser.desk import Desk
from tests.browser.echo_bot import EchoBot
from tests.support.chromium import chromium as chromium_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

INSTALL = "sudo apt-get install -y chromium"
QUIET = [
    "--no-sandbox",
    "--disable-site-isolation-trials",  # a page here is its own site: no process more for it
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all tests; without one they fail with the line to type."""
    path = chromium_path()
    if path is None:
        pytest.fail(f"the browser tests need Chromium; type: {INSTALL}", pytrace=False)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(chromium: Browser) -> AsyncIterator[Desk]:
    """An empty town with the echo bot; in the end every page must have kept the rules."""
    settings = SandboxSettings(port=0, limits=False, bot_name="Echo", bot_username="echo_town_bot")
    sandbox = Sandbox(settings)
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        bot = EchoBot(http, sandbox.url, settings.token)
        await bot.prepare()
        polling = asyncio.get_running_loop().create_task(bot.run())
        desk = Desk(sandbox.url, http, bot, chromium)
        yield desk
        await desk.close()
        polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await polling
    await sandbox.stop()
