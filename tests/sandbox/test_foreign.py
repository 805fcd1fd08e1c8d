"""Bots of other libraries run here unchanged: the sandbox speaks Telegram, not a dialect."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox.desk import PNG, Desk, Json, Seat, serving, until

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
    log = await running.control("GET", "log")
    assert {line["status"] for line in log["requests"]} == {200}
    assert not any(line["unknown_parameters"] for line in log["requests"])
