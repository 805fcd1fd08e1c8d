"""What people see survives a restart; what cannot be used is refused by name."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox import Sandbox, SandboxSettings, StartError
from sandbox.messenger.database import files_folder
from sandbox.messenger.people import Bot
from sandbox.messenger.storage import BotRecord
from tests.sandbox.desk import PNG, Desk, ManualClock, OpenDesk, Seat, keyboard, until
from tests.sandbox.kept import forgotten


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


async def picture(desk: Desk, file_id: str) -> bytes:
    async with desk.session.get(f"{desk.url}/control/files/{file_id}") as response:
        return await response.read()


async def test_screens_are_the_same_after_a_restart(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "town" / "chats.db"
    before = await open_desk(state=state)
    ana, bo = await before.starter("Ana", language_code="en"), await before.starter("Bo")
    town = await before.group(ana, bo)
    keys = keyboard([("a", "b")])
    card = await before.api("sendMessage", chat_id=town, text="card", reply_markup=keys)
    photo = await send_photo(before, ana.id)
    await before.api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await before.api("setMyName", name="Glass")
    gone = await before.api("sendMessage", chat_id=ana.id, text="gone")
    await before.api("deleteMessage", chat_id=ana.id, message_id=gone["message_id"])
    await before.api("editMessageText", chat_id=town, message_id=card["message_id"], text="other")
    await bo.act("read", chat=town, message_id=card["message_id"])
    await bo.act("block")
    seen = await look(before, ana, bo, town=town)
    await before.sandbox.stop()

    after = await open_desk(state=state)
    assert await look(after, ana, bo, town=town) == seen
    assert await picture(after, photo) == PNG


async def test_ids_updates_and_votes_go_on_where_they_were(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "chats.db"
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
    assert sent["message_id"] == waiting["message"]["message_id"] + 1
    assert (await after.person("Cy")).id == ana.id + 1
    assert [u["update_id"] for u in await after.updates()] == [
        waiting["update_id"] + further for further in (0, 1)
    ]


async def test_taps_have_other_ids_after_a_restart(open_desk: OpenDesk, tmp_path: Path):
    state, queries = tmp_path / "chats.db", set()
    for _ in range(3):
        desk = await open_desk(state=state)
        ana = await desk.starter()
        card = await desk.api(
            "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("a", "b")])
        )
        await ana.tap(card["message_id"], button="a", timeout=0)
        queries |= {update["callback_query"]["id"] for update in await desk.fresh()}
        await desk.sandbox.stop()
    assert len(queries) == 3


def copy_of(state: Path, name: str) -> Path:
    """What a kill would leave on the disk now."""
    twin = state.with_name(name)
    for tail in ("", "-wal"):
        if (beside := state.with_name(f"{state.name}{tail}")).exists():
            shutil.copy(beside, twin.with_name(f"{name}{tail}"))
    if files_folder(state).exists():
        shutil.copytree(files_folder(state), files_folder(twin))
    return twin


async def test_what_was_answered_is_in_the_file(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "chats.db"
    desk = await open_desk(state=state)
    ana = await desk.person()
    said = await ana.send("kept")
    photo = await send_photo(desk, ana.id)
    twin = await asyncio.to_thread(copy_of, state, "twin.db")
    copy = await open_desk(state=twin)
    seen = await copy.control("GET", f"people/{ana.id}/messages")
    assert (seen[0], seen[1]["media"]["file_id"]) == (said, photo)
    assert await picture(copy, photo) == PNG
    assert [update["message"]["text"] for update in await copy.updates()] == ["kept"]


async def refusal(state: Path, **chosen: Any) -> str:
    """Why a sandbox with this file does not start."""
    sandbox = Sandbox(SandboxSettings(**{"port": 0, "state": state, **chosen}), ManualClock())
    with pytest.raises(StartError) as refused:
        await sandbox.start()
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def sound(open_desk: OpenDesk, state: Path) -> bytes:
    """A file with a few chats in it."""
    desk = await open_desk(state=state)
    ana = await desk.starter()
    for number in range(40):
        await ana.send(f"{number} " + "words " * 100)
    await desk.sandbox.stop()
    return await asyncio.to_thread(state.read_bytes)


DAMAGE = {
    "cut": lambda whole: whole[: len(whole) // 2],
    "cut in the first line": lambda whole: whole[:7],
    "a page in the middle": lambda whole: whole[:16384] + b"\xff" * 4096 + whole[20480:],
    "the first page": lambda whole: whole[:100] + b"\0" * 4000 + whole[4100:],
}


@pytest.mark.parametrize("kind", DAMAGE)
async def test_a_damaged_file_is_named_and_kept_beside(
    open_desk: OpenDesk, tmp_path: Path, kind: str
):
    state, files = tmp_path / "chats.db", tmp_path / "chats.db.files"
    damaged = DAMAGE[kind](await sound(open_desk, state))
    for number in (1, 2):
        state.write_bytes(damaged)
        files.mkdir()
        (files / "AQAD0000000001").write_bytes(b"a picture of old")
        kept = tmp_path / f"chats.db.damaged-{number}"
        said = await refusal(state)
        assert said.startswith(f"the chats in {state} are damaged (")
        assert said.endswith(
            f"; the file is now {kept}: "
            "start again with empty chats, or put a sound copy back first"
        )
        assert not state.exists()
    desk = await open_desk(state=state)
    ana = await desk.starter()
    await send_photo(desk, ana.id)
    await desk.sandbox.stop()
    assert (files / "AQAD0000000001").read_bytes() == PNG
    for number in (1, 2):
        kept = tmp_path / f"chats.db.damaged-{number}"
        assert kept.read_bytes() == damaged
        assert (files_folder(kept) / "AQAD0000000001").read_bytes() == b"a picture of old"


async def test_a_file_of_another_kind_or_version_stays_as_it_is(
    open_desk: OpenDesk, tmp_path: Path
):
    state = tmp_path / "chats.db"
    for text in ('{"version": 2, "counters": {}}', "\0\xff", "words"):
        state.write_text(text)
        assert f"{state} is no database of chats" in (said := await refusal(state))
        assert "choose another file, or move the file and its folder away" in said
        assert state.read_text() == text
    state.unlink()
    with closing(sqlite3.connect(state)) as other:
        other.execute("CREATE TABLE towns (id)")
    assert f"{state} is no database of chats" in await refusal(state)
    state.unlink()
    await sound(open_desk, state)
    with closing(sqlite3.connect(state)) as later:
        later.execute("PRAGMA user_version = 99")
    before = state.read_bytes()
    assert "were written by another version of the sandbox" in await refusal(state)
    assert state.read_bytes() == before
    state.unlink()
    state.mkdir()
    assert "cannot be read (Is a directory)" in await refusal(state)


async def test_an_empty_file_is_a_beginning(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "chats.db"
    state.touch()
    desk = await open_desk(state=state)
    assert await (await desk.person()).sees() == []


async def test_two_do_not_share_a_file(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "chats.db"
    desk = await open_desk(state=state)
    said = await refusal(state)
    assert said == (
        f"the chats in {state} are in use by another process: stop that one, or choose another file"
    )
    ana = await desk.starter()
    assert len(await ana.sees()) == 1
    await desk.sandbox.stop()
    assert len(await Seat(await open_desk(state=state), ana.id).sees()) == 1


async def test_a_missing_picture_is_not_found_and_another_token_is_named(
    open_desk: OpenDesk, tmp_path: Path
):
    state = tmp_path / "chats.db"
    desk = await open_desk(state=state, token="7:SANDBOX-A")
    ana = await desk.starter()
    photo = await send_photo(desk, ana.id)
    await desk.sandbox.stop()
    assert "another token of bot 7" in await refusal(state, token="7:SANDBOX-B")
    (lost,) = files_folder(state).iterdir()
    lost.unlink()
    after = await open_desk(state=state, token="7:SANDBOX-A")
    async with after.session.get(f"{after.url}/control/files/{photo}") as response:
        assert response.status == 404
    assert len(await Seat(after, ana.id).sees()) == 2


async def test_a_folder_that_is_none_is_refused_at_the_start(tmp_path: Path):
    (tmp_path / "var").write_text("a file")
    why = await refusal(tmp_path / "var" / "chats.db")
    assert why.startswith(f"the folder {tmp_path / 'var'} cannot be written (File exists)")
    assert (tmp_path / "var").read_text() == "a file"
    why = await refusal(tmp_path / "var" / "deeper" / "chats.db")
    assert "cannot be written (Not a directory)" in why


async def test_what_changes_without_a_request_is_in_the_file_too(
    open_desk: OpenDesk, hands: ManualClock, tmp_path: Path
):
    state = tmp_path / "chats.db"
    desk = await open_desk(hands, state=state)
    ana = await desk.starter()
    await desk.api("sendPoll", chat_id=ana.id, question="?", options=["x"], open_period=60)
    (poll,) = desk.sandbox.world.polls.values()
    hands.pass_s(100)

    async def ended() -> bool:
        return poll.is_closed

    await until(ended)
    queue = desk.sandbox.world.bot(None).updates
    queue.drop(next(iter(queue.pending)))
    await asyncio.sleep(0)
    copy = await open_desk(hands, state=await asyncio.to_thread(copy_of, state, "twin.db"))
    assert [one.is_closed for one in copy.sandbox.world.polls.values()] == [True]
    assert list(copy.sandbox.world.bot(None).updates.pending) == list(queue.pending)


async def test_a_tap_that_waits_for_its_answer_is_in_the_file(open_desk: OpenDesk, tmp_path: Path):
    state = tmp_path / "chats.db"
    desk = await open_desk(state=state)
    ana = await desk.starter()
    card = await desk.api(
        "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("a", "b")])
    )
    waiting = asyncio.ensure_future(ana.tap(card["message_id"], button="a", timeout=60))
    (update,) = await until(desk.updates)
    copy = await open_desk(state=await asyncio.to_thread(copy_of, state, "twin.db"))
    assert await copy.updates() == [update]
    await desk.api("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
    assert await waiting == {"text": None, "show_alert": False}


async def test_half_a_character_keeps_nothing_else_from_being_kept(
    open_desk: OpenDesk, tmp_path: Path
):
    state = tmp_path / "chats.db"
    desk = await open_desk(state=state)
    ana = await desk.starter()
    desk.sandbox.world.people[ana.id].last_name = "\ud83d"
    await ana.send("whole")
    desk.sandbox.world.touched("people", desk.sandbox.world.people[ana.id])
    await asyncio.sleep(0)
    copy = await open_desk(state=await asyncio.to_thread(copy_of, state, "twin.db"))
    assert [one["last_name"] for one in await copy.control("GET", "people")] == ["?"]
    assert (await Seat(copy, ana.id).sees())[-1]["text"] == "whole"
    desk.sandbox.world.people[ana.id].last_name = "?"
    queue = desk.sandbox.world.bot(None).updates
    queue.forget(list(queue.pending))


async def test_everything_about_a_bot_is_kept_but_what_each_start_sets_anew():
    anew = {"username", "updates", "serving", "privacy_mode"}
    assert {one.name for one in fields(Bot)} - anew == set(BotRecord.model_fields)


async def test_nothing_waits_to_be_written_when_an_answer_leaves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """Not only soon after: between an answer and the loop's next turn there is room for a kill."""
    real, waiting = web.Response.prepare, []

    async def prepare(self: web.Response, request: web.BaseRequest) -> Any:
        waiting.append(forgotten(desk.sandbox.world))
        return await real(self, request)

    monkeypatch.setattr(web.Response, "prepare", prepare)
    ana = await desk.starter()
    sent = await desk.api("sendMessage", chat_id=ana.id, text="?")
    await desk.api("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="!")
    await desk.api("setWebhook", url="http://127.0.0.1:1/")
    await send_photo(desk, ana.id)
    await ana.act("block")
    await desk.group(ana)
    assert waiting == [[]] * len(waiting)
    assert len(waiting) > 8
