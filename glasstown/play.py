"""`make play`: sandbox, bot, jobs and residents in one process, and seats to sit down in.

The only module that knows both the sandbox and the bot. They meet over HTTP alone, as the bot and
Telegram would.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.runtime.instance import BotSettings
from bot.runtime.program import Program
from glasstown.run import appoint, program
from glasstown.settings import Settings
from glasstown.start import CannotStart
from sandbox import Sandbox, SandboxSettings, StartError
from services.kernel.town import Role
from services.workshops.sessions import open_code

TOKEN = "1000000001:SANDBOX-GLASSTOWN"  # noqa: S105 - opens nothing but the sandbox
BOT_USERNAME = "glasstown_bot"
SEATS = {
    "en": ("Facilitator", "Admin", "Ana", "Bo", "Cai"),
    "zh": ("主持人", "管理员", "小安", "小博", "小彩"),
}
GROUP = {"en": "Town square", "zh": "小镇广场"}
TITLE = {"en": "Glasstown", "zh": "玻璃镇"}
PATIENCE = 400  # looks, a twentieth of a second apart


async def play(settings: Settings) -> None:
    """Open a living town until cancelled."""
    say("1/4 preparing the database")
    async with playing(settings) as (sandbox, running):
        say(f"4/4 open {sandbox.url} in your browser")
        sys.stdout.write(f"\n  Glasstown is at  {sandbox.url}\n")
        sys.stdout.write("  Ctrl-C stops it; `make play` resumes the same town.\n\n")
        sys.stdout.flush()
        try:
            await running.failed()
        finally:
            say("closing the town")


@asynccontextmanager
async def playing(settings: Settings) -> AsyncIterator[tuple[Sandbox, Program]]:
    """The sandbox with the bot at work in it and people in their seats."""
    sandbox = Sandbox(
        SandboxSettings(
            port=settings.port,
            token=TOKEN,
            bot_name="Glasstown",
            bot_username=BOT_USERNAME,
            seed=settings.seed or 0,
            state=settings.sandbox_state,
            limits=settings.sandbox_limits,
        )
    )
    try:
        await sandbox.start()
    except StartError as error:
        raise CannotStart(str(error).rstrip(".")) from error
    try:
        say("2/4 waking the bot")
        instance = BotSettings(sandbox.url, TOKEN, limits=settings.sandbox_limits)
        async with program(settings, [instance]) as running:
            say("3/4 seating people")
            async with aiohttp.ClientSession(sandbox.url) as http:
                await Seating(http, running, settings.language).seat()
            yield sandbox, running
    finally:
        await sandbox.stop()


class Seating:
    """Puts the first people in their seats through the same doors that any person uses."""

    def __init__(self, http: aiohttp.ClientSession, running: Program, language: str) -> None:
        self._http = http
        self._running = running
        self._language = language

    async def seat(self) -> None:
        """Make whoever and whatever is not there yet; an interrupted first start is completed."""
        facilitator, admin, *guests = [await self._person(n) for n in SEATS[self._language]]
        await appoint(self._running, admin, Role.ADMIN)
        await appoint(self._running, facilitator, Role.FACILITATOR)
        code = await self._running.database.read(open_code)
        if code is None:
            await self._say(admin, "/admin")
            await self._say(facilitator, f"/workshop new {TITLE[self._language]}")
            code = await self._code()
        if not await self._get("/control/groups"):
            members = [facilitator, *guests]
            group = {"title": GROUP[self._language], "members": members, "added_by": facilitator}
            await self._post("/control/groups", group)
        for guest in guests:
            if not await self._get(f"/control/people/{guest}/messages"):
                await self._say(guest, f"/start {code}")

    async def _person(self, name: str) -> int:
        for person in await self._get("/control/people"):
            if person["first_name"] == name:
                return int(person["id"])
        made = {"first_name": name, "language_code": self._language}
        return int((await self._post("/control/people", made))["id"])

    async def _code(self) -> str:
        for _ in range(PATIENCE):
            code = await self._running.database.read(open_code)
            if code is not None:
                return code
            await asyncio.sleep(0.05)
        raise CannotStart("the bot did not open a workshop", "Its log, above, says why")

    async def _say(self, person: int, text: str) -> None:
        await self._post(f"/control/people/{person}/send", {"text": text})

    async def _get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        async with self._http.get(path) as response:
            return _checked(await response.json())

    async def _post(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        async with self._http.post(path, json=body) as response:
            return _checked(await response.json())


def _checked(answer: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(answer, dict) and "error" in answer:
        raise RuntimeError(f"the sandbox says: {answer['error']}")
    return answer


def say(line: str) -> None:
    """Show progress to the person at the terminal."""
    sys.stderr.write(f"  {line}\n")
    sys.stderr.flush()
