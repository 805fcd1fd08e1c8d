"""Messages, and where a chat's messages are: in the database, the ones in use also in memory.

What was changed and is not written yet stands in front of the database for every question, and
stays in memory until it is written. Who changes a message tells the world, which calls `changed`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, ItemsView, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from sandbox.messenger.shapes import Json, as_bytes, as_utf8

if TYPE_CHECKING:
    from sandbox.messenger.database import Database

_KEPT_IN_MEMORY = 4000
_NO_NUMBER = 2**63
"""SQLite has none so big, and no message either."""


@dataclass(slots=True)
class Message:
    """A message in Telegram's shape, and what only the people's screens need to know."""

    id: int
    body: Json
    author: int
    edited: bool = False
    edited_after: int = 0
    """The last message of the chat when this one was changed; 0 for never."""
    reply_keyboard: Json | None = None
    keyboard_for: list[int] | None = None
    service: str | None = None
    reactions: dict[int, str] = field(default_factory=dict)
    """Who reacted with which emoji."""

    @property
    def thread(self) -> int:
        """The topic it stands in; 0 for none."""
        return int(self.body.get("message_thread_id", 0)) if "is_topic_message" in self.body else 0

    @property
    def words(self) -> str:
        """What a search looks at."""
        text = str(self.body.get("text") or self.body.get("caption") or "")
        return as_utf8(text.casefold()).decode()


_AS_JSON = TypeAdapter(Message)


def as_row(message: Message) -> tuple[int, int, str, bytes]:
    """How one is written, beside where it stands."""
    return message.author, message.thread, message.words, as_bytes(_AS_JSON, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages of a chat are asked for; everything that is said must hold."""

    after: int | None = None
    before: int | None = None
    thread: int | None = None
    not_by: int | None = None
    words: str = ""

    def fits(self, message: Message) -> bool:
        """Is it this one?"""
        return (
            (self.after is None or message.id > self.after)
            and (self.before is None or message.id < self.before)
            and self.thread in {None, message.thread}
            and self.not_by != message.author
            and self.words.casefold() in message.words
        )

    def conditions(self) -> dict[str, object]:
        """The same for the database."""
        asked = {
            "id > ?": self.after,
            "id < ?": self.before,
            "thread = ?": self.thread,
            "author <> ?": self.not_by,
            "instr(text, ?)": self.words.casefold() or None,
        }
        return {text: _bounded(value) for text, value in asked.items() if value is not None}


def _bounded(value: int | str) -> int | str:
    return max(-_NO_NUMBER, min(value, _NO_NUMBER - 1)) if isinstance(value, int) else value


ALL = Wanted()


class MessageTable:
    """All messages of all chats."""

    def __init__(self, database: Database, keep: Callable[[Messages], None]) -> None:
        self.database = database
        self.keep = keep
        self._cache: OrderedDict[tuple[int, int, int], Message] = OrderedDict()

    def of(self, bot: int, chat: int) -> Messages:
        """Those of one chat; `bot` is 0 for groups."""
        return Messages(self, bot, chat)

    def recall(self, key: tuple[int, int, int]) -> Message | None:
        """One that is in memory."""
        found = self._cache.get(key)
        if found is not None:
            self._cache.move_to_end(key)
        return found

    def remember(self, key: tuple[int, int, int], message: Message) -> None:
        """Have one in memory; the one that was not asked for the longest time goes."""
        self._cache[key] = message
        if len(self._cache) > _KEPT_IN_MEMORY:
            self._cache.popitem(last=False)

    def in_memory(self) -> ItemsView[tuple[int, int, int], Message]:
        """Those that are in use, by bot, chat and number."""
        return self._cache.items()

    def forget(self, key: tuple[int, int, int]) -> None:
        """It is no more."""
        self._cache.pop(key, None)


class Messages:
    """The messages of one chat."""

    def __init__(self, table: MessageTable, bot: int, chat: int) -> None:
        self._table = table
        self.place = bot, chat
        self._fresh: dict[int, Message | None] = {}
        """Not written yet; None for one that was deleted."""

    # --- one message ----------------------------------------------------------

    def get(self, message_id: int) -> Message | None:
        """One by its number."""
        if message_id in self._fresh:
            return self._fresh[message_id]
        found = self._table.recall((*self.place, message_id))
        if found is None and abs(message_id) < _NO_NUMBER:
            row = self._table.database.execute(
                "SELECT id, body FROM messages WHERE bot = ? AND chat = ? AND id = ?",
                (*self.place, message_id),
            ).fetchone()
            found = None if row is None else self._read(*row)
        return found

    def __getitem__(self, message_id: int) -> Message:
        found = self.get(message_id)
        if found is None:
            raise KeyError(message_id)
        return found

    def __contains__(self, message_id: int) -> bool:
        return self.get(message_id) is not None

    # --- many -----------------------------------------------------------------

    def first(self, wanted: Wanted = ALL, limit: int = -1) -> list[Message]:
        """The oldest that fit, oldest first; all of them without a limit."""
        return self._find(wanted, limit, newest=False)

    def newest(self, wanted: Wanted = ALL, limit: int = -1) -> list[Message]:
        """The newest that fit, newest first."""
        return self._find(wanted, limit, newest=True)

    def count(self, wanted: Wanted) -> int:
        """How many fit."""
        fresh = sum(1 for _ in self._unwritten(wanted))
        where, values = self._where(wanted)
        query = f"SELECT count(*) FROM messages WHERE {where}"  # noqa: S608 - our own words
        return fresh + int(self._table.database.execute(query, values).fetchone()[0])

    def _find(self, wanted: Wanted, limit: int, *, newest: bool) -> list[Message]:
        where, values = self._where(wanted)
        order = "DESC" if newest else "ASC"
        # Left to itself, SQLite reads the whole chat for the few messages of an old topic.
        index = "" if wanted.thread is None else "INDEXED BY messages_of_thread"
        query = f"SELECT id, body FROM messages {index} WHERE {where} ORDER BY id {order} LIMIT ?"  # noqa: S608 - our own words
        rows = self._table.database.execute(query, (*values, limit))
        found = [self._read(*row) for row in rows]
        if fresh := list(self._unwritten(wanted)):
            found = sorted([*found, *fresh], key=lambda one: one.id, reverse=newest)
        return found if limit < 0 else found[:limit]

    def _where(self, wanted: Wanted) -> tuple[str, list[object]]:
        conditions = {"bot = ?": self.place[0], "chat = ?": self.place[1], **wanted.conditions()}
        if self._fresh:
            numbers = ", ".join(map(str, self._fresh))
            return " AND ".join([*conditions, f"id NOT IN ({numbers})"]), [*conditions.values()]
        return " AND ".join(conditions), [*conditions.values()]

    def _unwritten(self, wanted: Wanted) -> Iterable[Message]:
        return (one for one in self._fresh.values() if one is not None and wanted.fits(one))

    def _read(self, message_id: int, body: bytes) -> Message:
        key = (*self.place, message_id)
        found = self._table.recall(key)
        if found is None:
            found = _AS_JSON.validate_json(body)
            self._table.remember(key, found)
        return found

    # --- changing -------------------------------------------------------------

    def put(self, message: Message) -> None:
        """A new message, or one that is different now."""
        self._fresh[message.id] = message
        self._table.keep(self)

    def changed(self, message_id: int) -> None:
        """One by its number is different now. Who changed it had it from here."""
        message = self._table.recall((*self.place, message_id))
        if message is not None and message_id not in self._fresh:
            self.put(message)

    def delete(self, message_id: int) -> None:
        """Take one away."""
        self._fresh[message_id] = None
        self._table.forget((*self.place, message_id))
        self._table.keep(self)

    def write(self) -> None:
        """Write what is not written yet, within somebody's transaction."""
        gone = [(*self.place, number) for number, one in self._fresh.items() if one is None]
        rows = [
            (*self.place, one.id, *as_row(one)) for one in self._fresh.values() if one is not None
        ]
        self._table.database.many(_DELETE, gone)
        self._table.database.many(_UPSERT, rows)

    def written(self) -> None:
        """The transaction has ended well."""
        for message in self._fresh.values():
            if message is not None:
                self._table.remember((*self.place, message.id), message)
        self._fresh.clear()


_DELETE = "DELETE FROM messages WHERE bot = ? AND chat = ? AND id = ?"
_UPSERT = """
INSERT INTO messages (bot, chat, id, author, thread, text, body) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET text = excluded.text, body = excluded.body
"""
