"""What has changed and is not in the database yet; one transaction takes all of it.

Whoever changes something says so before anybody is woken who could see it (`keep`). It is written
before the answer to the request leaves (`save`), in any case before the loop's next turn begins.
A disk that takes nothing loses nothing: what was not written stays, is tried again, and the log
says so once, and once when it is over.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pydantic import BaseModel, TypeAdapter

from sandbox.messenger.database import Database, files_folder
from sandbox.messenger.files import FileBytes, StoredFile
from sandbox.messenger.messages import Messages, MessageTable
from sandbox.messenger.people import Bot, Chat, Person, Webhook
from sandbox.messenger.polls import Poll
from sandbox.messenger.shapes import Json, as_bytes
from sandbox.messenger.updates import Update, UpdateQueue

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)
_TRY_AGAIN_S = 1.0


@dataclass(slots=True)
class Counters:
    """The last number given out of each kind; never given out again."""

    person: int = 5_000_000
    group: int = 4_000_000
    mailbox: int = 0
    poll: int = 5_100_000_000_000_000
    album: int = 13_800_000_000_000_000
    file: int = 0
    run: int = 0

    def take(self, name: str) -> int:
        """The next number of one kind."""
        value = int(getattr(self, name)) + 1
        setattr(self, name, value)
        return value

    def become(self, others: Counters) -> None:
        """Go on where these were."""
        for counter in fields(self):
            setattr(self, counter.name, getattr(others, counter.name))


class BotRecord(BaseModel):
    """A bot's account without its updates."""

    id: int
    token: str
    webhook: Webhook
    profile: dict[str, dict[str, str]]
    commands: dict[str, dict[str, list[Json]]]
    menu_buttons: dict[int, Json]
    has_topics: bool = False
    people_make_topics: bool = False


class QueueRecord(BaseModel):
    """What a bot's queue knows beside its updates."""

    next_id: int
    allowed: list[str] | None


Record = Person | Bot | Chat | Poll | StoredFile | UpdateQueue
Kept = Record | Messages
PEOPLE, CHATS, POLLS = TypeAdapter(Person), TypeAdapter(Chat), TypeAdapter(Poll)
FILES, COUNTERS, BOTS = TypeAdapter(StoredFile), TypeAdapter(Counters), TypeAdapter(BotRecord)


class Storage:
    """The unit of work between the world and its database."""

    def __init__(self) -> None:
        self.database = Database()
        self.messages = MessageTable(self.database, self.keep)
        self.files = FileBytes()
        self.counters = Counters()
        self._counted = b""
        self._changed: dict[int, Kept] = {}
        self._is_due = False
        self._in_trouble = False
        self._retry: asyncio.TimerHandle | None = None

    def open(self, path: Path | None) -> None:
        """Use this file from now on, with what is in it. Raises `StartError`."""
        if path is not None:
            self.database.open(path)
            self.files.folder = files_folder(path)
            self._changed.clear()

    def close(self) -> None:
        """Write what waits, and let go of everything."""
        self._stop_waiting()
        self.save()
        self._stop_waiting()
        self.database.close()
        self.files.close()

    # --- what waits to be written -------------------------------------------------

    def keep(self, thing: Kept) -> None:
        """This has changed, or is new."""
        self._changed[id(thing)] = thing
        if not self._is_due:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                return  # nobody runs who could see it
            self._is_due = True
            loop.call_soon(self._turn_over)

    def save(self) -> None:
        """Write all that waits, or nothing of it. Never raises for the disk's sake."""
        if not self._changed or self._retry is not None:
            return
        try:
            self._write()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
            return
        for thing in self._changed.values():
            if isinstance(thing, Messages | UpdateQueue):
                thing.written()
        self._changed.clear()
        if self._in_trouble:
            self._in_trouble = False
            _log.warning("the chats are kept in %s again", self.database.path)

    def _turn_over(self) -> None:
        self._is_due = False
        self.save()

    def _write(self) -> None:
        execute = self.database.execute
        execute("BEGIN IMMEDIATE")
        try:
            for thing in self._changed.values():
                self._write_one(thing)
            counted = COUNTERS.dump_json(self.counters)
            if counted != self._counted:
                execute(_UPSERT, ("counters", "", counted))
            execute("COMMIT")
        except BaseException:
            if self.database.in_transaction:
                execute("ROLLBACK")
            raise
        self._counted = counted

    def _write_one(self, thing: Kept) -> None:
        if isinstance(thing, Messages):
            thing.write()
            return
        if isinstance(thing, UpdateQueue):
            self._write_updates(thing)
        if isinstance(thing, StoredFile):
            self.files.write(thing.unique_id)
        self.database.execute(_UPSERT, as_record(thing))

    def _write_updates(self, queue: UpdateQueue) -> None:
        gone = [(queue.bot_id, number) for number, one in queue.unwritten.items() if one is None]
        rows = [
            (
                queue.bot_id,
                one.id,
                one.kind,
                one.key,
                one.text.encode("utf-8", "replace"),
                one.expires_at,
            )
            for one in queue.unwritten.values()
            if one is not None
        ]
        self.database.many("DELETE FROM updates WHERE bot = ? AND id = ?", gone)
        self.database.many("INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?)", rows)

    # --- a disk that takes nothing --------------------------------------------------

    def _give_up(self, error: sqlite3.Error | OSError) -> None:
        """Until the next try; the answers go on meanwhile."""
        if not self._in_trouble:
            _log.warning("the chats are not kept in %s for now: %s", self.database.path, error)
        self._in_trouble = True
        with suppress(RuntimeError):
            self._retry = asyncio.get_running_loop().call_later(_TRY_AGAIN_S, self._try_again)

    def _try_again(self) -> None:
        self._retry = None
        self.save()

    def _stop_waiting(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None

    # --- reading ----------------------------------------------------------------

    def records(self, kind: str, key: str = "%") -> list[bytes]:
        """The small documents of one kind, the oldest first; or the one with this key."""
        query = "SELECT body FROM records WHERE kind = ? AND key LIKE ? ORDER BY rowid"
        return [body for (body,) in self.database.execute(query, (kind, key))]

    def updates(self, bot_id: int) -> dict[int, Update]:
        """What a bot has not confirmed yet, oldest first."""
        query = "SELECT id, kind, key, body, expires FROM updates WHERE bot = ? ORDER BY id"
        rows = self.database.execute(query, (bot_id,))
        return {
            number: Update(number, kind, key, body.decode(), expires)
            for number, kind, key, body, expires in rows
        }


_UPSERT = """
INSERT INTO records VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body
"""


def as_record(thing: Record) -> tuple[str, str, bytes]:
    """How one is written: its kind, its key, its JSON."""
    match thing:
        case Person():
            return "person", str(thing.id), as_bytes(PEOPLE, thing)
        case Chat():
            return "chat", f"{thing.bot_id or 0}:{thing.id}", as_bytes(CHATS, thing)
        case Poll():
            return "poll", thing.id, as_bytes(POLLS, thing)
        case StoredFile():
            return "file", thing.file_id, as_bytes(FILES, thing)
        case UpdateQueue():
            allowed = None if thing.allowed is None else sorted(thing.allowed)
            queue = QueueRecord(next_id=thing.next_id, allowed=allowed)
            return "queue", str(thing.bot_id), queue.model_dump_json().encode()
        case Bot():
            names = BotRecord.model_fields
            bot = BotRecord.model_construct(**{name: getattr(thing, name) for name in names})
            return "bot", str(thing.id), as_bytes(BOTS, bot)
