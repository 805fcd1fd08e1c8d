"""The tests' two hands: one is a bot that calls the Bot API, the other people who act."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

import aiohttp

from sandbox import Sandbox

Json = dict[str, Any]
Found = TypeVar("Found")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000030802000000"
    "368849d60000001049444154789c63f8cfc0f01f8c1800001ffa03fd5ab4c8b50000000049454e44ae426082"
)
OGG = b"OggS" + bytes(60)


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

    async def fresh(self, **fields: Any) -> list[Json]:
        """All waiting updates, confirmed at once."""
        found = await self.updates(**fields)
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


def png(width: int, height: int) -> bytes:
    return PNG[:16] + struct.pack(">II", width, height) + PNG[24:]


async def share(
    seat: Seat, kind: str, *files: tuple[bytes, str], status: int = 200, **fields: object
) -> Any:
    """Upload as the page does; the messages, or the refusal's words."""
    form = aiohttp.FormData({"kind": kind}, default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, str(value))
    for data, name in files:
        form.add_field("file", BytesIO(data), filename=name)
    url = f"{seat.desk.url}/control/people/{seat.id}/media"
    async with seat.desk.session.post(url, data=form) as response:
        body = await response.json()
        assert response.status == status, body
        return body if status == 200 else body["error"]


async def heard(desk: Desk, kind: str = "message", **fields: Any) -> Json:
    """The last update, as a bot hears it."""
    updates = await desk.fresh(**fields)
    shape: Json = updates[-1][kind]
    return shape


async def download(desk: Desk, file_id: str, **fields: Any) -> bytes:
    file = await desk.api("getFile", file_id=file_id, **fields)
    token = fields.get("token", desk.sandbox.settings.token)
    async with desk.session.get(f"{desk.url}/file/bot{token}/{file['file_path']}") as response:
        assert response.status == 200
        return await response.read()


async def upload(
    desk: Desk, method: str, chat_id: int, data: bytes, name: str, **fields: object
) -> Any:
    """A bot sends one file, in the part named like the method."""
    part = {method.removeprefix("send").lower(): (data, name)}
    return await post_form(desk, method, part, chat_id=chat_id, **fields)


async def post_form(
    desk: Desk, method: str, files: dict[str, tuple[bytes, str]], **fields: object
) -> Any:
    """Call a method with a form; the result, or `Refused`."""
    form = aiohttp.FormData(default_to_multipart=True)
    for key, value in fields.items():
        form.add_field(key, value if isinstance(value, str) else json.dumps(value))
    for key, (data, name) in files.items():
        form.add_field(key, BytesIO(data), filename=name)
    async with desk.session.post(desk.method_url(method), data=form) as response:
        body = await response.json()
    if not body["ok"]:
        raise Refused(body, response.status)
    return body["result"]


def webp(width: int, height: int) -> bytes:
    """As much of a WebP picture as tells its size."""
    sides = struct.pack("<HBHB", width - 1, 0, height - 1, 0)
    return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + sides
