"""Webhooks: the secret, order, retries, Retry-After, and methods in the reply."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.sandbox.desk import Desk, OpenDesk, Refused, until

Answer = Callable[[], web.Response]


@dataclass
class Hook:
    """A bot's web server: notes what comes, answers as told."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    busiest: int = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.busiest = max(self.busy, self.busiest)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = await request.json()
        async with self.arrived:
            self.got.append(update)
            self.times.append(asyncio.get_running_loop().time())
            self.arrived.notify_all()
        await self.hold.wait()
        self.busy -= 1
        return self.answers.pop(0)() if self.answers else web.Response()

    async def until(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(lambda: len(self.got) >= count)
        return self.got


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    served = Hook()
    served.hold.set()
    app = web.Application()
    app.router.add_post("/hook", served.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield served
    await runner.cleanup()


async def test_updates_come_with_the_secret_in_order(desk: Desk, hook: Hook):
    ana = await desk.person()
    await ana.send("before")
    await desk.api("setWebhook", url=hook.url, secret_token="s3cret_-")
    await ana.send("after")
    got = await hook.until(2)
    assert [update["message"]["text"] for update in got] == ["before", "after"]
    assert hook.secrets == ["s3cret_-"] * 2
    await settled(desk)
    assert (await desk.control("GET", "state"))["bots"][0]["webhook"] is True


async def settled(desk: Desk) -> dict[str, Any]:
    """Until nothing is pending."""

    async def nothing_pending() -> dict[str, Any] | None:
        info: dict[str, Any] = await desk.api("getWebhookInfo")
        return info if info["pending_update_count"] == 0 else None

    return await until(nothing_pending)


async def test_a_refused_update_is_sent_again_at_once_then_after_two_seconds(
    desk: Desk, hook: Hook
):
    hook.answers = [lambda: web.Response(status=500), lambda: web.Response(status=302)]
    await desk.api("setWebhook", url=hook.url)
    ana = await desk.person()
    await ana.send("stubborn")
    got = await hook.until(3)
    assert [update["message"]["text"] for update in got] == ["stubborn"] * 3
    assert hook.times[1] - hook.times[0] < 1
    assert 1.9 < hook.times[2] - hook.times[1] < 4
    info = await settled(desk)
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")


async def test_retry_after_is_honoured(desk: Desk, hook: Hook):
    hook.answers = [lambda: web.Response(status=503, headers={"Retry-After": "1"})]
    await desk.api("setWebhook", url=hook.url)
    ana = await desk.person()
    await ana.send("later")
    await hook.until(2)
    assert 0.95 < hook.times[1] - hook.times[0] < 3


async def test_one_update_of_a_chat_at_a_time_but_chats_beside_each_other(desk: Desk, hook: Hook):
    hook.hold.clear()
    await desk.api("setWebhook", url=hook.url)
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    for text in ("a1", "a2"):
        await ana.send(text)
    await bo.send("b1")
    got = await hook.until(2)
    assert sorted(update["message"]["text"] for update in got) == ["a1", "b1"]
    hook.hold.set()
    await hook.until(3)
    assert hook.got[2]["message"]["text"] == "a2"
    assert hook.busiest == 2


@pytest.mark.parametrize("way", ["json", "form", "multipart"])
async def test_a_method_in_the_reply_is_executed(desk: Desk, hook: Hook, way: str):
    ana = await desk.person()
    fields = {"method": "sendMessage", "chat_id": ana.id, "text": "from the reply"}
    texts = {key: str(value) for key, value in fields.items()}
    if way == "json":
        hook.answers = [lambda: web.json_response(fields)]
    elif way == "form":
        content_type = "application/x-www-form-urlencoded"
        body = "&".join(f"{key}={value}" for key, value in texts.items())
        hook.answers = [lambda: web.Response(text=body, content_type=content_type)]
    else:
        lines = [
            f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in texts.items()
        ]
        body = "".join([*lines, "--x--\r\n"])
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        hook.answers = [lambda: web.Response(body=body.encode(), headers=headers)]
    await desk.api("setWebhook", url=hook.url)
    await ana.send("/start")
    await settled(desk)
    assert (await ana.sees())[-1]["text"] == "from the reply"


@pytest.mark.parametrize("body", ['{"method": ' + "[" * 10_000, '{"text": "\\ud83d"}', "[]", "{"])
async def test_a_reply_that_cannot_be_read_is_only_taken(desk: Desk, hook: Hook, body: str):
    hook.answers = [lambda: web.Response(text=body, content_type="application/json")]
    await desk.api("setWebhook", url=hook.url)
    ana = await desk.person()
    await ana.send("one")
    await ana.send("two")
    await settled(desk)
    assert [update["message"]["text"] for update in hook.got] == ["one", "two"]


async def test_bad_settings_are_refused(desk: Desk, hook: Hook):
    for url in ("http://example.org/", "https://example.org:9000/"):
        with pytest.raises(Refused, match="bad webhook"):
            await desk.api("setWebhook", url=url)
    with pytest.raises(Refused, match="unallowed characters"):
        await desk.api("setWebhook", url=hook.url, secret_token="é")


async def test_pending_updates_can_be_dropped(desk: Desk, hook: Hook):
    ana = await desk.person()
    await ana.send("old")
    await desk.api("setWebhook", url=hook.url, drop_pending_updates=True)
    await ana.send("new")
    assert (await hook.until(1))[0]["message"]["text"] == "new"
    await desk.api("deleteWebhook")
    await ana.send("polled")
    assert (await desk.updates())[-1]["message"]["text"] == "polled"


async def test_a_dead_webhook_keeps_the_updates(open_desk: OpenDesk):
    desk = await open_desk()
    await desk.api("setWebhook", url="http://127.0.0.1:9/gone")
    ana = await desk.person()
    await ana.send("kept")

    async def failed() -> dict[str, Any] | None:
        info: dict[str, Any] = await desk.api("getWebhookInfo")
        return info if "last_error_message" in info else None

    info = await until(failed)
    assert info["pending_update_count"] == 1
    await desk.api("deleteWebhook")
    assert (await desk.updates())[0]["message"]["text"] == "kept"
