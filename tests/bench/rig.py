"""The bench's own parts: a sandbox and bots as processes, people who tap, figures."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

import aiohttp

HOME = Path(__file__).parents[2]
WAIT_S = 90


@contextmanager
def process(*arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A Python program that is ended with the block."""
    started = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=HOME,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the usual bot logs a page for every lock it runs into
        text=True,
    )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(15)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@dataclass(slots=True)
class Rig:
    """A sandbox seen from the bench."""

    http: aiohttp.ClientSession
    people: list[int] = field(default_factory=list)

    async def get(self, path: str) -> Any:
        async with self.http.get(path) as response:
            return await response.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self.http.post(path, json=body) as response:
            answer = await response.json()
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(f"{path}: {answer['error']}")
        return answer

    async def clear_log(self) -> None:
        """Forget the requests so far."""
        async with self.http.delete("/control/log") as response:
            response.raise_for_status()

    async def api(self, token: str, method: str, **params: Any) -> Any:
        """A call as a bot would make it."""
        async with self.http.post(f"/bot{token}/{method}", json=params) as response:
            return await response.json()

    async def invite(self, count: int) -> None:
        """More people."""
        for number in range(count):
            made = await self.post("/control/people", first_name=f"P{number}", language_code="en")
            self.people.append(made["id"])

    async def serving(self, *bots: int) -> None:
        """Wait until these bots listen."""
        deadline, listening = monotonic() + WAIT_S, set[int]()
        while monotonic() < deadline:
            state = await self.get("/control/state")
            listening = {bot["id"] for bot in state["bots"]}
            if listening >= set(bots):
                return
            await asyncio.sleep(0.1)
        raise RuntimeError(f"bots {bots} do not listen: only {listening} do")

    async def message_with_button(self, person: int, bot: int, chat: int | None = None) -> int:
        """Wait for a message with a button; its id."""
        deadline = monotonic() + WAIT_S
        where = f"&chat={chat}" if chat is not None else ""
        while monotonic() < deadline:
            seen = await self.get(f"/control/people/{person}/messages?bot={bot}{where}")
            for message in reversed(seen):
                if message["buttons"]:
                    return int(message["message_id"])
            await asyncio.sleep(0.05)
        raise RuntimeError(f"no button from bot {bot}")


@dataclass(slots=True)
class Tapped:
    """What a run of taps came to."""

    seconds: float
    latencies: list[float]
    answers: list[str]

    @property
    def per_second(self) -> float:
        """Taps answered a second."""
        return len(self.answers) / self.seconds

    @property
    def p95_s(self) -> float:
        """The 95th percentile of the time to the answer."""
        return quantiles(self.latencies, n=20)[-1]


async def tap_all(
    rig: Rig, tap: dict[str, Any], people: list[int], *, within_s: float = 0.0, at_once: int = 64
) -> Tapped:
    """Everybody taps once: `at_once` at a time, or spread evenly over `within_s` seconds."""
    router = asyncio.Semaphore(len(people) if within_s else at_once)
    latencies: list[float] = []
    answers: list[str] = []

    async def one(number: int, person: int) -> None:
        if within_s:
            await asyncio.sleep(number * within_s / len(people))
        async with router:
            begun = monotonic()
            answered = await rig.post(f"/control/people/{person}/tap", **tap, timeout=30)
            latencies.append(monotonic() - begun)
            answers.append((answered["answer"] or {}).get("text") or "")

    begun = monotonic()
    await asyncio.gather(*(one(n, p) for n, p in enumerate(people)))
    return Tapped(monotonic() - begun, latencies, answers)
