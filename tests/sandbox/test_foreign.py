"""Bots of other libraries run here unchanged: the sandbox speaks Telegram, not a dialect."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox.desk import OGG, PNG, Desk, Json, Seat, serving, share, until

FOREIGN = Path(__file__).parent / "foreign"
PATIENCE_S = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["ptb_bot.py", "telebot_bot.py"])
async def running(request: pytest.FixtureRequest, desk: Desk, way: str) -> AsyncIterator[Desk]:
    """A foreign bot in a process of its own, serving."""
    env = {
        **os.environ,
        "API": desk.url,
        "TOKEN": desk.sandbox.settings.token,
        "WAY": way,
        "PORT": str(free_port()),
        "PICTURE": PNG.hex(),
    }
    program = str(FOREIGN / request.param)
    process = await asyncio.create_subprocess_exec(sys.executable, program, env=env)
    try:
        await serving(desk)
        yield desk
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def sees(seat: Seat, *, newer_than: int, count: int = 1) -> list[Json]:
    """The bot's next messages."""

    async def enough() -> list[Json] | None:
        seen = [m for m in await seat.sees(after=newer_than) if m["from"]["is_bot"]]
        return seen if len(seen) >= count else None

    return await until(enough)


async def sees_edited(seat: Seat) -> Json:
    """The last message, once it has been edited."""

    async def edited() -> Json | None:
        last = (await seat.sees())[-1]
        return last if last["edited"] else None

    return await until(edited)


async def test_a_foreign_bot_talks_shows_pictures_and_takes_taps(running: Desk, way: str):
    ana = await running.person("Ana <b>", language_code="en")
    started = await ana.send("/start")
    (hello,) = await sees(ana, newer_than=started["message_id"])
    assert hello["text"] == "Hi Ana <b>!"
    assert hello["entities"][0]["user"]["id"] == ana.id
    assert [row[0]["text"] for row in hello["buttons"]] == ["Option 1", "Option 2"]
    menu = await running.control("GET", f"people/{ana.id}/commands")
    assert [command["command"] for command in menu] == ["start", "photo"]

    answer = await ana.tap(hello["message_id"], button="Option 2", timeout=PATIENCE_S)
    assert answer == {"text": "You chose 2", "show_alert": True}
    assert (await sees_edited(ana))["text"] == "Selected option: 2"

    said = await ana.send("hello & <you>")
    (echo,) = await sees(ana, newer_than=said["message_id"])
    assert echo["text"] == "hello & <you>"

    asked = await ana.send("/photo")
    pictures = await sees(ana, newer_than=asked["message_id"], count=2)
    assert [(p["media"]["kind"], p["caption"]) for p in pictures] == [
        ("photo", "fresh"),
        ("photo", "again"),
    ]
    state = await running.control("GET", "state")
    assert state["bots"][0]["webhook"] is (way == "webhook")
    await all_went_well(running)


async def all_went_well(desk: Desk) -> None:
    log = await desk.control("GET", "log")
    assert {line["status"] for line in log["requests"]} == {200}
    unknown = {name for line in log["requests"] for name in line["unknown_parameters"]}
    assert not unknown


async def test_a_foreign_bot_gives_back_what_it_is_sent(running: Desk):
    ana = await running.person("Ana")
    place: Json = {"latitude": 31.2, "longitude": 121.5}
    for kind, send in {
        "photo": lambda: share(ana, "photo", (PNG, "a.png"), caption="mine"),
        "voice": lambda: share(ana, "voice", (OGG, "a"), duration=3),
        "document": lambda: share(ana, "document", (b"a,b", "sums.csv")),
        "sticker": lambda: ana.act("sticker", sticker="tea"),
        "location": lambda: ana.act("location", **place),
    }.items():
        sent = await send()
        sent = sent[0] if isinstance(sent, list) else sent
        (back,) = await sees(ana, newer_than=sent["message_id"])
        assert without_id(back["media"]) == without_id(sent["media"])
        assert (back["media"]["kind"], back["caption"]) == (kind, sent["caption"])
        await reaction(ana, sent["message_id"], {"emoji": "👍", "count": 1, "mine": False})
    last = (await ana.sees())[-1]["message_id"]
    await ana.act("react", message_id=last, emoji="🔥")
    (said,) = await sees(ana, newer_than=last)
    assert said["text"] == "You chose 🔥"
    photo = next(one for one in await ana.sees() if one["caption"] == "mine")
    await ana.send("yours", edit=photo["message_id"])
    (said,) = await sees(ana, newer_than=said["message_id"])
    assert said["text"] == "Now it says yours"
    await all_went_well(running)


def without_id(media: Json) -> Json:
    """A sticker of the set has an id for people and one for each bot, a place has none."""
    return {name: value for name, value in media.items() if name not in {"file_id", "url"}}


async def reaction(seat: Seat, message_id: int, wanted: Json) -> None:
    """Until this is what stands under a message."""

    async def there() -> bool:
        seen = next(one for one in await seat.sees() if one["message_id"] == message_id)
        return bool(seen["reactions"] == [wanted])

    await until(there)


async def test_a_foreign_bot_sends_albums_stickers_and_places(running: Desk):
    ana = await running.person("Ana")
    asked = await ana.send("/album")

    async def venue() -> list[Json] | None:
        seen = await ana.sees(after=asked["message_id"])
        return seen if seen and "venue" in (seen[-1]["media"] or {}) else None

    first, second, paper, pin, sticker, live, house = await until(venue)
    assert first["album"] == second["album"] is not None
    assert [(one["caption"], one["edited"], one["pinned"]) for one in (first, second)] == [
        ("both", False, True),
        ("changed", True, False),
    ]
    assert (paper["media"]["file_name"], paper["text"]) == ("sums.csv", None)
    assert pin["service"].endswith("pinned “both”")
    assert sticker["media"]["emoji"] == "👋"
    assert live["media"] == {"kind": "location", "latitude": 31.3, "longitude": 121.5}
    assert house["media"]["venue"]["title"] == "Tea house"
    await all_went_well(running)


async def test_a_foreign_bot_keeps_conversations_in_topics(running: Desk):
    await running.control("PUT", "bot", topics=True)
    ana = await running.person("Ana")
    await ana.send("/topics")

    async def said() -> bool:
        return bool((await ana.sees())[-1]["text"] == "Message thread not found")

    await until(said)
    chat = (await running.control("GET", f"people/{ana.id}/chats"))[0]
    (topic,) = chat["topics"]
    assert (topic["name"], topic["last_message"]["text"]) == ("Flat", "and here")
    answer = await ana.send("hello there", thread=topic["thread"])
    (echo,) = await sees(ana, newer_than=answer["message_id"])
    assert (echo["text"], echo["thread"]) == ("hello there", topic["thread"])
    statuses = [line["status"] for line in (await running.control("GET", "log"))["requests"]]
    assert sorted(set(statuses)) == [200, 400]
    assert statuses.count(400) == 1


async def test_a_foreign_bot_reads_and_writes_in_a_channel(running: Desk):
    ana = await running.person("Ana")
    news = await running.group(ana, type="channel")
    await ana.send("today", chat=news)

    async def read() -> bool:
        return bool((await ana.sees(news))[-1]["text"] == "Read: today")

    await until(read)
    await all_went_well(running)
