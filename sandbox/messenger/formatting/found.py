"""Entities that Telegram finds by itself: commands, mentions, hashtags, links, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.messenger.formatting.marks import utf16_len

if TYPE_CHECKING:
    from sandbox.messenger.shapes import Json

_FINDER = re.compile(
    r"(?P<url>(?<![\w.@-])(?:https?://|www\.)[^\s<>\"'«»]*[\w/#=&%~-]"
    r"|(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|dev|app|info|cn|eu|uk|de|ru)\b(?:/[^\s<>\"']*[\w/])?(?![@\w]))"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>@]))"
    r"|(?P<mention>(?<![\w@/])@[a-zA-Z][a-zA-Z0-9_]{2,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#(?!\d+\b)\w{1,256})"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{1,8}\b)",
    re.IGNORECASE,
)
_HINTS = frozenset("/@#$.")


def find_entities(text: str) -> list[Json]:
    """All of them, left to right, with UTF-16 offsets."""
    if not any(hint in text for hint in _HINTS):
        return []
    found: list[Json] = []
    plain = text.isascii()
    for match in _FINDER.finditer(text):
        kind = match.lastgroup
        if kind == "cashtag" and not match[0][1:].isupper():
            continue
        start = match.start() if plain else utf16_len(text[: match.start()])
        found.append({"offset": start, "length": utf16_len(match[0]), "type": kind})
    return found
