"""What the driver saw with its own eyes: every update made and confirmed, every word answered.

Stands in the sandbox's own places (queue, taps, faults) and only looks on. This is the driver's
log that the invariants compare the database with.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from typing_extensions import override

from sandbox import Sandbox
from sandbox.botapi.faults import Faults
from sandbox.messenger.people import Chat, Message
from sandbox.messenger.shapes import Json
from sandbox.messenger.taps import Tap, Taps
from sandbox.messenger.updates import Update, UpdateQueue
from sandbox.messenger.world import FIRST_UPDATE, World

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """An update as it was made: whose it is, and its words or its button."""

    update_id: int
    person: int
    text: str = ""
    query: str = ""
    data: str = ""


class Queue(UpdateQueue):
    """A bot's updates; remembers which were made, which confirmed, which grew too old."""

    made: dict[int, Seen]
    confirmed: set[int]
    expired: set[int]

    @override
    def add(self, kind: str, payload: Json, key: str) -> Update | None:
        update = super().add(kind, payload, key)
        if update is not None:
            person = payload["from"]["id"]
            text, query = payload.get("text", ""), ""
            if kind == "callback_query":
                query = payload["id"]
            self.made[update.id] = Seen(update.id, person, text, query, payload.get("data", ""))
        return update

    @override
    def confirm(self, offset: int) -> None:
        before = set(self.pending)
        super().confirm(offset)
        self.confirmed |= before - set(self.pending)

    @override
    def expire(self) -> None:
        before = set(self.pending)
        super().expire()
        self.expired |= before - set(self.pending)


class Answers(Taps):
    """Taps; remembers every answer to each, not only the first, which the person sees."""

    told: dict[str, list[str]]

    @override
    def answer(self, bot_id: int, tap_id: str, answer: Json) -> Tap:
        tap = super().answer(bot_id, tap_id, answer)
        self.told.setdefault(tap_id, []).append(answer["text"] or "")
        return tap


class Deals(Faults):
    """The sandbox's faults; counts the copies that were handed out."""

    dealt = 0

    @override
    def deal(self, items: Sequence[T]) -> list[T]:
        copies = super().deal(items)
        self.dealt += len(copies)
        return copies


@dataclass(slots=True)
class DriverLog:
    """Everything the driver knows of a run without asking the database."""

    folder: Path
    queue: Queue
    answers: Answers
    deals: Deals
    posted: dict[int, Counter[str]]  # what the bot wrote, by chat, in the words it first had
    deaths: list[str] = field(default_factory=list)  # lives that ended although nobody killed them
    _read_to: int = 0

    def errors(self) -> list[str]:
        """New lines of the program's log that report a bug."""
        log = self.folder / "log.jsonl"
        if not log.exists():
            return []
        with log.open("rb") as file:
            file.seek(self._read_to)
            lines = file.read().decode(errors="replace").splitlines()
            self._read_to = file.tell()
        return [line[:2000] for line in lines if _is_error(line)]


def watch(sandbox: Sandbox, folder: Path) -> DriverLog:
    """Take the sandbox's places, before it starts."""
    world = sandbox.world
    bot = world.bot(None)
    queue = Queue(world.clock, bot.id, FIRST_UPDATE, world.storage.keep)
    queue.made, queue.confirmed, queue.expired = {}, set(), set()
    bot.updates = queue
    answers = Answers(world.clock, world.random)
    answers.told = {}
    world.taps = answers
    deals = Deals(world.settings.seed)
    sandbox.gateway.faults = deals
    return DriverLog(folder, queue, answers, deals, _note_posts(world, bot.id))


def _note_posts(world: World, bot_id: int) -> dict[int, Counter[str]]:
    posted: dict[int, Counter[str]] = defaultdict(Counter)
    real = world.post

    def post(chat: Chat, author: Json, content: Json) -> Message:
        if author["id"] == bot_id:
            posted[chat.id][content.get("text") or content.get("caption") or ""] += 1
        return real(chat, author, content)

    name = "post"
    setattr(world, name, post)
    return posted


def _is_error(line: str) -> bool:
    try:
        told: Any = json.loads(line)
    except ValueError:  # a traceback at the top, or a line that a kill cut off
        return "Error" in line or "Traceback" in line
    return isinstance(told, dict) and told.get("level") in {"error", "critical"}
