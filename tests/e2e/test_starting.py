"""A start that cannot be, and an end before the start is over: in words, without a traceback."""

from __future__ import annotations

import re
import resource
import shutil
import signal
import socket
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.support.running import Begin, Running, fork, play, start

TOKEN = "1:AAAAAAAAAAAAAAAAAAAA"
PATIENCE_S = 60
NOBODY = "postgresql+psycopg://town:hidden-word@127.0.0.1:1/town"


def refusal(command: str, folder: Path, begin: Begin = fork, **settings: str) -> list[str]:
    """The lines with which a command refuses to start."""
    running = begin(command, folder, **settings)
    try:
        status = running.process.wait(PATIENCE_S)
    finally:
        running.process.kill()
    told = running.log.read_text()
    assert status == 2, told
    assert "Traceback" not in told
    found = [line for line in told.splitlines() if not re.match(r"  [1-4]/4 ", line)]
    assert found[0].startswith("Not started: "), told
    assert 1 <= len(found) <= 3, told
    assert all(line.startswith("  ") for line in found[1:]), told
    return found


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield other.getsockname()[1]


def test_a_port_in_use_is_said(tmp_path: Path, taken: int):
    assert str(taken) in refusal("play", tmp_path, PORT=str(taken))[0]


@pytest.mark.parametrize("command", ["play", "run"])
def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, command: str):
    place = "sqlite:////proc/glasstown/town.db"
    told = refusal(command, tmp_path, DATABASE_URL=place, TELEGRAM_TOKEN=TOKEN)
    assert "/proc/glasstown" in told[0]
    assert "DATABASE_URL" in told[1]


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path):
    (tmp_path / "var").write_text("mine")
    place = tmp_path / "var" / "chats.db"
    assert str(tmp_path / "var") in refusal("play", tmp_path, SANDBOX_STATE=str(place))[0]
    assert (tmp_path / "var").read_text() == "mine"


@pytest.mark.parametrize(("command", "keep"), [("play", 0), ("run", 20_000), ("migrate", 200_000)])
def test_a_damaged_database_is_said_and_left_as_it_is(
    tmp_path: Path, sqlite_template: Path, command: str, keep: int
):
    whole = sqlite_template.read_bytes()
    assert len(whole) > 200_000
    (tmp_path / "town.db").write_bytes(whole[:keep] or b"garbage, as it happens. " * 1000)
    before = (tmp_path / "town.db").read_bytes()
    told = refusal(command, tmp_path, start)
    assert "town.db is damaged" in told[0]
    assert "mv " in told[-1]
    assert (tmp_path / "town.db").read_bytes() == before


def test_a_database_of_a_newer_version_is_said(tmp_path: Path, sqlite_template: Path):
    shutil.copy(sqlite_template, tmp_path / "town.db")
    with closing(sqlite3.connect(tmp_path / "town.db")) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = 'fromafter'")
    assert "fromafter" in refusal("migrate", tmp_path)[0]


def test_cut_chats_are_said_and_kept(tmp_path: Path):
    cut = b"SQLite format 3\0 and no more"
    (tmp_path / "chats.db").write_bytes(cut)
    assert "chats.db" in refusal("play", tmp_path)[0]
    assert cut in [path.read_bytes() for path in tmp_path.glob("chats.db*") if path.is_file()]


def test_a_server_nobody_reaches_is_said_without_its_password(tmp_path: Path):
    told = refusal("run", tmp_path, DATABASE_URL=NOBODY, TELEGRAM_TOKEN=TOKEN)
    assert "town at 127.0.0.1" in told[0]
    assert "refused" in told[0]
    assert "hidden-word" not in "".join(told)


def test_a_missing_token_and_a_silent_api_are_said(tmp_path: Path):
    assert "TELEGRAM_TOKEN" in refusal("run", tmp_path / "a")[0]
    api = "http://127.0.0.1:1"
    told = refusal("run", tmp_path / "b", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api)
    assert api in told[0]
    assert TOKEN not in "".join(told)


def test_two_programs_do_not_share_their_data(tmp_path: Path):
    first = play(tmp_path, fork)
    try:
        before = first.log.read_text()
        for command in ("play", "run", "migrate"):
            # Another log, the same data: the first one's lines are not the second one's.
            places = {
                "DATABASE_URL": f"sqlite:///{tmp_path}/town.db",
                "SANDBOX_STATE": str(tmp_path / "chats.db"),
            }
            told = refusal(command, tmp_path / command, fork, TELEGRAM_TOKEN=TOKEN, **places)
            assert str(tmp_path) in told[0]
            assert "another Glasstown" in told[0]
        assert first.log.read_text() == before
    finally:
        first.process.kill()
        first.process.wait()
    again = play(tmp_path, fork)  # the kernel let go, although nobody said goodbye
    assert again.stop() == 0


def test_all_that_is_written_is_its_owners_alone(tmp_path: Path):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    places = {
        "DATABASE_URL": f"sqlite:///{folder}/town.db",
        "SANDBOX_STATE": str(folder / "chats.db"),
    }
    running = play(tmp_path / "log", fork, **places)
    try:
        written = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert {"town.db", "town.db-wal", "town.db-shm", "secret"} <= set(written)
        assert {name for name, mode in written.items() if mode & 0o077} == set()
    finally:
        assert running.stop() == 0
    assert stat.S_IMODE((folder / "chats.db").stat().st_mode) == 0o600


def handlers_stand(running: Running) -> bool:
    """Whether the process catches SIGTERM by now, which nothing does by itself."""
    status = Path(f"/proc/{running.process.pid}/status").read_text()
    [caught] = re.findall(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def has_said(line: str) -> Callable[[Running], bool]:
    return lambda running: line in running.log.read_text()


STAGES = {
    "handlers": handlers_stand,
    "database": has_said("1/4"),
    "bot": has_said("2/4"),
    "seats": has_said("3/4"),
    "open": has_said("4/4"),
}


MOMENTS = [(stage, signal.SIGINT) for stage in STAGES] + [
    ("handlers", signal.SIGTERM),
    ("bot", signal.SIGTERM),
]


def wait_for(stage: str, running: Running) -> None:
    deadline = monotonic() + PATIENCE_S
    while not STAGES[stage](running):
        assert running.process.poll() is None, running.log.read_text()
        assert monotonic() < deadline
        sleep(0.005)


@pytest.mark.parametrize(("stage", "number"), MOMENTS)
def test_a_signal_at_any_moment_of_the_start_ends_it_cleanly(
    tmp_path: Path, stage: str, number: int
):
    running = (start if stage == "handlers" else fork)("play", tmp_path)
    wait_for(stage, running)
    assert running.stop(number) == 0
    assert "Traceback" not in running.log.read_text()
    assert "exception" not in running.log.read_text()


def test_a_command_that_does_its_work_and_ends_is_not_done_when_interrupted(tmp_path: Path):
    running = start("migrate", tmp_path)
    wait_for("handlers", running)
    assert running.stop() == 130


def test_idle_connections_do_not_fill_the_log(tmp_path: Path):
    """Eighty of them at a program that may open 64 files: without counting, thousands of lines."""
    running = play(tmp_path, fork)
    resource.prlimit(running.process.pid, resource.RLIMIT_NOFILE, (64, 64))
    host, port = running.url.removeprefix("http://").split(":")
    ask = b"GET /control/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with ExitStack() as stack:
        made = [
            stack.enter_context(socket.create_connection((host, int(port)), 3)) for _ in range(80)
        ]
        for one in made:
            one.sendall(ask % b"events")
        with suppress(TimeoutError):  # the last one: answered where there is a cap, else waiting
            made[-1].recv(1)
    with closing(socket.create_connection((host, int(port)), PATIENCE_S)) as later:
        later.sendall(ask % b"people")
        assert later.recv(100).startswith(b"HTTP/1.1 200 ")
    assert running.stop() == 0
    assert len(running.log.read_text().splitlines()) < 100
