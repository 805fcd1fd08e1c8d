"""What goes with a message: a picture, a text file, a clip. One shape in the outbox, bytes outside.

The bytes are made when the message leaves: pictures are drawn then, clips lie below `seeds/`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import Field, TypeAdapter

from bot.replies import Clip, Picture, TextFile

ASSETS = Path(__file__).parents[2] / "seeds"
Attachment: TypeAlias = Picture | TextFile | Clip

_TAGGED: TypeAdapter[Attachment] = TypeAdapter(Annotated[Attachment, Field(discriminator="kind")])
_METHODS = {"picture": "sendPhoto", "file": "sendDocument", "clip": "sendVoice"}
_FIELDS = {"picture": "photo", "file": "document", "clip": "voice"}


def packed(attachment: Attachment) -> dict[str, Any]:
    return dict(_TAGGED.dump_python(attachment))


def unpacked(raw: dict[str, Any]) -> Attachment:
    return _TAGGED.validate_python(raw)


def method_of(attachment: Attachment) -> str:
    return _METHODS[attachment.kind]


def field_of(attachment: Attachment) -> str:
    """The field of that method, and of the message it answers with."""
    return _FIELDS[attachment.kind]


def by_file_id(
    params: dict[str, Any], attachment: Attachment | None, held: Mapping[str, str]
) -> tuple[dict[str, Any], Attachment | None]:
    """The same call; a clip that the messenger holds goes by its id instead of its bytes."""
    file_id = held.get(attachment.asset) if isinstance(attachment, Clip) else None
    if attachment is None or file_id is None:
        return params, attachment
    return params | {field_of(attachment): file_id}, None


def file_of(attachment: Attachment | None, message: dict[str, Any]) -> tuple[str, str] | None:
    """A clip's path, and the id under which the messenger holds it since it took this message."""
    if not isinstance(attachment, Clip):
        return None
    file_id = message.get(field_of(attachment), {}).get("file_id")
    return None if file_id is None else (attachment.asset, file_id)


async def content_of(
    attachment: Attachment, draw: Callable[[str], Awaitable[bytes]]
) -> tuple[str, bytes]:
    """File name and bytes. Raises what `draw` raises."""
    if isinstance(attachment, Picture):
        return attachment.name, await draw(attachment.svg)
    if isinstance(attachment, TextFile):
        return attachment.name, attachment.text.encode()
    clip = ASSETS / attachment.asset
    return clip.name, clip.read_bytes()
