"""A disk that takes nothing: the answers come, nothing is lost, and the log says so once."""

from __future__ import annotations

import asyncio
import logging
import resource
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.sandbox.desk import PNG, OpenDesk, Seat, until
from tests.sandbox.test_program import start
from tests.sandbox.test_storage import picture, send_photo

NO_END = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


async def test_a_full_disk_loses_nothing_and_is_said_once(tmp_path: Path):
    arguments = ("--token", "7:SANDBOX-X", "--state", str(tmp_path / "chats.db"))
    process, url = await start(*arguments)
    assert process.stderr is not None

    async def ask(verb: str, path: str, **body: object) -> Any:
        async with session.request(verb, f"{url}/{path}", json=body or None) as response:
            assert response.status < 300, await response.text()
            return await response.json()

    async with aiohttp.ClientSession() as session:
        await ask("POST", "control/people", first_name="Ana", id=5)
        await ask("POST", "control/people/5/send", text="before")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        for number in range(60):
            await ask("POST", "control/people/5/send", text=f"meanwhile {number}")
        await ask("POST", "control/people/5/send", text="anew", edit=1)
        await ask("POST", "bot7:SANDBOX-X/deleteMessage", chat_id=5, message_id=61)
        seen = await ask("GET", "control/people/5/messages")
        assert [one["text"] for one in seen] == ["anew", *(f"meanwhile {n}" for n in range(59))]
        assert await ask("GET", "control/people/5/messages?before=4&limit=2") == seen[1:3]
        assert await ask("GET", "control/people/5/search?q=ANEW") == seen[:1]
        line = (await process.stderr.readline()).decode()
        assert line.startswith(f"the chats are not kept in {tmp_path / 'chats.db'} for now: ")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, NO_END)
        async with asyncio.timeout(20):
            line = (await process.stderr.readline()).decode()
        assert line == f"the chats are kept in {tmp_path / 'chats.db'} again\n"
        process.kill()
        assert await process.communicate() == (b"", b"")
        process, url = await start(*arguments)
        assert await ask("GET", "control/people/5/messages") == seen
        process.kill()
        await process.communicate()


async def test_a_file_that_cannot_be_written_is_shown_and_written_later(
    open_desk: OpenDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    state, in_the_way = tmp_path / "chats.db", tmp_path / "chats.db.files"
    in_the_way.touch()
    caplog.set_level(logging.WARNING, "sandbox.messenger.storage")
    desk = await open_desk(state=state)
    ana = await desk.starter()
    photo = await send_photo(desk, ana.id)
    assert await picture(desk, photo) == PNG
    await ana.send("more")
    assert len(caplog.messages) == 1
    in_the_way.unlink()

    async def again() -> bool:
        return len(caplog.messages) == 2

    await until(again)
    assert "kept in" in caplog.messages[1]
    await desk.sandbox.stop()
    after = await open_desk(state=state)
    assert await picture(after, photo) == PNG
    assert [one["text"] for one in await Seat(after, ana.id).sees()] == ["/start", None, "more"]


BIG = 40 * 1024 * 1024


def resident(pid: int) -> int:
    """Bytes of memory that a process holds now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


async def test_a_big_file_stands_in_memory_no_longer_than_its_request(tmp_path: Path):
    process, url = await start("--token", "7:SANDBOX-X", "--state", str(tmp_path / "chats.db"))
    async with aiohttp.ClientSession() as session:

        async def upload(size: int) -> str:
            form = aiohttp.FormData({"chat_id": "5"})
            form.add_field("document", BytesIO(b"x" * size), filename="a.bin")
            async with session.post(f"{url}/bot7:SANDBOX-X/sendDocument", data=form) as response:
                sent = (await response.json())["result"]
            return str(sent["document"]["file_id"])

        await session.post(f"{url}/control/people", json={"first_name": "Ana", "id": 5})
        await session.post(f"{url}/control/people/5/send", json={"text": "/start"})
        await upload(1024)
        before = resident(process.pid)
        for _ in range(3):
            file_id = await upload(BIG)
            async with session.get(f"{url}/control/files/{file_id}") as response:
                assert len(await response.read()) == BIG
        assert resident(process.pid) - before < BIG
        process.kill()
        await process.communicate()
