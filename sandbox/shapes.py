"""The shapes that travel: JSON objects as Telegram writes them, and the few constants they need.

Holds no state and decides nothing.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""A JSON object. Telegram's objects keep Telegram's shape, so an answer needs no conversion."""

GROUP_ANONYMOUS_BOT: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""Telegram writes this account as the sender when an administrator speaks in the group's name."""

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
MESSAGE_LIFE_S = 86_400
CALLBACK_LIFE_S = 150


def compact(**fields: object) -> Json:
    """An object without the fields that are None, as Telegram leaves them out."""
    return {name: value for name, value in fields.items() if value is not None}
