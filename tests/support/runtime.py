"""The runtime at work against a real sandbox, in the test's own event loop.

    async with rig_at(url, clock, features, names=("ana", "bo")) as rig:
        await rig.start()
        await rig.say("ana", "/count 1")
        await rig.until(lambda: rig.amounts("counted") == [1])

Looks at the database with eyes of its own. Every wait has a deadline.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import aiohttp
from sqlalchemy import Engine, create_engine, insert, make_url, select

from bot.features import Feature
from bot.runtime.board import Board
from bot.runtime.instance import BotInstance, BotSettings
from bot.runtime.program import Program
from bot.runtime.tables import inbox, outbox
from sandbox import Sandbox, SandboxSettings
from services.kernel.engine import write_engine
from services.kernel.town import derived_secret
from services.modules import MODULES, Module, Wiring
from services.people.facts.tables import facts
from services.people.identity.tables import chats
from tests.support.clock import ManualClock
from tests.support.settling import BOT_ID
from tests.support.world import Builder, World

TOKEN = f"{BOT_ID}:SANDBOX-RUNTIME"
PATIENCE_S = 30.0
LOOK_S = 0.02

Features = Callable[[Board], Iterable[Feature]]


@dataclass(slots=True)
class Rig:
    """A sandbox, a town in a database, and the program between them when it is started."""

    url: str
    clock: ManualClock
    features: Features
    modules: tuple[Module, ...]
    sandbox: Sandbox
    http: aiohttp.ClientSession
    world: World
    eye: Engine
    webhook_url: str = ""
    webhook_secret: str = ""
    program: Program | None = None
    updates: list[dict[str, Any]] = field(default_factory=list)  # as the sandbox made them

    # ── the program ─────────────────────────────────────────────────────────

    async def start(self) -> Program:
        """Start the program, or start it again."""
        limits = self.sandbox.gateway.limits.enabled
        instance = BotSettings(
            self.sandbox.url, TOKEN, self.webhook_url, self.webhook_secret, limits=limits
        )
        secret = derived_secret("rig")
        self.program = Program(  # anew, as after a restart
            self.url,
            secret,
            self.features,
            [instance],
            clock=self.clock,
            wiring=Wiring(self.modules),
        )
        await self.program.start()
        return self.program

    async def stop(self) -> None:
        """Stop as SIGTERM does."""
        program, self.program = self.program, None
        if program is not None:
            await program.stop()

    async def crash(self) -> None:
        """Leave everything as it lies: nothing is drained, confirmed or marked any more."""
        program, self.program = self.program, None
        assert program is not None
        program.scheduler.stop()
        await program.supervisor.stop()
        for instance in program.instances.values():
            await instance.close()
        await program.database.close()

    def pass_ms(self, ms: int) -> None:
        """Move the clock, and let the scheduler see it."""
        self.clock.pass_ms(ms)
        assert self.program is not None
        self.program.scheduler._scheduler.wakeup()

    @property
    def instance(self) -> BotInstance:
        """The running program's only door."""
        assert self.program is not None
        return self.program.instances[BOT_ID]

    @contextmanager
    def obstructed(self) -> Iterator[None]:
        """The writer meets a read-only database (SQLite): every write fails, at once."""
        self._writable(False)
        yield
        self._writable(True)

    def _writable(self, writable: bool) -> None:
        assert self.program is not None
        raw = self.program.database._engine.raw_connection()
        try:
            handle = raw.driver_connection
            assert isinstance(handle, sqlite3.Connection)
            handle.execute(f"PRAGMA query_only={'OFF' if writable else 'ON'}")
        finally:
            raw.close()

    # ── people ──────────────────────────────────────────────────────────────

    def id_of(self, name: str) -> int:
        """A person's messenger number."""
        return self.world.visitors[name].tg_user_id

    async def say(self, name: str, text: str, **body: Any) -> dict[str, Any]:
        """Somebody types."""
        return dict(await self.post(f"people/{self.id_of(name)}/send", text=text, **body))

    async def tap(self, name: str, data: str, patience_s: float = 10, **body: Any) -> Any:
        """Somebody presses a button with this data on the newest message; the answer's text."""
        if "message_id" not in body:
            body["message_id"] = (await self.messages(name))[-1]["message_id"]
        path = f"people/{self.id_of(name)}/tap"
        answer = (await self.post(path, data=data, timeout=patience_s, **body))["answer"]
        return None if answer is None else answer.get("text")

    async def messages(self, name: str, chat: int | None = None) -> list[dict[str, Any]]:
        """What somebody sees."""
        query = "" if chat is None else f"?chat={chat}"
        return list(await self.get(f"people/{self.id_of(name)}/messages{query}"))

    async def heard(self, name: str, chat: int | None = None) -> list[str]:
        """The texts that the bot has sent somebody, oldest first."""
        return [str(m["text"]) for m in await self.messages(name, chat) if m["from"]["is_bot"]]

    async def group(self, *names: str) -> int:
        """A group of the town."""
        body = {"title": "Square", "members": [self.id_of(name) for name in names]}
        chat_id = int((await self.post("groups", **body))["id"])
        row = {"chat_id": chat_id, "title": "Square", "workshop_id": self.world.workshop_id}
        with self.eye.begin() as conn:
            conn.execute(insert(chats).values(bot_id=BOT_ID, **row))
        return chat_id

    # ── the sandbox ─────────────────────────────────────────────────────────

    async def faults(self, *rules: dict[str, Any], **plan: Any) -> None:
        """Have the sandbox make trouble; none without rules."""
        async with self.http.put("/control/faults", json={"rules": rules, **plan}) as answer:
            assert answer.status == 200, await answer.text()

    async def requests(self, method: str, chat: int | None = None) -> list[dict[str, Any]]:
        """The bot's requests of one method, oldest first."""
        query = f"log?method={method}&limit=20000" + ("" if chat is None else f"&chat={chat}")
        return list((await self.get(query))["requests"])

    def unconfirmed(self) -> list[int]:
        """Updates that the sandbox would hand out again."""
        return list(self.sandbox.world.bot(BOT_ID).updates.pending)

    async def get(self, path: str) -> Any:
        """Ask the control API."""
        async with self.http.get(f"/control/{path}") as response:
            return _checked(await response.json())

    async def post(self, path: str, **body: Any) -> Any:
        """Tell the control API."""
        async with self.http.post(f"/control/{path}", json=body) as response:
            return _checked(await response.json())

    # ── the database ────────────────────────────────────────────────────────

    def rows(self, query: Any) -> list[Any]:
        """Committed rows."""
        with self.eye.connect() as conn:
            return list(conn.execute(query))

    def amounts(self, kind: str, name: str | None = None) -> list[int]:
        """The amounts of all facts of a kind, in the order in which they came to be."""
        query = select(facts.c.amount).where(facts.c.kind == kind).order_by(facts.c.fact_id)
        if name is not None:
            query = query.where(facts.c.participant_id == self.world.ids[name])
        return [int(row.amount) for row in self.rows(query)]

    def inbox_states(self) -> list[str]:
        """How far each update is."""
        return [row.state for row in self.rows(select(inbox.c.state).order_by(inbox.c.update_id))]

    def calls(self, *columns: str, **where: Any) -> list[Any]:
        """Columns of outbox rows, oldest first; plain values when one column is asked for."""
        chosen = [outbox.c[name] for name in columns or ("state",)]
        query = select(*chosen).order_by(outbox.c.outbox_id)
        for name, value in where.items():
            query = query.where(outbox.c[name] == value)
        found = self.rows(query)
        return [row[0] for row in found] if len(chosen) == 1 else [tuple(row) for row in found]

    async def until(
        self, true: Callable[[], Any], what: object = "", patience_s: float = PATIENCE_S
    ) -> None:
        """Look until something is true; the program must be well meanwhile."""

        async def look() -> Any:
            return true()

        await self.until_async(look, what, patience_s)

    async def until_async(
        self, true: Callable[[], Awaitable[Any]], what: object = "", patience_s: float = PATIENCE_S
    ) -> None:
        """The same for what must be asked for."""
        deadline = monotonic() + patience_s
        while not await true():
            if self.program is not None and self.program.supervisor.failure is not None:
                raise self.program.supervisor.failure
            told = what() if callable(what) else what
            states = (self.inbox_states(), self.calls("key", "state", "outcome"))
            assert monotonic() < deadline, f"waited in vain: {told}; {states}"
            await asyncio.sleep(LOOK_S)

    async def until_done(self, number: int) -> None:
        """Wait until so many updates have ended, and every call with them."""
        await self.until(lambda: self.ended() >= number)

    def ended(self) -> int:
        """Updates that have ended; none while a call is open."""
        done = sum(state != "new" for state in self.inbox_states())
        # Looked at second: calls are there as soon as their update is done.
        return 0 if {"pending", "sending"} & set(self.calls()) else done


@asynccontextmanager
async def rig_at(
    url: str,
    clock: ManualClock,
    features: Features,
    names: tuple[str, ...],
    modules: tuple[Module, ...] = MODULES,
    **chosen: Any,
) -> AsyncIterator[Rig]:
    """A rig on a migrated database; whatever was started ends with the block."""
    engine = write_engine(url)
    world = Builder(engine, url, clock)(*names)
    engine.dispose()
    options: dict[str, Any] = {"port": 0, "token": TOKEN, "limits": False, **chosen}
    sandbox = Sandbox(SandboxSettings(**options))
    await sandbox.start()
    eye = create_engine(url)
    async with aiohttp.ClientSession(sandbox.url) as http:
        rig = Rig(url, clock, features, modules, sandbox, http, world, eye)
        _watch(rig)
        for name in names:
            await rig.post("people", id=rig.id_of(name), first_name=name.title())
            _open_chat(sandbox, rig.id_of(name))
        try:
            yield rig
        finally:
            await rig.stop()
            await sandbox.stop()
            eye.dispose()


def sqlite_file(url: str) -> str:
    """The path of an embedded database."""
    path = make_url(url).database
    assert path is not None
    return path


def _watch(rig: Rig) -> None:
    """Keep a copy of every update, to deliver it again by hand."""
    queue = rig.sandbox.world.bot(BOT_ID).updates
    hand_on = queue.on_add
    assert hand_on is not None

    def add(update: Any) -> None:
        rig.updates.append(json.loads(update.text))
        hand_on(update)

    queue.on_add = add


def _open_chat(sandbox: Sandbox, person_id: int) -> None:
    """As if this person had pressed Start before the test began."""
    world = sandbox.world
    world.private(world.bot(BOT_ID), world.person(person_id)).started = True


def _checked(answer: Any) -> Any:
    if isinstance(answer, dict) and "error" in answer:
        raise AssertionError(f"the sandbox says: {answer['error']}")
    return answer
