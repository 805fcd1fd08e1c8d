"""`python -m sandbox` as people start it."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from pathlib import Path

import aiohttp

from tests.sandbox.desk import until


async def start(*arguments: str) -> tuple[asyncio.subprocess.Process, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        "--port",
        "0",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        line = (await process.stdout.readline()).decode()
    assert line.startswith("sandbox on http://127.0.0.1:"), line
    return process, line.split()[2]


async def test_it_serves_says_where_and_ends_cleanly(tmp_path: Path):
    state = tmp_path / "state.json"
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
    assert "Ana" in await asyncio.to_thread(state.read_text)


async def test_a_taken_port_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "sandbox",
            "--port",
            str(taken.getsockname()[1]),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            _, err = await process.communicate()
    assert process.returncode == 1
    assert b"address already in use" in err
    assert b"Traceback" not in err
