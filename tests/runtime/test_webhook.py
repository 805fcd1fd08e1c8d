"""The webhook: who may bring updates, what is kept of them, and what a caller is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.runtime.webhook import BODY_MAX, SECRET_HEADER, listening, webhook_app
from tests.runtime.conftest import NewRig
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID

SECRET = "a-secret-of-enough-length"


@dataclass(slots=True)
class Hook:
    """A rig whose program is reached by webhook, and a hand that knocks there."""

    rig: Rig
    url: str
    http: aiohttp.ClientSession

    async def post(
        self, body: bytes, secret: str | None = SECRET, bot_id: object = BOT_ID
    ) -> aiohttp.ClientResponse:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        address = f"{self.url}/telegram/{bot_id}"
        async with self.http.post(address, data=BytesIO(body), headers=headers) as response:
            await response.read()
            return response


@pytest.fixture
async def hook(new_rig: NewRig, sqlite_url: str) -> AsyncIterator[Hook]:
    rig = await new_rig(sqlite_url)
    intakes: dict[str, Any] = {}
    async with listening(webhook_app(intakes, SECRET), 0) as port, aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{port}"
        rig.webhook_url, rig.webhook_secret = f"{url}/telegram/{BOT_ID}", SECRET
        await rig.start()
        intakes[str(BOT_ID)] = rig.instance.intake
        yield Hook(rig, url, http)
        await rig.stop()


async def test_updates_come_in_by_webhook_and_have_one_effect(hook: Hook):
    rig = hook.rig
    await rig.faults(updates={"copies": 3, "window": 5})
    for number in range(10):
        await rig.say("ana", f"/note {number}")
    await rig.until(lambda: len(rig.amounts("noted")) >= 10)
    await rig.until(lambda: rig.unconfirmed() == [])
    assert sorted(rig.amounts("noted")) == list(range(10))
    assert await rig.requests("getUpdates") == []


@pytest.mark.parametrize("secret", [None, "", "wrong", "geheïm", "密", SECRET * 2])
async def test_without_the_secret_nobody_gets_in(hook: Hook, secret: str | None):
    body = b'{"update_id": 1}'
    assert (await hook.post(body, secret)).status == 401
    assert (await hook.post(b"x" * BODY_MAX * 2, secret)).status in {401, 413}
    assert hook.rig.inbox_states() == []


async def test_a_secret_of_broken_bytes_is_a_wrong_secret(hook: Hook):
    host, port = hook.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /telegram/{BOT_ID} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n"
    writer.write(head.encode() + f"{SECRET_HEADER}: ".encode() + b"\xff\xfe\r\n\r\n{}")
    await writer.drain()
    assert b" 401 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


class Deaf:
    """An intake that nothing may reach."""

    async def take(self, updates: list[dict[str, Any]]) -> None:
        raise AssertionError(updates)


@pytest.fixture
async def hasty() -> AsyncIterator[int]:
    """The port of a webhook that waits for nobody."""
    intakes: dict[str, Any] = {"1": Deaf()}
    app = webhook_app(intakes, SECRET, patience_s=0.05)
    runner = web.AppRunner(app, access_log=None, lingering_time=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def test_a_body_that_does_not_come_is_not_waited_for(hasty: int):
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty)
    head = f"POST /telegram/1 HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
    writer.write(f"{head}Content-Length: 9\r\n\r\n{{".encode())
    async with asyncio.timeout(10):  # the library by itself would wait for ever
        assert b" 408 " in await reader.read()
    writer.close()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield reader, writer
    writer.close()
    await writer.wait_closed()


async def answer(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> bytes:
    """What comes back until the other side ends the connection."""
    reader, writer = connection
    writer.write(b"POST /telegram/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    return await reader.read()


async def test_one_connection_too_many_is_closed_and_the_others_are_served():
    async with AsyncExitStack() as stack, asyncio.timeout(10):
        port = await stack.enter_async_context(listening(webhook_app({}, SECRET), 0, most=3))
        idle = [await stack.enter_async_context(connected(port)) for _ in range(3)]
        beyond, _ = await stack.enter_async_context(connected(port))
        assert await beyond.read() == b""
        assert b" 401 " in await answer(idle[0])
        assert b" 401 " in await answer(await stack.enter_async_context(connected(port)))


def test_a_webhook_without_a_secret_does_not_start():
    with pytest.raises(ValueError, match="secret"):
        webhook_app({}, "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b'[{"update_id": 1}]',
        b"{}",
        b"null",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 1.5}',
        b'{"update_id": NaN}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 1' + b"0" * 5000 + b"}",
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"update_id": 1, "a": ' + b"[" * 64 + b"]" * 64 + b"}",
    ],
)
async def test_what_is_no_update_is_taken_and_dropped(hook: Hook, body: bytes):
    assert (await hook.post(body)).status == 200
    assert hook.rig.inbox_states() == []


async def test_too_much_is_refused_and_another_bot_is_not_here(hook: Hook):
    assert (await hook.post(b"x" * (2 * 1024 * 1024))).status == 413
    assert (await hook.post(b'{"update_id": 1}', bot_id=BOT_ID + 1)).status == 404
    assert (await hook.post(b'{"update_id": 1}', bot_id="x")).status == 404
    assert hook.rig.inbox_states() == []


async def test_a_database_in_the_way_asks_for_a_retry_and_nothing_is_lost(hook: Hook):
    rig = hook.rig
    with rig.obstructed():
        answer = await hook.post(b'{"update_id": 1}')
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) >= 1
        await rig.say("ana", "/note 1")
        assert rig.unconfirmed() != []
    await rig.until(lambda: rig.amounts("noted") == [1])
    await rig.until(lambda: rig.unconfirmed() == [])


async def test_the_webhook_is_hung_out_as_often_as_it_takes(new_rig: NewRig, sqlite_url: str):
    rig = await new_rig(sqlite_url)
    rig.webhook_url, rig.webhook_secret = f"http://127.0.0.1:1/telegram/{BOT_ID}", SECRET
    await rig.faults({"kind": "html", "status": 502, "methods": ["setWebhook"], "count": 1})
    program = await rig.start()
    await rig.until(lambda: rig.sandbox.world.bot(BOT_ID).updates.webhook_set)
    statuses = [request["status"] for request in await rig.requests("setWebhook")]
    assert statuses == [502, 200]
    assert "setWebhook" in program.board.instances[BOT_ID].trouble
