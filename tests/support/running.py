"""`python -m glasstown play` as a process of its own, started and stopped as a person would."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
START_S = 60
HOME = Path(__file__).parents[2]


@dataclass(slots=True)
class Running:
    """A started program: its address, its process, what it logged."""

    url: str
    process: subprocess.Popen[str]
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


def play(folder: Path, **settings: str) -> Running:
    """Start `play` with its data in a folder; returns once it has printed its address."""
    out = folder / "out.txt"
    running = start("play", folder, **settings)
    running.url = _address(running.process, out, running.log)
    return running


def start(command: str, folder: Path, **settings: str) -> Running:
    """Start a command with its data in a folder; returns at once, without an address."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.txt"
    environment = os.environ | {
        "PORT": "0",
        "DATABASE_URL": f"sqlite:///{folder}/town.db",
        "SANDBOX_STATE": str(folder / "sandbox.json"),
        "LANGUAGE": "en",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    with log.open("a") as errors, (folder / "out.txt").open("w") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "glasstown", command],
            cwd=HOME,
            env=environment,
            stdout=printed,
            stderr=errors,
            text=True,
        )
    return Running("", process, log)


def _address(process: subprocess.Popen[str], out: Path, log: Path) -> str:
    deadline = monotonic() + START_S
    while process.poll() is None and monotonic() < deadline:
        if found := ADDRESS.search(out.read_text()):
            return found[0]
        sleep(0.05)
    process.kill()
    process.wait()
    raise AssertionError("it did not start; log:\n" + log.read_text())
