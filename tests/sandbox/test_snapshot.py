"""What people see survives a restart; what cannot be read is refused by name."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, SandboxSettings, StartError
from sandbox.keeping import Keeper
from sandbox.logs import Repeats
from sandbox.snapshot import files_folder
from sandbox.world import World
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


async def test_a_file_of_the_first_version_is_still_read(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "state.json"
    before = await open_desk(state=state)
    ana = await before.starter()
    town = await before.group(ana)
    seen = await look(before, ana, town=town)
    await before.sandbox.stop()
    old = json.loads(state.read_text())
    for chat in old["groups"] + old["privates"]:
        chat["messages"] = list(chat["messages"].values())
    state.write_text(json.dumps({**old, "version": 1}))
    after = await open_desk(state=state)
    assert await look(after, ana, town=town) == seen


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


async def refusal(state: Path, **chosen: Any) -> str:
    """Why a sandbox with this file does not start."""
    sandbox = Sandbox(SandboxSettings(**{"port": 0, "state": state, **chosen}), ManualClock())
    with pytest.raises(StartError) as refused:
        await sandbox.start()
    return str(refused.value)


DAMAGED = {
    b"": "EOF while parsing",
    b"\x00\xff\x80": "Invalid JSON: expected value",
    b'{"version": 2, "peo': "EOF while parsing",
    b"[" * 10_000: "recursion limit exceeded",
    b'{"version": 1}': "counters: Field required",
    b'{"version": 2, "counters": [], "people": 5}': "counters: Input should be",
    b"null": "Input should be an object",
}


@pytest.mark.parametrize(("text", "why"), DAMAGED.items(), ids=range(len(DAMAGED)))
async def test_a_damaged_file_is_named_and_kept_beside(
    open_desk: OpenDesk, tmp_path: Path, text: bytes, why: str
):
    state, files = tmp_path / "state.json", tmp_path / "state.json.files"
    for number in (1, 2):
        state.write_bytes(text)
        files.mkdir()
        (files / "AQAD0000000001").write_bytes(b"a picture of old")
        kept = tmp_path / f"state.json.damaged-{number}"
        said = await refusal(state)
        assert said.startswith(f"the chats in {state} are damaged (")
        assert why in said
        assert said.endswith(
            f"; the file is now {kept}: "
            "start again with empty chats, or put a sound copy back first"
        )
        assert "\n" not in said
        assert not state.exists()
    desk = await open_desk(state=state)
    ana = await desk.starter()
    await send_photo(desk, ana.id)
    await desk.sandbox.stop()
    assert (files / "AQAD0000000001").read_bytes() == PNG
    for number in (1, 2):
        kept = tmp_path / f"state.json.damaged-{number}"
        assert kept.read_bytes() == text
        assert (files_folder(kept) / "AQAD0000000001").read_bytes() == b"a picture of old"


async def test_files_that_are_not_damaged_stay_where_they_are(tmp_path: Path):
    state = tmp_path / "state.json"
    state.write_text('{"version": 99}')
    assert "were written by another version" in await refusal(state)
    assert state.read_text() == '{"version": 99}'
    state.unlink()
    state.mkdir()
    assert "cannot be read" in await refusal(state)
    assert "Is a directory" in await refusal(state)


async def test_a_missing_picture_and_another_token_are_named(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "state.json"
    desk = await open_desk(state=state, token="7:SANDBOX-A")
    ana = await desk.starter()
    await send_photo(desk, ana.id)
    await desk.sandbox.stop()
    before = state.read_bytes()
    assert "another token of bot 7" in await refusal(state, token="7:SANDBOX-B")
    (picture,) = files_folder(state).iterdir()
    picture.unlink()
    assert f"{picture}: No such file" in await refusal(state, token="7:SANDBOX-A")
    assert state.read_bytes() == before


async def test_a_folder_that_is_none_is_refused_at_the_start(tmp_path: Path):
    (tmp_path / "var").write_text("a file")
    why = await refusal(tmp_path / "var" / "state.json")
    assert why.startswith(f"the folder {tmp_path / 'var'} cannot be written (File exists)")
    assert (tmp_path / "var").read_text() == "a file"
    why = await refusal(tmp_path / "var" / "deeper" / "state.json")
    assert "cannot be written (Not a directory)" in why


async def test_trouble_with_the_disk_is_retried_and_said_until_it_is_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    clock, state = ManualClock(), tmp_path / "state.json"
    world = World(SandboxSettings(), clock)
    keeper = Keeper(world, state)
    in_the_way = tmp_path / "state.json.new"
    in_the_way.mkdir()
    repeats = Repeats(clock.monotonic)
    repeats.attach()
    for _ in range(40):
        await keeper.save()
        clock.pass_s(2)
    trouble = f"the chats are not kept in {state} for now: Is a directory"
    assert caplog.messages == [trouble, f"{trouble} (29 more since the last line)"]
    in_the_way.rmdir()
    await keeper.save()
    assert caplog.messages[2:] == [f"the chats are kept in {state} again"]
    await keeper.save()
    world.touched("people")
    await keeper.save()
    repeats.detach()
    assert caplog.messages[3:] == ["9 more lines like those above were left out"]
    assert json.loads(state.read_text())["version"] == 2


async def test_the_sandbox_goes_on_saving_after_trouble(
    open_desk: OpenDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    state, in_the_way = tmp_path / "state.json", tmp_path / "state.json.new"
    desk = await open_desk(state=state, snapshot_every_s=0.01)
    await desk.person("Ana")
    await until_written(state, "Ana")
    in_the_way.mkdir()
    await desk.person("Boris")

    async def said() -> bool:
        return any("are not kept" in line for line in caplog.messages)

    await until(said)
    assert "Boris" not in state.read_text()
    in_the_way.rmdir()
    await until_written(state, "Boris")
