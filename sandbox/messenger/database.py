"""The SQLite file in which the chats live: opened by one process at a time or refused.

Knows tables, not what is in them. Without a file it is a database in memory, so that there is one
way for everything.
"""

from __future__ import annotations

import sqlite3
import tempfile
import weakref
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.messenger.errors import StartError

if TYPE_CHECKING:
    from collections.abc import Iterable

_VERSION = 1
_APPLICATION = 0x63686174
"""Marks a file as ours among all the SQLite databases there are."""
_MAGIC = b"SQLite format 3\0"
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY = 0xFF
_SCHEMA = f"""
CREATE TABLE records (
    kind TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, key)
);
CREATE TABLE messages (
    bot INTEGER NOT NULL, chat INTEGER NOT NULL, id INTEGER NOT NULL,
    author INTEGER NOT NULL, thread INTEGER NOT NULL, text TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (bot, chat, id)
) WITHOUT ROWID;
CREATE INDEX messages_of_chat ON messages (bot, chat, id, author);
CREATE INDEX messages_of_thread ON messages (bot, chat, thread, id, author);
CREATE TABLE updates (
    bot INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    body BLOB NOT NULL, expires REAL NOT NULL, PRIMARY KEY (bot, id)
) WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""


class Database:
    """One connection; every statement stands alone unless `BEGIN` was said."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.connection = self._connect(":memory:")
        self.connection.executescript(_SCHEMA)

    def execute(self, statement: str, values: object = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(statement, values)  # type: ignore[arg-type]

    def many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run one statement for each row."""
        self.connection.executemany(statement, rows)

    @property
    def in_transaction(self) -> bool:
        """Was `BEGIN` said and nothing after it?"""
        return self.connection.in_transaction

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def open(self, path: Path) -> None:
        """Use a file instead of memory; `StartError` says why that cannot be."""
        _check_folder(path.parent)
        try:
            _check_kind(path)
            fresh = self._connect(str(path))
            _prepare(fresh)
        except OSError as error:
            raise _unreadable(path, error.strerror) from None
        except sqlite3.Error as error:
            raise _refused(path, error) from None
        self.connection.close()
        self.connection, self.path = fresh, path

    def _connect(self, place: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            place, timeout=0, isolation_level=None, check_same_thread=False
        )
        # Also for whoever forgets to close, or never started.
        weakref.finalize(self, connection.close)
        return connection


def files_folder(path: Path) -> Path:
    """Where the bytes of sent files lie."""
    return path.with_name(f"{path.name}.files")


def _prepare(connection: sqlite3.Connection) -> None:
    """Take the file for this process alone, and see whether it is whole and of this version."""
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        [marks] = connection.execute(
            "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
            " FROM pragma_application_id, pragma_user_version"
        ).fetchall()
        if marks == (0, 0, 0):
            connection.executescript(f"BEGIN; {_SCHEMA} COMMIT")
        elif marks[:2] != (_APPLICATION, _VERSION):
            raise _OtherKindError(is_ours=marks[0] == _APPLICATION)
        [told] = connection.execute("PRAGMA quick_check(1)").fetchone()
        if told != "ok":
            raise _WornError(" ".join(told.split()))
    except sqlite3.Error:
        connection.close()
        raise


class _OtherKindError(sqlite3.Error):
    """A sound database, but not one that this program can use."""

    def __init__(self, *, is_ours: bool) -> None:
        super().__init__(is_ours)
        self.is_ours = is_ours


class _WornError(sqlite3.Error):
    """A database that can be opened and is not whole."""


def _check_folder(folder: Path) -> None:
    """A folder that could not take the file is refused now, not later."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StartError(
            f"the folder {folder} cannot be written ({error.strerror}), so the chats could not "
            "be kept: choose another folder, or make this one writable"
        ) from None


def _check_kind(path: Path) -> None:
    with suppress(FileNotFoundError), path.open("rb") as file:
        head = file.read(len(_MAGIC))
        if not _MAGIC.startswith(head):
            raise _OtherKindError(is_ours=False)


def _refused(path: Path, error: sqlite3.Error) -> StartError:
    away = "or move the file and its folder away to begin anew"
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if isinstance(error, _OtherKindError):
        if error.is_ours:
            return StartError(
                f"the chats in {path} were written by another version of the sandbox: "
                f"start that version, {away}"
            )
        return StartError(
            f"{path} is no database of chats (until now they were kept as JSON, which is not read "
            f"any more): choose another file, {away}"
        )
    if code == sqlite3.SQLITE_BUSY:
        return StartError(
            f"the chats in {path} are in use by another process: stop that one, "
            "or choose another file"
        )
    if isinstance(error, _WornError) or code in _DAMAGED:
        return StartError(f"the chats in {path} are damaged ({error}); {_set_aside(path)}")
    return _unreadable(path, str(error))


def _unreadable(path: Path, why: str | None) -> StartError:
    return StartError(
        f"the chats in {path} cannot be read ({why}): put right what is wrong there, "
        "or move the file and its folder away to begin anew"
    )


def _set_aside(path: Path) -> str:
    """Keep a damaged file and what belongs to it under names that nothing has yet."""
    kept = next(
        name
        for number in count(1)
        if not (name := path.with_name(f"{path.name}.damaged-{number}")).exists()
    )
    try:
        path.rename(kept)
        for tail in ("-wal", "-shm", ".files"):
            if (beside := path.with_name(f"{path.name}{tail}")).exists():
                beside.rename(kept.with_name(f"{kept.name}{tail}"))
    except OSError as error:
        return f"move the file away to begin anew (it could not be done now: {error.strerror})"
    return f"the file is now {kept}: start again with empty chats, or put a sound copy back first"
