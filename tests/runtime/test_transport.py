"""Other servers than Telegram's: what they leave out is not missed, what they refuse is said."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.runtime.instance import BotSettings
from bot.runtime.program import Program
from bot.runtime.transport import (
    NOTHING_TO_CHANGE,
    Again,
    Moved,
    Outcome,
    Refused,
    Sent,
    Transport,
    Unseen,
    Wait,
    pause_s,
)
from tests.runtime.tally import tally
from tests.support.clock import ManualClock
from tests.support.runtime import TOKEN

WORDS = "Ana wrote 密语 to 5551234, <secretly>"


@dataclass(slots=True)
class Foreign:
    """A Bot API server of somebody else's: it answers as it likes."""

    url: str = ""
    status: int = 200
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer what was set for the method; an empty success by default."""
        method = request.match_info["method"]
        self.asked.append(method)
        answer = self.answers.get(method, {"ok": True, "result": []})
        return web.json_response(answer, status=self.status)


@pytest.fixture
async def foreign() -> AsyncIterator[Foreign]:
    server = Foreign()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", server.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def call(foreign: Foreign) -> AsyncIterator[Callable[..., Any]]:
    async def no_picture(_: str | bytes) -> bytes:
        raise AssertionError

    transport = Transport(TelegramAPIServer.from_base(foreign.url), TOKEN, no_picture)
    yield transport.call
    await transport.close()


@pytest.mark.parametrize(
    ("me", "username"),
    [
        ({"id": 1, "username": "a_bot"}, "a_bot"),
        ({"id": "1", "is_bot": "perhaps", "first_name": 7, "username": "a_bot"}, "a_bot"),
        ({"first_name": "A", "username": None, "supports_everything": {}}, ""),
        ({}, ""),
        ([], ""),
        (None, ""),
    ],
)
async def test_a_bot_needs_no_more_of_itself_than_its_name(
    foreign: Foreign, sqlite_url: str, me: Any, username: str
):
    foreign.answers["getMe"] = {"ok": True, "result": me}
    instance = BotSettings(foreign.url, TOKEN)
    program = Program(sqlite_url, b"", lambda _: (tally(),), [instance], clock=ManualClock())
    try:
        await program.start()
        [opened] = program.instances.values()
        assert opened.worker.username == username
        assert (await opened.bot.me()).id == opened.bot_id
        assert foreign.asked.count("getMe") == 1
    finally:
        await program.stop()


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (200, {"ok": True}, Sent(None)),
        (400, {"ok": False}, Refused(400, "")),
        (400, {"ok": False, "description": None, "parameters": []}, Refused(400, "")),
        (400, {"ok": False, "description": f"Bad Request: {NOTHING_TO_CHANGE}: same"}, Sent(None)),
        (403, {"ok": False, "error_code": "many", "description": "no"}, Refused(403, "no")),
        (429, {"ok": False, "parameters": {"retry_after": "soon"}}, Wait(1.0)),
        (429, {"ok": False, "parameters": {"retry_after": 7}}, Wait(7.0)),
        (400, {"ok": False, "parameters": {"migrate_to_chat_id": -9}}, Moved(-9)),
        (400, {"ok": False, "parameters": {"migrate_to_chat_id": "x"}}, Refused(400, "")),
        (200, {"ok": False, "error_code": 502}, Again("status 502")),
        (200, ["not", "an", "answer"], Again("status 200 without an answer")),
    ],
)
async def test_an_answer_in_another_shape_has_a_meaning(
    foreign: Foreign, call: Callable[..., Any], status: int, answer: Any, outcome: Outcome
):
    foreign.status, foreign.answers["getChat"] = status, answer
    assert await call("getChat", {"chat_id": 1}) == outcome


@pytest.fixture
def refuse(foreign: Foreign, call: Callable[..., Any]) -> Callable[..., Any]:
    async def refused(method: str, description: str) -> None:
        foreign.answers[method] = {"ok": False, "error_code": 400, "description": description}
        buttons = {"inline_keyboard": [[{"text": "Bo", "callback_data": "ct:1"}]]}
        params = {"chat_id": 5551234, "text": WORDS, "reply_markup": json.dumps(buttons)}
        assert await call(method, params) == Refused(400, description)

    return refused


async def test_what_is_refused_is_said_once_a_kind_with_method_and_reason(
    refuse: Callable[..., Any], caplog: pytest.LogCaptureFixture
):
    for number in range(5):
        await refuse("sendMessage", f"Bad Request: field link_preview unknown at {number}")
    await refuse("editMessageText", "Bad Request: field link_preview unknown at 1")
    await refuse("sendMessage", "Bad Request: chat not found")
    lines = [line for line in caplog.messages if "refused" in line]
    assert len(lines) == 3
    assert "field link_preview unknown at #" in lines[0]
    assert "sendMessage" in lines[0]
    assert "editMessageText" in lines[1]
    assert "chat not found" in lines[2]


@pytest.mark.parametrize(
    "description",
    [
        f"cannot send {WORDS} to 5551234",
        'unsupported start tag "secretly" at byte offset 9',
        "unsupported start tag 'secretly'",
        "you wrote 密语, and Ana at that",
        f"the button Bo is not liked; /bot{TOKEN}/sendMessage",
    ],
)
async def test_nobodys_words_are_in_the_log(
    refuse: Callable[..., Any], logged: StringIO, description: str
):
    await refuse("sendMessage", description)
    [line] = logged.getvalue().splitlines()
    for word in ("Ana", "Bo ", "密语", "secretly", "5551234", TOKEN.partition(":")[2]):
        assert word not in line
    assert '"event": "refused"' in line


async def test_a_server_that_makes_up_reasons_does_not_fill_the_log(
    refuse: Callable[..., Any], caplog: pytest.LogCaptureFixture
):
    for number in range(300):
        await refuse("sendMessage", f"reason {chr(0x4E00 + number)}")
    assert len([line for line in caplog.messages if "refused" in line]) == 200


def test_pauses_double_up_to_a_limit_unless_the_api_names_one():
    again = Again("x")
    pauses = [pause_s(again, tries, first_s=0.5, most_s=10) for tries in range(1, 8)]
    assert pauses == [0.5, 1, 2, 4, 8, 10, 10]
    assert pause_s(Unseen("x"), 10**9, first_s=1, most_s=30) == 30
    assert pause_s(Wait(77), 3, first_s=1, most_s=30) == 77
