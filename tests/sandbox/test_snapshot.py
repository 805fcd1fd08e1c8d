"""What people see survives a restart; what cannot be read is refused by name."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, SandboxSettings
from tests.sandbox.desk import PNG, Desk, ManualClock, OpenDesk, Seat, keyboard, until


async def look(desk: Desk, *seats: Seat, town: int) -> dict[str, Any]:
    """Everything that these people and the page can see."""
    paths = [
        f"people/{seat.id}/{what}" for seat in seats for what in ("messages", "chats", "commands")
    ]
    paths += [f"people/{seats[0].id}/messages?chat={town}", "people", "groups", "bot"]
    return {path: await desk.control("GET", path) for path in paths}


async def send_photo(desk: Desk, chat_id: int) -> str:
    form = aiohttp.FormData({"chat_id": str(chat_id)})
    form.add_field("photo", PNG, filename="a.png")
    async with desk.session.post(desk.method_url("sendPhoto"), data=form) as response:
        file_id: str = (await response.json())["result"]["photo"][0]["file_id"]
    return file_id


async def test_screens_are_the_same_after_a_restart(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "town" / "state.json"
    before = await open_desk(state=state)
    ana, bo = await before.starter("Ana", language_code="en"), await before.starter("Bo")
    town = await before.group(ana, bo)
    keys = keyboard([("a", "b")])
    card = await before.api("sendMessage", chat_id=town, text="card", reply_markup=keys)
    photo = await send_photo(before, ana.id)
    await before.api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await before.api("setMyName", name="Glass")
    await bo.act("read", chat=town, message_id=card["message_id"])
    await bo.act("block")
    seen = await look(before, ana, bo, town=town)
    await before.sandbox.stop()

    after = await open_desk(state=state)
    assert await look(after, ana, bo, town=town) == seen
    async with after.session.get(f"{after.url}/control/files/{photo}") as response:
        assert await response.read() == PNG


async def test_ids_updates_and_votes_go_on_where_they_were(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "state.json"
    before = await open_desk(state=state)
    ana = await before.starter()
    poll = await before.api("sendPoll", chat_id=ana.id, question="?", options=["x", "y"])
    await ana.act("vote", message_id=poll["message_id"], options=[1])
    await before.fresh()
    await ana.send("waiting")
    (waiting,) = await before.updates()
    await before.sandbox.stop()

    after = await open_desk(state=state)
    assert await after.updates() == [waiting]
    final = await after.api("stopPoll", chat_id=ana.id, message_id=poll["message_id"])
    assert [option["voter_count"] for option in final["options"]] == [0, 1]
    sent = await after.api("sendMessage", chat_id=ana.id, text="new")
    assert sent["message_id"] > waiting["message"]["message_id"] + 500
    assert (await after.person("Cy")).id > ana.id + 500
    assert (await after.updates())[-1]["update_id"] > waiting["update_id"] + 500


async def until_written(state: Path, words: str) -> None:
    def written() -> bool:
        return state.exists() and words in state.read_text()

    await until(lambda: asyncio.to_thread(written))


async def test_a_snapshot_is_written_while_running(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "state.json"
    desk = await open_desk(state=state, snapshot_every_s=0.05)
    ana = await desk.person()
    await ana.send("kept")
    await until_written(state, "kept")
    twin = state.with_name("twin.json")
    await asyncio.to_thread(shutil.copy, state, twin)
    copy = await open_desk(state=twin)
    assert [m["text"] for m in await copy.control("GET", f"people/{ana.id}/messages")] == ["kept"]


@pytest.mark.parametrize("text", ["", "[1", '{"version": 99}', '{"version": 1}', "null"])
async def test_a_state_file_that_cannot_be_used_is_named(tmp_path: Path, text: str):
    state = tmp_path / "state.json"
    state.write_text(text)
    sandbox = Sandbox(SandboxSettings(port=0, state=state), ManualClock())
    with pytest.raises(ValueError, match=r"state: .*state\.json"):
        await sandbox.start()
