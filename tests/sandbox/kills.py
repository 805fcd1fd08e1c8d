"""The messenger is killed again and again while people and a bot write: what was answered is there.

`python -m tests.sandbox.kills --kills 50` runs it for long; `test_kills.py` for a few kills. The
witness knows only what came back over HTTP: a request that was cut off may have been done or not.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import runpy
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.messenger.storage import Storage
from tests.sandbox.desk import Json, keyboard

TOKEN = "7:SANDBOX-KILLS"
PEOPLE = 5
LIFE_S = (0.1, 0.6)
ROUND_S = 120
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["sandbox.server", "runpy"])


class Cut(Exception):
    """The messenger died while it was asked."""


class Refused(Exception):
    """The messenger says no to what it cannot refuse, if it has lost nothing."""


@dataclass(slots=True)
class Witness:
    """What was answered, and what is wrong with it."""

    messages: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    """By chat and number: the texts it may have now; more than one after a cut-off edit."""
    deleted: set[tuple[str, int]] = field(default_factory=set)
    written: set[tuple[str, int]] = field(default_factory=set)
    """What people wrote and the bot must hear of."""
    people: dict[int, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    updates: dict[int, Json] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def message(self, chat: str, sent: Json, text: str) -> None:
        """A new message was answered."""
        place = chat, int(sent["message_id"])
        if place in self.messages:
            self.wrong.append(f"message {place} was given out twice")
        self.messages[place] = {text}

    def update(self, update: Json) -> None:
        """The bot was given an update, perhaps not for the first time."""
        number = update["update_id"]
        if self.updates.setdefault(number, update) != update:
            self.wrong.append(f"update {number} was given out twice")
        query = update.get("callback_query", {}).get("id")
        if query is not None and self.queries.setdefault(query, number) != number:
            self.wrong.append(f"query {query} was given out twice")


def live(arguments: list[str], late_s: float, told: Connection) -> None:
    """What `python -m sandbox` does, in a fork; with a fault, it writes after it has answered."""
    os.dup2(told.fileno(), sys.stdout.fileno())
    sys.argv = ["sandbox", *arguments]
    if late_s:
        in_time = Storage.save

        def save(self: Storage) -> None:
            asyncio.get_running_loop().call_later(late_s, in_time, self)

        Storage.save = save  # type: ignore[method-assign]
    runpy.run_module("sandbox", run_name="__main__")


class Messenger:
    """A process that is killed and started again, always with the same file."""

    def __init__(self, folder: Path, late_s: float) -> None:
        self._arguments = ["--port", "0", "--no-limits", "--token", TOKEN]
        self._arguments += ["--state", str(folder / "chats.db")]
        self._late_s = late_s
        self._process: ForkServerProcess | None = None
        self._up = asyncio.Event()
        self._url = ""

    async def start(self) -> None:
        heard, told = WARM.Pipe(duplex=False)
        with heard:
            process = WARM.Process(target=live, args=(self._arguments, self._late_s, told))
            process.start()
            told.close()
            line = (await asyncio.to_thread(os.read, heard.fileno(), 200)).decode()
        assert line.startswith("sandbox on "), line
        self._process, self._url = process, line.split()[2]
        self._up.set()

    async def kill(self) -> None:
        if self._process is not None:
            self._up.clear()
            self._process.kill()
            await asyncio.to_thread(self._process.join)

    async def ask(self, session: aiohttp.ClientSession, verb: str, path: str, **body: Any) -> Any:
        """What it answers; `Cut` if it dies meanwhile."""
        await self._up.wait()
        try:
            async with session.request(verb, f"{self._url}/{path}", **body) as response:
                data = await response.read()
                if not response.ok:
                    raise Refused(f"{verb} {path} {body}: {response.status} {data!r}")
                is_json = response.content_type == "application/json"
                return await response.json() if is_json else data
        except (aiohttp.ClientError, ConnectionError):
            raise Cut from None


class Life:
    """Everybody who writes, until it is over."""

    def __init__(self, messenger: Messenger, session: aiohttp.ClientSession, seed: int) -> None:
        self.seen = Witness()
        self.over = False
        self._messenger = messenger
        self._session = session
        self._chance = random.Random(seed)
        self._people: list[int] = []
        self._town = 0
        self._made = 0

    async def control(self, verb: str, path: str, **fields: Any) -> Any:
        ask = self._messenger.ask
        return await ask(self._session, verb, f"control/{path}", json=fields or None)

    async def api(self, method: str, **fields: Any) -> Any:
        path = f"bot{TOKEN}/{method}"
        answer = await self._messenger.ask(self._session, "POST", path, json=fields)
        return answer["result"]

    async def prepare(self) -> None:
        for _ in range(PEOPLE):
            await self._newcomer()
        group = {"title": "Town", "members": self._people, "type": "supergroup"}
        self._town = (await self.control("POST", "groups", **group))["id"]
        promoted = {"promote": [int(TOKEN.partition(":")[0])]}
        await self.control("POST", f"groups/{self._town}/members", **promoted)

    async def run(self) -> None:
        """Everybody at once; who is cut off goes on with something else."""
        people = [self._forever(partial(self._person, one)) for one in self._people]
        await asyncio.gather(*people, self._forever(self._newcomer), self._forever(self._bot))

    async def _forever(self, act: Callable[[], Awaitable[None]]) -> None:
        while not self.over:
            try:
                await act()
            except Cut:
                await asyncio.sleep(0.01)
            except Refused as error:
                self.seen.wrong.append(str(error))

    async def _newcomer(self) -> None:
        self._made += 1
        name = f"P{self._made}"
        person = (await self.control("POST", "people", first_name=name))["id"]
        if person in self.seen.people:
            self.seen.wrong.append(f"person {person} was given out twice")
        self.seen.people[person] = name
        if len(self._people) < PEOPLE:
            self._people.append(person)
        await asyncio.sleep(0.05)

    async def _person(self, person: int) -> None:
        """Write alone to the bot or in the group; sometimes write it anew."""
        self._made += 1
        text, town = f"w{self._made}", self._chance.random() < 0.4
        where = {"chat": self._town} if town else {}
        chat = str(self._town if town else person)
        sent = await self.control("POST", f"people/{person}/send", text=text, **where)
        self.seen.message(chat, sent, text)
        place = chat, sent["message_id"]
        self.seen.written.add(place)
        if self._chance.random() < 0.2:
            self.seen.messages[place].add(f"{text}e")
            edit = {"text": f"{text}e", "edit": sent["message_id"], **where}
            await self.control("POST", f"people/{person}/send", **edit)
            self.seen.messages[place] = {f"{text}e"}

    async def _bot(self) -> None:
        """Take updates and do something for each; sometimes forget a batch instead."""
        taken = max(self.seen.updates, default=0)
        found = await self.api("getUpdates", offset=taken + 1, timeout=1)
        for update in found if self._chance.random() < 0.8 else []:
            self.seen.update(update)
            if "message" in update and self._chance.random() < 0.3:
                await self._answer(update["message"])

    async def _answer(self, asked: Json) -> None:
        chat, text = asked["chat"]["id"], f"a{asked['message_id']}"
        keys = keyboard([("a", "b")])
        sent = await self.api("sendMessage", chat_id=chat, text=text, reply_markup=keys)
        self.seen.message(str(chat), sent, text)
        place, kind = (str(chat), sent["message_id"]), self._chance.random()
        if kind < 0.2:
            self.seen.deleted.add(place)  # whether it is done or cut off: it may be gone
            del self.seen.messages[place]
            await self.api("deleteMessage", chat_id=chat, message_id=sent["message_id"])
        elif kind < 0.4:
            form = aiohttp.FormData({"chat_id": str(chat)})
            form.add_field("document", text.encode(), filename="a.txt")
            path = f"bot{TOKEN}/sendDocument"
            sent = await self._messenger.ask(self._session, "POST", path, data=form)
            self.seen.files[sent["result"]["document"]["file_id"]] = text.encode()
        elif kind < 0.6:
            fields = {"message_id": sent["message_id"], "data": "b", "timeout": 0}
            tapper, where = (self._people[0], {"chat": chat}) if chat < 0 else (chat, {})
            await self.control("POST", f"people/{tapper}/tap", **fields, **where)

    # --- afterwards -----------------------------------------------------------

    async def check(self) -> list[str]:
        """Everything that was answered and is not there."""
        while found := await self.api("getUpdates", offset=max(self.seen.updates, default=0) + 1):
            for update in found:
                self.seen.update(update)
        seen, wrong, shown = self.seen, self.seen.wrong, await self._shown()
        for place, texts in seen.messages.items():
            if shown.get(place) not in texts:
                wrong.append(f"message {place} should be {texts}, is {shown.get(place)!r}")
        told = [update["message"] for update in seen.updates.values() if "message" in update]
        heard = {(str(message["chat"]["id"]), message["message_id"]) for message in told}
        wrong += [f"the bot never heard of {place}" for place in seen.written - heard]
        names = {one["id"]: one["first_name"] for one in await self.control("GET", "people")}
        wrong += [f"person {one} is lost" for one in seen.people.items() - names.items()]
        for file_id, data in seen.files.items():
            with suppress(Refused):
                if await self.control("GET", f"files/{file_id}") == data:
                    continue
            wrong.append(f"file {file_id} is not what was sent")
        return wrong

    async def _shown(self) -> dict[tuple[str, int], str]:
        shown = {}
        for person in self._people:
            for one in await self.control("GET", f"people/{person}/messages"):
                shown[str(person), one["message_id"]] = one["text"]
        path = f"people/{self._people[0]}/messages?chat={self._town}"
        for one in await self.control("GET", path):
            shown[str(self._town), one["message_id"]] = one["text"]
        return shown


async def storm(
    folder: Path, *, kills: int, seed: int, late_s: float = 0
) -> tuple[Life, list[str]]:
    """A life with so many kills in it, and what was wrong afterwards."""
    chance, messenger = random.Random(seed), Messenger(folder, late_s)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        life = Life(messenger, session, seed)
        try:
            await messenger.start()
            await life.prepare()
            running = asyncio.ensure_future(life.run())
            for _ in range(kills):
                if running.done():
                    break
                await asyncio.sleep(chance.uniform(*LIFE_S))
                await messenger.kill()
                await messenger.start()
            life.over = True
            async with asyncio.timeout(ROUND_S):
                await running
                return life, await life.check()
        finally:
            await messenger.kill()


async def main(kills: int, seed: int) -> int:
    with tempfile.TemporaryDirectory(prefix="messenger-kills-") as folder:
        life, wrong = await storm(Path(folder), kills=kills, seed=seed)
    seen = life.seen
    sys.stdout.write(
        f"{kills} kills, seed {seed}: {len(seen.messages)} messages answered, "
        f"{len(seen.updates)} updates, {len(seen.people)} people, {len(seen.files)} files; "
        f"{len(wrong)} wrong\n" + "".join(f"  {line}\n" for line in wrong[:20])
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    sys.exit(asyncio.run(main(chosen.kills, chosen.seed)))
