"""`make bench-messenger`: a hundred thousand messages, and two hundred people with a page each.

Prints a table for people and last one JSON line. A figure with a bar says how much of it was used;
`floor` is the smallest request of the same server in the same run, so that a slow machine shows.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

import aiohttp

from sandbox import SandboxSettings
from sandbox.messenger.clock import SystemClock
from sandbox.messenger.membership import make_group
from sandbox.messenger.people import Chat, Person
from sandbox.messenger.restoring import restore
from sandbox.messenger.world import World

TOKEN = "2004:SANDBOX-BENCH"
PEOPLE = 200
CIRCLE = 4  # people in a small group
MESSAGES = 100_000
SENDS = 400
LIVELY_S = 20.0
EVERY_S = 10.0  # how often each of them writes
SQUARE, ALONE = 0.05, 0.15  # the shares of what is written to all of them, and to the bot
BARS = {"start_s": 2.0, "send_p95_s": 0.005, "seen_p95_s": 0.2}
WORDS = [
    "the",
    "square",
    "is",
    "full",
    "of",
    "people",
    "who",
    "write",
    "to",
    "each",
    "other",
    "about",
    "nothing",
    "in",
    "particular",
]


def fill(state: Path, messages: int) -> None:
    """People, their groups, and what they wrote up to now; the newest in the square."""
    world = World(SandboxSettings(token=TOKEN, state=state), SystemClock())
    restore(world, state)
    chance = random.Random(1)
    bot, people = world.bot(None), range(1, PEOPLE + 1)
    for number in people:
        world.people[number] = Person(number, f"P{number}", language_code="en")
        world.touched("people", world.people[number])
    circles = [list(people)[at : at + CIRCLE] for at in range(0, PEOPLE, CIRCLE)]
    chats: list[Chat] = [
        make_group(world, title="T", members=members, bots=[], kind=kind, added_by=members[0])
        for members, kind in [(list(people), "supergroup"), *((c, "supergroup") for c in circles)]
    ]
    chats += [world.private(bot, world.people[number]) for number in people]
    for number in range(messages):
        chat = chats[0] if chance.random() < 0.2 else chance.choice(chats)
        author = chance.choice([one for one in chat.members if one in world.people])
        text = " ".join(chance.choices(WORDS, k=12))
        world.post(chat, world.people[author].as_user(), {"text": text})
        if number % 500 == 0:
            world.storage.save()
    world.storage.close()


@dataclass(slots=True)
class Served:
    """A messenger at work."""

    http: aiohttp.ClientSession
    process: Process
    port: int
    start_s: float
    bot_s: float

    @property
    def resident_mib(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@asynccontextmanager
async def served(state: Path) -> AsyncIterator[Served]:
    """The program as people start it, once the first bot's call is answered too."""
    began = monotonic()
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", TOKEN, "--no-limits"]
    process = await asyncio.create_subprocess_exec(*command, "--state", str(state), stdout=PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[2]
    start_s = monotonic() - began
    connector = aiohttp.TCPConnector(limit=0)
    try:
        async with aiohttp.ClientSession(url, connector=connector) as http:
            async with http.get(f"/bot{TOKEN}/getMe"):
                bot_s = monotonic() - began
            yield Served(http, process, int(url.rpartition(":")[2]), start_s, bot_s)
    finally:
        process.terminate()
        await process.wait()


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


async def timed(asked: Any) -> float:
    began = monotonic()
    async with asked as response:
        assert response.status < 300, await response.text()
        await response.read()
    return monotonic() - began


async def sends(http: aiohttp.ClientSession) -> dict[str, float]:
    """One after another: a message until it is answered, and the smallest request beside it."""
    floor, sent = [], []
    for number in range(SENDS):
        path = f"/control/people/{number % PEOPLE + 1}/send"
        sent.append(await timed(http.post(path, json={"text": f"hello {number}"})))
        floor.append(await timed(http.get("/control/faults")))
    return {"floor_p95_s": p95(floor), "send_p95_s": p95(sent)}


@dataclass(slots=True)
class Lively:
    """Everybody has a page open and writes; how long until the others see it."""

    http: aiohttp.ClientSession
    port: int
    circles: dict[int, int]
    square: int
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    began: dict[str, float] = field(default_factory=dict)
    seen: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)

    async def run(self) -> dict[str, float]:
        people = range(1, PEOPLE + 1)
        pages = [asyncio.ensure_future(self._page(person)) for person in people]
        await asyncio.sleep(2)
        await asyncio.gather(*(self._write(person, monotonic() + LIVELY_S) for person in people))
        await asyncio.sleep(2)
        for page in pages:
            page.cancel()
        ended = await asyncio.gather(*pages, return_exceptions=True)
        assert all(isinstance(one, asyncio.CancelledError) for one in ended), ended
        return {
            "seen_p95_s": p95(self.seen),
            "lively_send_p95_s": p95(self.sent),
            "written": len(self.sent),
            "seen": len(self.seen),
        }

    async def _write(self, person: int, until: float) -> None:
        while monotonic() < (due := monotonic() + self.chance.expovariate(1 / EVERY_S)) < until:
            await asyncio.sleep(due - monotonic())
            where, text = self.chance.random(), f"n{len(self.began)}"
            chat = self.square if where < SQUARE else self.circles[person]
            body = {"text": text} | ({} if SQUARE <= where < SQUARE + ALONE else {"chat": chat})
            self.began[text] = monotonic()
            path = f"/control/people/{person}/send"
            self.sent.append(await timed(self.http.post(path, json=body)))

    async def _page(self, person: int) -> None:
        """Read the stream; for each new message fetch what is new in its chat."""
        upto: dict[int | None, int] = {}
        stream, fetching = await Wire.open(self.port), await Wire.open(self.port)
        stream.ask(f"/control/events?person={person}")
        async for line in stream.reader:
            if not line.startswith(b"data: "):
                continue
            event = json.loads(line[6:])
            chat, number = event["chat"], event["message_id"]
            if event["type"] == "message" and number > upto.get(chat, 0):
                where = f"chat={chat}&" if chat else ""
                after = upto.get(chat, number - 1)
                path = f"/control/people/{person}/messages?{where}after={after}"
                upto[chat] = self._shown(person, await fetching.get(path))

    def _shown(self, person: int, found: list[dict[str, Any]]) -> int:
        for message in found:
            if message["text"] in self.began and message["from"]["id"] != person:
                self.seen.append(monotonic() - self.began[message["text"]])
        return int(found[-1]["message_id"])


@dataclass(slots=True)
class Wire:
    """A page's connection. Two hundred whole clients in one process would be what is measured."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Wire:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    def ask(self, path: str) -> None:
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())

    async def get(self, path: str) -> Any:
        self.ask(path)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        assert head.startswith("HTTP/1.1 200"), head
        length = int(head.partition("Content-Length: ")[2].partition("\r\n")[0])
        return json.loads(await self.reader.readexactly(length))


async def main() -> int:
    """Run everything; 1 when a bar is missed."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="messenger-bench-") as folder:
        full, empty = Path(folder) / "full.db", Path(folder) / "empty.db"
        fill(empty, 0)
        began = monotonic()
        fill(full, MESSAGES)
        figures["fill_s"] = monotonic() - began
        figures["file_mib"] = full.stat().st_size / 2**20
        async with served(empty) as nothing:
            figures["start_empty_s"] = nothing.start_s
            figures["resident_empty_mib"] = nothing.resident_mib
        async with served(full) as one:
            figures["start_s"] = one.start_s
            figures["first_bot_s"] = one.bot_s
            figures["resident_mib"] = one.resident_mib
            figures |= await sends(one.http)
            async with one.http.get("/control/groups") as response:
                square, *circles = await response.json()
            of_person = {who: group["id"] for group in circles for who in group["members"]}
            figures |= await Lively(one.http, one.port, of_person, square["id"]).run()
            figures["resident_after_mib"] = one.resident_mib
    return report(figures)


def report(figures: dict[str, float]) -> int:
    """The table, the line of JSON, and whether every bar was kept."""
    for name, value in figures.items():
        bar = f"  {value / BARS[name]:5.2f} of the {BARS[name]} allowed" if name in BARS else ""
        sys.stdout.write(f"{name:<22}{value:12.4f}{bar}\n")
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    sys.stdout.write(json.dumps({name: round(value, 4) for name, value in figures.items()}) + "\n")
    return int(any(figures[name] > bar for name, bar in BARS.items()))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
