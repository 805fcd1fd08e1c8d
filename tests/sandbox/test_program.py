"""`python -m sandbox` as people start it."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp

from tests.sandbox.desk import until


async def start(
    *arguments: str, before: tuple[str, ...] = ()
) -> tuple[asyncio.subprocess.Process, str]:
    command = [*before, sys.executable, "-m", "sandbox", "--port", "0", *arguments]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    assert process.stdout is not None
    async with asyncio.timeout(60):
        line = (await process.stdout.readline()).decode()
    assert line.startswith("sandbox on http://127.0.0.1:"), line
    return process, line.split()[2]


async def test_it_serves_says_where_and_ends_cleanly(tmp_path: Path):
    state = tmp_path / "chats.db"
    process, url = await start("--token", "7:SANDBOX-X", "--state", str(state))
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{url}/control/people", json={"first_name": "Ana"}) as response:
            assert response.status == 201
        polling = session.get(f"{url}/bot7:SANDBOX-X/getUpdates?timeout=50")
        waiting = asyncio.ensure_future(polling.__aenter__())

        async def served() -> bool:
            async with session.get(f"{url}/control/state") as response:
                return response.status == 200

        await until(served)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            out, err = await process.communicate()
        assert (process.returncode, out, err) == (0, b"", b"")
        assert await (await waiting).json() == {"ok": True, "result": []}
    assert b"Ana" in await asyncio.to_thread(state.read_bytes)


async def refused(*arguments: str) -> str:
    """What the program says when it does not start."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, stdout=PIPE, stderr=PIPE
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    return err.decode()


async def test_what_keeps_it_from_starting_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert await refused("--port", str(port)) == (
            f"sandbox: port {port} is in use by another program: "
            "stop that one, or choose another port\n"
        )


FEW = ("bash", "-c", 'ulimit -n 64; exec "$0" "$@"')


async def test_idle_streams_leave_room_for_others():
    process, url = await start("--limits", before=FEW)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        streams = [await session.get(f"{url}/control/events") for _ in range(80)]
        assert [stream.status for stream in streams] == [200] * 32 + [429] * 48
        assert await streams[-1].json() == {
            "error": "events: 32 streams are open already, half of what can be opened"
        }
        async with session.post(f"{url}/control/people", json={"first_name": "Ana"}) as response:
            assert response.status == 201
        streams[0].close()

        async def a_place_is_free() -> bool:
            async with session.get(f"{url}/control/events") as stream:
                return stream.status == 200

        await until(a_place_is_free)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.communicate() == (b"", b"")
    assert process.returncode == 0


async def test_no_room_for_connections_fills_no_log():
    process, url = await start(before=FEW)
    port = int(url.rpartition(":")[2])
    assert process.stderr is not None
    idle = []
    async with asyncio.timeout(60):
        for _ in range(80):
            idle.append(await asyncio.open_connection("127.0.0.1", port))
        first = await process.stderr.readline()
        assert b"out of system resource" in first
        process.send_signal(signal.SIGTERM)
        for _, writer in idle:
            writer.close()
        _, err = await process.communicate()
    lines = (first + err).decode().splitlines()
    assert len(lines) < 40
    assert lines[-1].endswith("more lines like those above were left out")
