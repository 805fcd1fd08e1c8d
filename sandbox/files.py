"""Files that were sent: their bytes, their Telegram names and what they are.

Bytes are kept as they came and never opened beyond reading a picture's size.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import Field

_PREFIX = {"photo": "AgACAgIAAxkB", "voice": "AwACAgIAAxkB", "document": "BQACAgIAAxkB"}
_FOLDER = {"photo": "photos", "voice": "voice", "document": "documents"}
_SAFE_TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
}
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """One file; `file_id` belongs to the bot that sent it."""

    file_id: str
    unique_id: str
    bot_id: int
    kind: str
    path: str
    name: str
    mime_type: str
    data: Annotated[bytes, Field(exclude=True)] = b""
    """Kept in a file of its own, not in the snapshot."""
    size: tuple[int, int] | None = None

    @property
    def safe_type(self) -> str:
        """A content type a browser may show; anything else is only downloaded."""
        return _SAFE_TYPES.get(PurePosixPath(self.path).suffix, "application/octet-stream")


class FileStore:
    """All files by `file_id` and by path."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[tuple[int, str], StoredFile] = {}
        self.last_number = 0

    def new(self, *, bot_id: int, kind: str, name: str, mime_type: str, data: bytes) -> StoredFile:
        """A file under names of our own making, not kept yet; the sender's name is only a label."""
        self.last_number += 1
        number = self.last_number
        tail = base64.urlsafe_b64encode(struct.pack(">QQ", bot_id, number)).decode().rstrip("=")
        extension = _extension(kind, name, data)
        return StoredFile(
            file_id=f"{_PREFIX[kind]}{tail}",
            unique_id=f"AQAD{number:010d}",
            bot_id=bot_id,
            kind=kind,
            path=f"{_FOLDER[kind]}/file_{number}{extension}",
            name=name,
            mime_type=mime_type,
            data=data,
            size=picture_size(data),
        )

    def put(self, stored: StoredFile) -> None:
        """Keep a file."""
        self.by_id[stored.file_id] = stored
        self.by_path[stored.bot_id, stored.path] = stored


def _extension(kind: str, name: str, data: bytes) -> str:
    if kind == "photo":
        return ".png" if data.startswith(_PNG) else ".jpg"
    if kind == "voice":
        return ".oga"
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix[1:].isalnum() and len(suffix) <= 8 and suffix.isascii() else ".bin"  # noqa: PLR2004 - longest extension worth keeping


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG; None if it is neither."""
    if data.startswith(_PNG) and len(data) >= 24:  # noqa: PLR2004 - signature and first chunk head
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data.startswith(_JPEG):
        return _jpeg_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:  # noqa: PLR2004 - marker byte
        marker = data[position + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + int(struct.unpack(">H", data[position + 2 : position + 4])[0])
    return None
