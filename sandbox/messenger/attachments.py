"""What may be sent as a photo, a voice, a sticker or a document, and how each stands in a message.

The rules are Telegram's for bots and people alike; only the words of a refusal differ.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.messenger.pictures import SOUNDS, picture_kind, picture_size, sound_kind
from sandbox.messenger.shapes import Json, compact
from sandbox.messenger.stickers import set_name

if TYPE_CHECKING:
    from sandbox.messenger.files import FileStore, StoredFile, Upload

MEGABYTE = 1024 * 1024
DOWNLOAD_LIMIT = 20 * MEGABYTE
_LIMITS = {"photo": 10 * MEGABYTE}
UPLOAD_LIMIT = 50 * MEGABYTE
_PHOTO_SIDES = 10_000
_PHOTO_RATIO = 20
_STICKER_SIDE = 512
_STICKER_BYTES = 512 * 1024
ALBUM = 10


class BadFile(Exception):
    """A file that cannot be sent as what it was sent as: in Telegram's words and in plain ones.

    `reason` is one of empty, big (as a photo), huge, sound, picture, shape.
    """

    def __init__(self, reason: str, telegram: str, plain: str) -> None:
        super().__init__(plain)
        self.reason = reason
        self.telegram = telegram
        self.plain = plain


def keep_file(files: FileStore, bot_id: int, kind: str, upload: Upload) -> StoredFile:
    """Check a file and keep it; `BadFile` if it is not what it should be."""
    stored = checked_file(files, bot_id, kind, upload)
    files.put(stored, upload.data)
    return stored


def checked_file(files: FileStore, bot_id: int, kind: str, upload: Upload) -> StoredFile:
    """A sound file, not kept yet."""
    limit = _LIMITS.get(kind, UPLOAD_LIMIT)
    if not upload.data:
        raise BadFile("empty", "file must be non-empty", "the file is empty")
    if len(upload.data) > limit:
        of_size = f"file of size {len(upload.data)} bytes is too big"
        raise BadFile(
            "big" if kind == "photo" else "huge",
            f"{of_size} for a {kind}; the maximum size is {limit} bytes",
            f"a {kind} may have at most {limit // MEGABYTE} MB",
        )
    sound = sound_kind(upload.data)
    if kind == "voice":
        if sound is None:
            plain = "this is no sound that can be played as a voice message"
            raise BadFile("sound", "VOICE_INVALID", plain)
        upload = replace(upload, mime_type=SOUNDS[sound])
    stored = files.new(bot_id=bot_id, kind=kind, upload=upload)
    if kind == "photo":
        _check_photo(stored)
    return stored


def is_sticker(data: bytes) -> bool:
    """A picture that Telegram shows as a sticker."""
    size = picture_size(data) if picture_kind(data) == "webp" else None
    return size is not None and 0 < max(size) <= _STICKER_SIDE and len(data) <= _STICKER_BYTES


def _check_photo(stored: StoredFile) -> None:
    if stored.size is None:
        raise BadFile(
            "picture",
            "IMAGE_PROCESS_FAILED",
            "this is no picture (JPEG, PNG, WebP or GIF); send it as a document",
        )
    short, long = sorted(stored.size)
    if not short or short + long > _PHOTO_SIDES or long > _PHOTO_RATIO * short:
        raise BadFile(
            "shape",
            "PHOTO_INVALID_DIMENSIONS",
            "the picture is too big or too narrow for a photo; send it as a document",
        )


def file_json(stored: StoredFile) -> Json:
    """What every kind of file has."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.length,
    }


def media_json(stored: StoredFile) -> Json:
    """The field of a message that a file stands in."""
    shape = file_json(stored)
    width, height = stored.size or (0, 0)
    if stored.kind == "photo":
        return {"photo": [{**shape, "width": width, "height": height}]}
    if stored.kind == "voice":
        return {"voice": {**shape, "duration": stored.duration, "mime_type": stored.mime_type}}
    if stored.kind == "sticker":
        return {"sticker": sticker_json(stored)}
    named = compact(file_name=stored.name or None, mime_type=stored.mime_type)
    return {"document": {**shape, **named}}


def sticker_json(stored: StoredFile) -> Json:
    """Telegram's `Sticker`."""
    width, height = stored.size or (0, 0)
    return compact(
        **file_json(stored),
        type="regular",
        width=width,
        height=height,
        is_animated=False,
        is_video=False,
        emoji=stored.emoji,
        set_name=set_name(stored),
    )
