"""Files that were sent: their bytes, their Telegram names and what they are.

Bytes are kept as they came and never opened beyond reading a picture's size. They lie on the disk,
each file written once, and stand in memory only until then.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import shutil
import struct
import tempfile
import weakref
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

from sandbox.messenger.names import clean_file_name
from sandbox.messenger.pictures import PICTURES, SOUNDS, picture_kind, picture_size, sound_kind

if TYPE_CHECKING:
    from sandbox.messenger.shapes import Json

_PREFIX = {
    "photo": "AgACAgIAAxkB",
    "voice": "AwACAgIAAxkB",
    "document": "BQACAgIAAxkB",
    "sticker": "CAACAgIAAxkB",
}
_FOLDER = {
    "photo": "photos",
    "voice": "voice",
    "document": "documents",
    "sticker": "stickers",
}
_SAFE_TYPES = {f".{ending}": mime for ending, mime in {**PICTURES, **SOUNDS}.items()}
_UNIQUE = "AQAD"
_ANY_TYPE = "application/octet-stream"
_MIME = re.compile(r"[a-z]{1,32}/[A-Za-z0-9.+-]{1,96}")
_LONGEST_ENDING = 8
_NO_FILES = frozenset({"from", "chat", "entities", "caption_entities", "reply_markup"})
NOBODY = 0
"""Whose a file is that was not sent to one bot alone; each bot that sees it gets its own id."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it comes in: what the sender calls it, and its bytes."""

    name: str
    mime_type: str
    data: bytes
    duration: int = 0
    emoji: str | None = None


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """One file under the `file_id` by which one bot knows it."""

    file_id: str
    unique_id: str
    bot_id: int
    kind: str
    path: str
    name: str
    mime_type: str
    length: int
    size: tuple[int, int] | None = None
    duration: int = 0
    emoji: str | None = None
    key: int = 0
    """What nobody guesses who has not been shown the file; a part of each of its ids."""

    @property
    def safe_type(self) -> str:
        """A content type a browser may show; anything else is only downloaded."""
        return _SAFE_TYPES.get(PurePosixPath(self.path).suffix, _ANY_TYPE)


class FileBytes:
    """The bytes of files in a folder; without one, in a folder for the time being."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._remove: Callable[[], object] | None = None
        self._unwritten: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        """To be written soon."""
        self._unwritten[name] = data

    def write(self, name: str) -> None:
        """Write one that is not written yet. Raises `OSError`."""
        data = self._unwritten.get(name)
        if data is None:
            return
        place = self._home() / name
        draft = place.with_name(f"{name}.new")
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        except OSError:
            # Half a draft would only take the room that is wanting.
            with suppress(OSError):
                draft.unlink()
            raise
        del self._unwritten[name]

    def find(self, name: str) -> bytes | Path:
        """Where the bytes are, or the bytes themselves while the disk takes nothing."""
        return self._unwritten[name] if name in self._unwritten else self._home() / name

    def close(self) -> None:
        """Nobody asks any more."""
        if self._remove is not None:
            self._remove()

    def _home(self) -> Path:
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="sandbox-files-"))
            self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder


class FileStore:
    """All files by `file_id` and by path."""

    def __init__(
        self, contents: FileBytes, keep: Callable[[StoredFile], None], number: Callable[[], int]
    ) -> None:
        self.contents = contents
        self._number = number
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[tuple[int, str], StoredFile] = {}
        self._keep = keep

    def new(self, *, bot_id: int, kind: str, upload: Upload) -> StoredFile:
        """A file under names of our own making, not kept yet; the sender's name is only a label."""
        number = self._number()
        stored = named_file(number, bot_id=bot_id, kind=kind, upload=upload)
        key = secrets.randbits(63)
        return replace(stored, key=key, file_id=_file_id(kind, bot_id, number, key))

    def put(self, stored: StoredFile, data: bytes) -> None:
        """Keep a new file."""
        self.contents.put(stored.unique_id, data)
        self.add(stored)
        self._keep(stored)

    def add(self, stored: StoredFile) -> None:
        """Have a file whose bytes are kept already."""
        self.by_id[stored.file_id] = stored
        self.by_path[stored.bot_id, stored.path] = stored

    def id_for(self, bot_id: int, file_id: str) -> str:
        """The id by which a bot knows a file that it is shown."""
        stored = self.by_id.get(file_id)
        if stored is None or stored.bot_id == bot_id:
            return file_id
        number = int(stored.unique_id.removeprefix(_UNIQUE))
        own = _file_id(stored.kind, bot_id, number, stored.key)
        if own not in self.by_id:
            copy = replace(stored, file_id=own, bot_id=bot_id)
            self.add(copy)
            self._keep(copy)
        return own

    def as_seen_by(self, bot_id: int, value: Any) -> Any:  # noqa: ANN401 - any part of a message
        """The same JSON with the ids that this bot has for the files in it."""
        if isinstance(value, list):
            return [self.as_seen_by(bot_id, one) for one in value]
        if not isinstance(value, dict):
            return value
        changed: Json = {
            name: self.as_seen_by(bot_id, one)
            for name, one in value.items()
            if isinstance(one, dict | list) and name not in _NO_FILES
        }
        if isinstance(file_id := value.get("file_id"), str):
            changed["file_id"] = self.id_for(bot_id, file_id)
        return {**value, **changed} if changed else value


def named_file(number: int, *, bot_id: int, kind: str, upload: Upload) -> StoredFile:
    """A file with the names that its number gives it; `name` is cleaned, and may be empty."""
    name = clean_file_name(upload.name)
    return StoredFile(
        file_id=_file_id(kind, bot_id, number),
        unique_id=f"{_UNIQUE}{number:010d}",
        bot_id=bot_id,
        kind=kind,
        path=f"{_FOLDER[kind]}/file_{number}.{_ending(kind, name, upload.data)}",
        name=name,
        mime_type=upload.mime_type if _MIME.fullmatch(upload.mime_type) else _ANY_TYPE,
        length=len(upload.data),
        size=picture_size(upload.data),
        duration=upload.duration,
        emoji=upload.emoji,
    )


def _file_id(kind: str, bot_id: int, number: int, key: int = 0) -> str:
    tail = struct.pack(">QQQ", bot_id, number, key)
    return f"{_PREFIX[kind]}{base64.urlsafe_b64encode(tail).decode()}"


def _ending(kind: str, name: str, data: bytes) -> str:
    """By what it is; a document is whatever it is called."""
    if kind in {"photo", "sticker"}:
        return picture_kind(data) or "jpg"
    if kind == "voice":
        return sound_kind(data) or "oga"
    ending = PurePosixPath(name).suffix[1:].lower()
    return (
        ending if ending.isalnum() and len(ending) < _LONGEST_ENDING and ending.isascii() else "bin"
    )
