"""Who may talk to the sandbox, and which tokens it takes."""

from __future__ import annotations

import re
import socket
import subprocess
import sys

import pytest

from sandbox import SandboxSettings
from sandbox.control.routes import control_routes
from sandbox.seats.routes import seat_routes
from sandbox.settings import looks_real
from tests.sandbox.desk import Desk

REAL = "123456789:" + "A" * 35


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "10.0.0.5", ""])
@pytest.mark.parametrize("path", ["/", "/control/people", "/bot1000000001:SANDBOX-TOKEN/getMe"])
async def test_a_foreign_host_is_refused(desk: Desk, host: str, path: str):
    async with desk.session.get(desk.url + path, headers={"Host": host}) as response:
        assert response.status in {400, 403}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Origin": "OWN"}, 201),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "OWN"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}, 403),
    ],
)
async def test_a_foreign_origin_changes_nothing(desk: Desk, headers: dict[str, str], status: int):
    headers = {name: value.replace("OWN", desk.url) for name, value in headers.items()}
    url = f"{desk.url}/control/people"
    async with desk.session.post(url, json={"first_name": "X"}, headers=headers) as response:
        assert response.status == status
    assert len(await desk.control("GET", "people")) == (status == 201)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_a_foreign_page_reads_nothing_on_any_path(desk: Desk, headers: dict[str, str]):
    routes = [
        (route.method, re.sub(r"{.*?}", "1", route.path))
        for route in (*seat_routes(), *control_routes())
    ]
    assert ("GET", "/control/events") in routes
    token = desk.sandbox.settings.token
    others = ["/", "/webchat/app.js", f"/bot{token}/getMe", f"/file/bot{token}/x", "/nothing"]
    for verb, path in [*routes, *(("GET", path) for path in others)]:
        async with desk.session.request(verb, desk.url + path, headers=headers) as response:
            assert (path, response.status) == (path, 403)
            assert await response.json() == {"error": "this Origin is not served"}


async def test_a_link_to_the_web_chat_may_be_followed_from_anywhere(desk: Desk):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    for path, status in (("/", 200), ("/control/people", 403)):
        async with desk.session.get(desk.url + path, headers=headers) as response:
            assert response.status == status


async def test_it_listens_on_one_address_only(desk: Desk):
    # The whole of 127/8 is this machine; a server on all addresses would answer here too.
    with pytest.raises(OSError, match=r"refused|unreachable|assign"):
        socket.create_connection(("127.0.0.2", desk.sandbox.port), timeout=1)
    socket.create_connection(("127.0.0.1", desk.sandbox.port), timeout=1).close()


async def test_a_foreign_page_cannot_play_the_bot(desk: Desk):
    headers = {"Origin": "http://evil.example"}
    async with desk.session.get(desk.method_url("getMe"), headers=headers) as response:
        assert response.status == 403


def test_real_tokens_are_recognised():
    assert looks_real(REAL)
    assert not looks_real("123456789:SANDBOX-" + "A" * 27)
    with pytest.raises(ValueError, match="looks like a real bot"):
        SandboxSettings(token=REAL)
    for token in ("nonsense", "12:", ":abc", "1:a b"):
        with pytest.raises(ValueError, match="token: must be"):
            SandboxSettings(token=token)
    with pytest.raises(ValueError, match="port"):
        SandboxSettings(port=70000)


@pytest.mark.parametrize("token", [REAL, "5:unmarked", "x", "1000000001:SANDBOX-OTHER"])
async def test_foreign_tokens_are_unauthorized(desk: Desk, token: str):
    async with desk.session.get(desk.method_url("getMe", token)) as response:
        assert response.status == 401
        assert (await response.json())["description"].startswith("Unauthorized")


def test_the_command_refuses_a_real_token_without_repeating_it():
    command = [sys.executable, "-m", "sandbox", "--token", REAL]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "looks like a real bot" in done.stderr
    assert REAL not in done.stdout + done.stderr


async def test_pages_may_run_only_their_own_scripts(desk: Desk):
    async with desk.session.get(f"{desk.url}/") as response:
        assert response.status == 200
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    async with desk.session.get(f"{desk.url}/webchat/../settings.py") as response:
        assert response.status == 404
