"""The stickers that everybody has: one set, drawn for this program, listed in `stickers.json`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sandbox.messenger.files import NOBODY, Upload, named_file

if TYPE_CHECKING:
    from sandbox.messenger.files import FileStore, StoredFile

_FOLDER = Path(__file__).parents[1] / "stickers"
_FIRST_NUMBER = 9_000_000_000
"""Beyond every number that a sent file gets, so a sticker keeps its ids in every sandbox."""
SET_NAME = "sandbox_friends"
SET_TITLE = "Sandbox Friends"


class Drawn(NamedTuple):
    """One sticker of the set."""

    name: str
    emoji: str


@cache
def sticker_list() -> tuple[Drawn, ...]:
    """The set in its order."""
    listed = json.loads((_FOLDER / "stickers.json").read_text("utf-8"))
    return tuple(Drawn(one["name"], one["emoji"]) for one in listed)


@cache
def _bytes(name: str) -> bytes:
    return (_FOLDER / f"{name}.webp").read_bytes()


def sticker_file(files: FileStore, name: str) -> StoredFile | None:
    """One of the set as a file that can be sent and shown; None if there is none of this name."""
    for number, drawn in enumerate(sticker_list(), _FIRST_NUMBER):
        if drawn.name == name:
            upload = Upload(f"{name}.webp", "image/webp", _bytes(name), emoji=drawn.emoji)
            stored = named_file(number, bot_id=NOBODY, kind="sticker", upload=upload)
            if stored.file_id not in files.by_id:
                files.put(stored, upload.data)
            return stored
    return None


def set_name(stored: StoredFile) -> str | None:
    """The set a sticker belongs to; None for one that a bot has uploaded by itself."""
    number = int(stored.unique_id[-10:])
    return SET_NAME if 0 <= number - _FIRST_NUMBER < len(sticker_list()) else None
