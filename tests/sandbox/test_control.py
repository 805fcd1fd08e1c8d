"""The control API: what it tells, and how it says no."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from tests.sandbox.desk import Desk, keyboard


async def test_state_is_ready_once_a_bot_asks_for_updates(desk: Desk):
    assert (await desk.control("GET", "state", 503))["serving"] is False
    await desk.api("getMe")
    await desk.control("GET", "state", 503)
    await desk.updates()
    state = await desk.control("GET", "state")
    assert state["serving"] is True
    assert state["bots"][0]["username"] == "sandbox_bot"


@pytest.mark.parametrize(
    ("verb", "path", "fields", "status", "words"),
    [
        ("POST", "people", {}, 400, "first_name"),
        ("POST", "people", {"first_name": ""}, 400, "first_name"),
        ("POST", "people", {"first_name": "x" * 65}, 400, "first_name"),
        ("POST", "people", {"first_name": "x", "colour": "red"}, 400, "colour"),
        ("POST", "people", {"first_name": "x", "username": "a b"}, 400, "username"),
        ("POST", "people", {"first_name": "x", "username": "Sandbox_Bot"}, 409, "username"),
        ("POST", "people/1/send", {"text": "x"}, 404, "no person"),
        ("GET", "people/1/messages", {}, 404, "no person"),
        ("POST", "groups", {"title": "x", "members": []}, 400, "members"),
        ("POST", "groups", {"title": "x", "members": [1]}, 404, "no person"),
        ("POST", "groups", {"title": "", "members": [1]}, 400, "title"),
        ("GET", "nothing", {}, 404, "Not Found"),
        ("DELETE", "people", {}, 405, "Method Not Allowed"),
        ("GET", "bot?bot=5", {}, 404, "no bot"),
        ("GET", "bot?bot=x", {}, 400, "bot"),
    ],
)
async def test_refusals_name_what_is_wrong(
    desk: Desk, verb: str, path: str, fields: dict[str, object], status: int, words: str
):
    refused = await desk.control(verb, path, status, **fields)
    assert set(refused) == {"error"}
    assert words in refused["error"]


async def test_a_body_that_is_no_json_or_no_utf8(desk: Desk):
    for body, words in ((b"{", "no JSON"), (b'{"first_name": "\\ud83d"}', "no UTF-8")):
        async with desk.session.post(f"{desk.url}/control/people", data=body) as response:
            assert response.status == 400
            assert words in (await response.json())["error"]
    headers = {"Content-Type": "application/json"}
    body = b'{"chat_id": 1, "text": "\\uD83D"}'
    url = desk.method_url("sendMessage")
    async with desk.session.post(url, data=body, headers=headers) as response:
        assert "UTF-8" in (await response.json())["description"]


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "\u202eevil", "🎲" * 20, "=1+1"])
async def test_hostile_names_come_back_as_they_are(desk: Desk, name: str):
    ana = await desk.person(name)
    sent = await ana.send(name)
    assert (sent["from"]["name"], sent["text"]) == (name, name)
    assert (await desk.updates())[0]["message"]["from"]["first_name"] == name


async def test_a_page_may_ask_who_its_person_is(desk: Desk):
    made = await desk.control("POST", "people", 201, first_name="Ana", language_code="zh-hans")
    assert await desk.control("GET", f"people/{made['id']}") == made
    assert "no person" in (await desk.control("GET", "people/1", 404))["error"]


async def test_messages_after_a_number(desk: Desk):
    ana = await desk.person()
    ids = [(await ana.send(text))["message_id"] for text in "abc"]
    assert [message["text"] for message in await ana.sees(after=ids[0])] == ["b", "c"]
    assert await ana.sees(after=ids[-1]) == []


async def test_chats_show_the_last_message_and_what_is_unread(desk: Desk):
    ana = await desk.starter()
    town = await desk.group(ana)
    sent = [await desk.api("sendMessage", chat_id=ana.id, text=text) for text in "ab"]
    private, group = await desk.control("GET", f"people/{ana.id}/chats")
    assert (private["id"], private["type"], private["unread"]) == (None, "private", 2)
    assert private["last_message"]["text"] == "b"
    assert (group["id"], group["title"]) == (town, "Town")
    await ana.act("read", message_id=sent[0]["message_id"])
    assert (await desk.control("GET", f"people/{ana.id}/chats"))[0]["unread"] == 1


async def test_buttons_come_with_all_they_carry(desk: Desk):
    ana = await desk.starter()
    row = [
        {"text": "Go", "url": "https://t.me/sandbox_bot?start=x"},
        {"text": "Copy", "copy_text": {"text": "CODE"}},
        {"text": "No", "callback_data": "n", "style": "danger"},
    ]
    await desk.api("sendMessage", chat_id=ana.id, text="x", reply_markup={"inline_keyboard": [row]})
    shown = (await ana.sees())[-1]["buttons"][0]
    assert shown[0]["url"] == "https://t.me/sandbox_bot?start=x"
    assert shown[1]["copy_text"] == {"text": "CODE"}
    assert shown[2] == {"text": "No", "data": "n", "style": "danger"}
    await ana.act("tap", 400, message_id=(await ana.sees())[-1]["message_id"], button="Go")


async def test_the_log_names_methods_chats_and_ends_but_no_token(desk: Desk):
    ana = await desk.starter()
    await desk.api("sendMessage", chat_id=ana.id, text="x")
    with pytest.raises(Exception, match="chat not found"):
        await desk.api("sendMessage", chat_id=5, text="x")
    log = await desk.control("GET", "log?method=sendmessage")
    assert [(line["status"], line["chat"]) for line in log["requests"]] == [(200, ana.id), (400, 5)]
    assert {"method": "sendMessage", "status": 400, "count": 1} in log["totals"]
    assert "SANDBOX" not in json.dumps(log)
    await desk.control("DELETE", "log")
    assert (await desk.control("GET", "log"))["requests"] == []


async def test_events_tell_screens_what_changed(desk: Desk):
    ana = await desk.starter()
    town = await desk.group(ana)
    async with desk.session.get(f"{desk.url}/control/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b": hello\n"
        sent = await desk.api("sendMessage", chat_id=ana.id, text="x")
        await desk.api("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="y")
        await desk.api("sendChatAction", chat_id=town, action="typing")
        await desk.api("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])
        await desk.person("Bo")
        events = [await next_event(stream) for _ in range(5)]
    kinds = [(event["type"], event["chat"]) for event in events]
    assert kinds == [
        ("message", None),
        ("edited", None),
        ("typing", town),
        ("deleted", None),
        ("people", None),
    ]
    assert (events[0]["person"], events[0]["message_id"]) == (ana.id, sent["message_id"])


async def next_event(stream: aiohttp.ClientResponse) -> dict[str, object]:
    async with asyncio.timeout(5):
        while not (line := await stream.content.readline()).startswith(b"data: "):
            assert line, "the stream has ended"
    event: dict[str, object] = json.loads(line.removeprefix(b"data: "))
    return event


async def test_who_never_reads_is_cut_off_and_others_go_on(desk: Desk):
    request = f"GET /control/events HTTP/1.1\r\nHost: 127.0.0.1:{desk.sandbox.port}\r\n\r\n"
    slow, writer = await asyncio.open_connection("127.0.0.1", desk.sandbox.port, limit=1024)
    writer.write(request.encode())
    await slow.readuntil(b": hello\n\n")
    async with asyncio.timeout(60), desk.session.get(f"{desk.url}/control/events") as stream:
        for number in range(3000):
            # Without this much, the machine's own buffers would swallow all of it.
            desk.sandbox.world.events.emit("x", person=number, chat=None, words="x" * 10_000)
            assert (await next_event(stream))["person"] == number
        await slow.read()
        assert slow.at_eof(), "the server has hung up"
    writer.close()


async def test_a_tap_in_a_group_needs_membership(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana)
    sent = await desk.api(
        "sendMessage", chat_id=town, text="?", reply_markup=keyboard([("a", "b")])
    )
    await bo.act("tap", 403, chat=town, message_id=sent["message_id"], button="a")
    own = await ana.send("mine", chat=town)
    await ana.act("tap", 400, chat=town, message_id=own["message_id"], data="x")
    assert not any("callback_query" in update for update in await desk.fresh())
