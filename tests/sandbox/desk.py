"""The tests' two hands: one is a bot that calls the Bot API, the other people who act."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp

from sandbox import Sandbox

Json = dict[str, Any]
Found = TypeVar("Found")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000030802000000"
    "368849d60000001049444154789c63f8cfc0f01f8c1800001ffa03fd5ab4c8b50000000049454e44ae426082"
)


class ManualClock:
    """Both clocks by hand, in seconds."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.at = now

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at

    def pass_s(self, seconds: float) -> None:
        self.at += seconds


class Refused(Exception):
    """The Bot API said no."""

    def __init__(self, body: Json, status: int) -> None:
        super().__init__(f"{status} {body['description']}")
        self.body = body
        self.status = status
        self.description: str = body["description"]
        self.parameters: Json = body.get("parameters", {})


@dataclass(slots=True)
class Desk:
    """A running sandbox and a connection to it."""

    sandbox: Sandbox
    session: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return self.sandbox.url

    def method_url(self, name: str, token: str | None = None) -> str:
        return f"{self.url}/bot{token or self.sandbox.settings.token}/{name}"

    async def api(self, name: str, /, *, token: str | None = None, **fields: Any) -> Any:
        """Call a method with JSON; the result, or `Refused`."""
        async with self.session.post(self.method_url(name, token), json=fields) as response:
            body = await response.json()
            if not body["ok"]:
                assert body["error_code"] == response.status
                raise Refused(body, response.status)
            return body["result"]

    async def updates(self, offset: int = 0, **fields: Any) -> list[Json]:
        found: list[Json] = await self.api("getUpdates", offset=offset, **fields)
        return found

    async def fresh(self) -> list[Json]:
        """All waiting updates, confirmed at once."""
        found = await self.updates()
        if found:
            await self.updates(offset=found[-1]["update_id"] + 1)
        return found

    async def control(self, verb: str, path: str, status: int = 200, **fields: Any) -> Any:
        """A control call that must end with this status."""
        url = f"{self.url}/control/{path}"
        async with self.session.request(verb, url, json=fields or None) as response:
            body = await response.json()
            assert response.status == status, (response.status, body)
            return body

    async def person(self, first_name: str = "Ana", **fields: Any) -> Seat:
        made = await self.control("POST", "people", 201, first_name=first_name, **fields)
        return Seat(self, made["id"])

    async def starter(self, first_name: str = "Ana", **fields: Any) -> Seat:
        """Somebody who has pressed Start; the bot has seen it."""
        seat = await self.person(first_name, **fields)
        await seat.send("/start")
        await self.fresh()
        return seat

    async def group(self, *members: Seat, **fields: Any) -> int:
        ids = [member.id for member in members]
        fields = {"title": "Town", **fields}
        made = await self.control("POST", "groups", 201, members=ids, **fields)
        return int(made["id"])


@dataclass(slots=True)
class Seat:
    """One person's hands and eyes."""

    desk: Desk
    id: int

    async def act(self, verb: str, status: int = 200, **fields: Any) -> Any:
        return await self.desk.control("POST", f"people/{self.id}/{verb}", status, **fields)

    async def send(self, text: str, **fields: Any) -> Json:
        sent: Json = await self.act("send", text=text, **fields)
        return sent

    async def tap(self, message_id: int, **fields: Any) -> Json | None:
        answer: Json | None = (await self.act("tap", message_id=message_id, **fields))["answer"]
        return answer

    async def sees(self, chat: int | None = None, after: int = 0) -> list[Json]:
        where = f"&chat={chat}" if chat is not None else ""
        path = f"people/{self.id}/messages?after={after}{where}"
        seen: list[Json] = await self.desk.control("GET", path)
        return seen


async def until(look: Callable[[], Awaitable[Found | None]], patience_s: float = 30.0) -> Found:
    """Look again and again until there is something to see."""
    async with asyncio.timeout(patience_s):
        while True:
            found = await look()
            if found:
                return found
            await asyncio.sleep(0.02)


async def serving(desk: Desk) -> None:
    """Until a bot asks for updates or has a webhook."""

    async def state() -> bool:
        async with desk.session.get(f"{desk.url}/control/state") as response:
            return response.status == 200

    await until(state)


OpenDesk = Callable[..., Awaitable[Desk]]


def keyboard(*rows: list[tuple[str, str]]) -> Json:
    """An inline keyboard of (text, data)."""
    return {
        "inline_keyboard": [
            [{"text": text, "callback_data": data} for text, data in row] for row in rows
        ]
    }
