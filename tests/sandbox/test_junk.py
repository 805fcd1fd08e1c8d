"""Whatever a bot or a page sends, the sandbox answers with a refusal, never with a crash."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.botapi.methods.registry import entries
from tests.sandbox.desk import Desk

JUNK: tuple[Any, ...] = (
    None, True, -1, 2**70, 1.5, "", " ", "0", "9" * 5000, "\u0661", "\x00", "@x", "{", "[]", "{}",
    [], {}, [[]], [{}], {"type": "chat"}, {"inline_keyboard": [[{}]]}, {"keyboard": [[1]]}, "attach://x",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(entries()))
async def test_no_junk_breaks_a_method(desk: Desk, name: str):
    ana = await desk.starter()
    sent = await desk.api("sendMessage", chat_id=ana.id, text="x")
    entry = entries()[name]
    sound = {
        "chat_id": ana.id, "from_chat_id": ana.id, "message_id": sent["message_id"], "text": "y",
        "user_id": ana.id, "question": "?", "options": ["a"], "photo": "x", "voice": "x",
        "document": "x", "action": "typing", "commands": [], "file_id": "x",
        "callback_query_id": "1", "message_ids": [1], "url": "", "timeout": 0, "latitude": 1,
        "longitude": 1, "title": "x", "address": "x", "sticker": "x", "name": "x", "reaction": [],
        "media": [{"type": "photo", "media": "x"}],
    }  # fmt: skip
    fields = set(entry.model.model_fields)
    base = {field: value for field, value in sound.items() if field in fields}
    for field in sorted(fields - {"timeout"}):
        for junk in JUNK:
            body = {**base, field: junk}
            async with desk.session.post(desk.method_url(name), json=body) as response:
                answer = await response.json()
                assert response.status < 500, (field, junk, answer)
                assert answer["ok"] is (response.status == 200)


@pytest.mark.parametrize("body", [b"\xff", b"{", b"[1]", b"null", b"", b"a=%ff&b=\xff"])
@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=klingon",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/plain",
    ],
)
async def test_no_body_breaks_a_request(desk: Desk, kind: str, body: bytes):
    headers = {"Content-Type": kind}
    url = desk.method_url("sendMessage")
    async with desk.session.post(url, data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["ok"] is False


async def test_no_half_of_a_character_gets_in(desk: Desk):
    ana = await desk.starter()
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=unicode_escape"}
    body = f"chat_id={ana.id}&text=\\ud83d"
    url = desk.method_url("sendMessage")
    async with desk.session.post(url, data=body, headers=headers) as response:
        assert (response.status, len(await ana.sees())) == (400, 1)


ACTS = """
send tap vote read forward block anonymous-send sticker location react delete profile
"""
FIELDS = """
text chat bot thread message_id reply_to options button data edit emoji sticker latitude first_name
username
"""


@pytest.mark.parametrize("act", ACTS.split())
async def test_no_junk_breaks_a_control_call(desk: Desk, act: str):
    ana = await desk.starter()
    url = f"{desk.url}/control/people/{ana.id}/{act}"
    sound = {"text": "x", "message_id": 1, "options": [0]}
    for field in FIELDS.split():
        for junk in JUNK:
            body = {**sound, "timeout": 0, field: junk}
            for shape in (body, {field: junk}, junk):
                async with desk.session.post(url, json=shape) as response:
                    assert response.status < 500, (field, junk)
                    await response.json()
    async with desk.session.get(f"{desk.url}/control/people/{'9' * 5000}/chats") as response:
        assert response.status == 404
    async with desk.session.get(f"{desk.url}/bot{'9' * 5000}:SANDBOX-X/getMe") as response:
        assert response.status == 401
