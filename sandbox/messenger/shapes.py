"""The shapes that travel: JSON objects as Telegram writes them, and the few constants they need.

Holds no state and decides nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import PydanticSerializationError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Shape = TypeVar("Shape")
Json = dict[str, Any]
"""A JSON object. Telegram's objects keep Telegram's shape, so an answer needs no conversion."""

GROUP_ANONYMOUS_BOT: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""Telegram writes this account as the sender when an administrator speaks in the group's name."""

TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
"""The account that brings a channel's posts into the group where people comment."""

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
MESSAGE_LIFE_S = 86_400
CALLBACK_LIFE_S = 150


def as_utf8(text: str) -> bytes:
    """UTF-8 of any text: half a character becomes a question mark."""
    return text.encode("utf-8", "replace")


def as_bytes(shape: TypeAdapter[Shape], value: Shape) -> bytes:
    """JSON in UTF-8, whatever is in the texts."""
    try:
        return shape.dump_json(value)
    except PydanticSerializationError:
        plain = shape.dump_python(value)
        return as_utf8(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))


def compact(**fields: object) -> Json:
    """An object without the fields that are None, as Telegram leaves them out."""
    return {name: value for name, value in fields.items() if value is not None}
