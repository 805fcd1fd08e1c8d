"""What must be so before anything starts: whole data, held by this program alone.

Owns how a start is refused: why, and what to do, in words and without a traceback. A damaged file
is left as it is: a program that is restarted by itself must not begin anew beside a lost town.
"""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import URL

REFUSED = 2


class CannotStart(Exception):
    """Nothing was started: why, and what to do about it."""

    def __init__(self, why: str, *what_to_do: str) -> None:
        super().__init__("\n  ".join((f"Not started: {why}.", *what_to_do)))


@contextmanager
def held(folders: Iterable[Path]) -> Iterator[None]:
    """Make the data folders, and hold them: the kernel lets go of them however the process ends."""
    with ExitStack() as stack:
        for folder in sorted({folder.resolve() for folder in folders}):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                stack.callback(os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not os.access(folder, os.W_OK | os.X_OK):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            except BlockingIOError:
                raise CannotStart(
                    f"another Glasstown is at work with the data in {folder}",
                    "Stop that one, or give this one data of its own: DATABASE_URL, SANDBOX_STATE",
                ) from None
            except OSError as error:
                raise unusable(folder, error) from error
        yield


def unusable(folder: Path, error: OSError) -> CannotStart:
    """The refusal of a folder that cannot be made or written."""
    return CannotStart(
        f"the data folder {folder} cannot be used ({error.strerror})",
        "Make it a folder that this user may write, or name others: DATABASE_URL, SANDBOX_STATE",
    )


def port_taken(port: int, error: OSError) -> CannotStart:
    """The refusal of a port that cannot be listened on."""
    is_taken = error.errno == errno.EADDRINUSE
    return CannotStart(
        f"PORT {port} is {'in use by another program' if is_taken else error.strerror}",
        "Stop that program, or choose another port: PORT=8081",
    )


def check_whole(database: Path | None) -> None:
    """Refuse a SQLite file that is damaged, without writing to it; a missing or new one is fine."""
    if database is None or not database.exists() or not database.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True)) as found:
            [told] = found.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        told = str(error)
        if isinstance(error, sqlite3.OperationalError):  # locked, or not to be opened: not damaged
            raise no_database(database, told) from error
    if told != "ok":
        raise CannotStart(
            f"the database {database} is damaged ({told}); nothing in it was changed",
            "Put a backup in its place (docs/operations.md), or move it away to begin anew:",
            f"  mv {database} {database}.damaged",
        )


def no_database(where: URL | Path, why: object) -> CannotStart:
    """The refusal of a database that does not let anybody in, or cannot be brought up to date."""
    named = where if isinstance(where, Path) else f"{where.database} at {where.host or 'localhost'}"
    [first, *_] = str(why).strip().splitlines() or ["no reason given"]
    return CannotStart(
        f"the database {named} cannot be used ({first})",
        "Start it, or correct DATABASE_URL: the program, the user and the database must be there",
    )
