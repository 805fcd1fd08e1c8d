"""`python -m glasstown play` as a process of its own, started and stopped as a person would.

Importing the messenger's library costs seconds. Who does not ask how a start from nothing goes may
have the same command in a fork of a process that has imported everything (`fork` for `start`).
"""

from __future__ import annotations

import multiprocessing
import os
import re
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
START_S = 60
HOME = Path(__file__).parents[2]
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["glasstown.models", "glasstown.play", "runpy"])


@dataclass(slots=True)
class Forked:
    """A fork, held like any process of one's own."""

    life: ForkServerProcess

    @property
    def pid(self) -> int:
        """Its number."""
        return int(self.life.pid or 0)

    def send_signal(self, number: int) -> None:
        """As `kill` does."""
        os.kill(self.pid, number)

    def poll(self) -> int | None:
        """How it ended; none while it lives."""
        return self.life.exitcode

    def wait(self, timeout_s: float | None = None) -> int:
        """How it ended. Raises when that takes longer."""
        self.life.join(timeout_s)
        if self.life.exitcode is None:
            raise subprocess.TimeoutExpired(str(self.life.name), timeout_s or 0)
        return self.life.exitcode

    def kill(self) -> None:
        """End it where it stands."""
        self.life.kill()


@dataclass(slots=True)
class Running:
    """A started program: its address, its process, what it logged."""

    url: str
    process: subprocess.Popen[str] | Forked
    log: Path

    def stop(self, number: int = signal.SIGINT, timeout_s: float = 10) -> int:
        """End it as Ctrl-C does; the exit status. Raises when ten seconds are not enough."""
        self.process.send_signal(number)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("it did not end in time; log:\n" + self.log.read_text()) from None


Begin = Callable[..., Running]  # as `start`: command, folder, settings


def start(command: str, folder: Path, **settings: str) -> Running:
    """Start a command with its data in a folder; returns at once, without an address."""
    environment = _environment(folder, settings)
    with (folder / "log.txt").open("a") as errors, (folder / "out.txt").open("w") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "glasstown", command],
            cwd=HOME,
            env=environment,
            stdout=printed,
            stderr=errors,
            text=True,
        )
    return Running("", process, folder / "log.txt")


def fork(command: str, folder: Path, **settings: str) -> Running:
    """The same, with everything imported."""
    life = WARM.Process(target=_live, args=(command, folder, _environment(folder, settings)))
    (folder / "log.txt").touch()
    (folder / "out.txt").write_text("")
    life.start()
    return Running("", Forked(life), folder / "log.txt")


def play(folder: Path, begin: Begin = start, **settings: str) -> Running:
    """Start `play` with its data in a folder; returns once it has printed its address."""
    running = begin("play", folder, **settings)
    deadline = monotonic() + START_S
    while running.process.poll() is None and monotonic() < deadline:
        if found := ADDRESS.search((folder / "out.txt").read_text()):
            running.url = found[0]
            return running
        sleep(0.05)
    running.process.kill()
    running.process.wait()
    raise AssertionError("it did not start; log:\n" + running.log.read_text())


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "PORT": "0",
        "DATABASE_URL": f"sqlite:///{folder}/town.db",
        "SANDBOX_STATE": str(folder / "chats.db"),
        "LANGUAGE": "en",
        "HUMAN_WAIT_S": "0",  # a story moves the town clock and does not wait
        "PYTHONUNBUFFERED": "1",
        **settings,
    }


def _live(command: str, folder: Path, environment: dict[str, str]) -> None:
    """What `python -m glasstown` does, in a fork."""
    os.chdir(HOME)
    for number, name, mode in ((1, "out.txt", "w"), (2, "log.txt", "a")):
        with (folder / name).open(mode) as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["glasstown", command]
    runpy.run_module("glasstown", run_name="__main__", alter_sys=True)
