"""What goes with a message: a picture, a text file, a clip. One shape in the outbox, bytes outside.

The bytes are made when the message leaves: pictures are drawn then, clips lie below `seeds/`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import Field, TypeAdapter

from bot.replies import Clip, Picture, Relay, TextFile

ASSETS = Path(__file__).parents[2] / "seeds"
Attachment: TypeAlias = Picture | TextFile | Clip | Relay

_TAGGED: TypeAdapter[Attachment] = TypeAdapter(Annotated[Attachment, Field(discriminator="kind")])
_FIELDS = {"picture": "photo", "file": "document", "clip": "voice"}
_AS_THEY_ARE = ("voice", "sticker")  # they carry neither a name nor where they were made
UNCLEAN = "unclean"  # the reason why a picture reached nobody
# Whatever begins so is a picture, also in a document; `ftyp` are those that nobody here unpacks.
_PICTURE = re.compile(rb"\xff\xd8|\x89PNG|GIF8|II\*\0|MM\0\*|RIFF....WEBP|....ftyp", re.DOTALL)
_JPEG = b"\xff\xd8"
Paint: TypeAlias = Callable[[str | bytes], Awaitable[bytes]]  # SVG, or a photo to be painted anew
Fetch: TypeAlias = Callable[[int, str], Awaitable[bytes]]  # by a bot and its number for the file


def packed(attachment: Attachment) -> dict[str, Any]:
    return dict(_TAGGED.dump_python(attachment))


def unpacked(raw: dict[str, Any]) -> Attachment:
    return _TAGGED.validate_python(raw)


def method_of(attachment: Attachment) -> str:
    return f"send{field_of(attachment).title()}"


def field_of(attachment: Attachment) -> str:
    """The field of that method, and of the message it answers with."""
    return attachment.what if isinstance(attachment, Relay) else _FIELDS[attachment.kind]


def has_caption(attachment: Attachment) -> bool:
    return field_of(attachment) not in {"sticker", "place"}


def by_file_id(
    params: dict[str, Any], attachment: Attachment | None, held: Mapping[str, str], bot_id: int
) -> tuple[dict[str, Any], Attachment | None]:
    """The same call; what the messenger holds for this bot goes by its id instead of its bytes."""
    file_id = held.get(attachment.asset) if isinstance(attachment, Clip) else None
    if isinstance(attachment, Relay) and attachment.what in _AS_THEY_ARE:
        file_id = attachment.handle if attachment.bot_id == bot_id else None
    if attachment is None or file_id is None:
        return params, attachment
    return params | {field_of(attachment): file_id}, None


def file_of(attachment: Attachment | None, message: dict[str, Any]) -> tuple[str, str] | None:
    """A clip's path, and the id under which the messenger holds it since it took this message."""
    if not isinstance(attachment, Clip):
        return None
    file_id = message.get(field_of(attachment), {}).get("file_id")
    return None if file_id is None else (attachment.asset, file_id)


async def content_of(attachment: Attachment, paint: Paint, fetch: Fetch) -> tuple[str, bytes]:
    """File name and bytes. Raises what `paint` and `fetch` raise."""
    if isinstance(attachment, Relay):
        return await _relayed(attachment, paint, fetch)
    if isinstance(attachment, Picture):
        return attachment.name, await paint(attachment.svg)
    if isinstance(attachment, TextFile):
        return attachment.name, attachment.text.encode()
    clip = ASSETS / attachment.asset
    return clip.name, clip.read_bytes()


async def _relayed(relay: Relay, paint: Paint, fetch: Fetch) -> tuple[str, bytes]:
    """A new name, and what may go on: of pictures only what is seen."""
    content, ending = await fetch(relay.bot_id, relay.handle), relay.ending
    if relay.what == "photo" or _PICTURE.match(content):
        content = await paint(content)
        ending = "jpg" if content.startswith(_JPEG) else "png"
    return f"{relay.what}.{ending}".rstrip("."), content
