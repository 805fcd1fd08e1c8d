"""Cutting Telegram HTML into parts that the messenger takes. Pure.

Length is counted as the messenger may count it: without marks, an entity as its one character, in
UTF-16 units. A part ends at the end of a line where it can, at a space where the line alone is too
long; marks that are open at a cut are closed there and opened again in the next part.
"""

from __future__ import annotations

import re
from html import unescape

_TOKEN = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)
_BLANK = re.compile(r"(?:\s|<[^>]*>)*")


def length(html: str) -> int:
    """What a text counts against the messenger's limits."""
    return sum(_width(token) for token in _TOKEN.findall(html))


def cut(html: str, first: int, later: int) -> list[str]:
    """Parts of at most `first` (the first) and `later` characters; blank ones are left out."""
    if _fits(html, first):
        return [html]
    tokens, carried = _TOKEN.findall(html), list[str]()
    parts: list[str] = []
    while tokens:
        end = _end(tokens, later if parts else first)
        opened = _open([*carried, *tokens[:end]])
        closing = "".join(f"</{mark[1:-1].partition(' ')[0]}>" for mark in reversed(opened))
        part = "".join([*carried, *tokens[:end]]).rstrip() + closing
        if not _BLANK.fullmatch(part):
            parts.append(part)
        tokens, carried = tokens[end:], opened
    return parts or [""]


def shortened(html: str, limit: int) -> str:
    """The beginning of a text, with an ellipsis where something was left out."""
    if _fits(html, limit):
        return html
    return cut(html, limit - 1, limit)[0] + "…"


def _fits(html: str, limit: int) -> bool:
    return len(html) * 2 <= limit or length(html) <= limit


def _end(tokens: list[str], limit: int) -> int:
    """How many tokens go into a part of this length: at least one."""
    used = at_line = at_space = 0
    for number, piece in enumerate(tokens):
        used += _width(piece)
        if used > limit:
            return at_line or at_space or max(number, 1)
        if piece == "\n":
            at_line = number + 1
        elif piece == " ":
            at_space = number + 1
    return len(tokens)


def _width(token: str) -> int:
    if len(token) > 1 and token[0] == "<":
        return 0
    return len(unescape(token).encode("utf-16-le")) // 2


def _open(tokens: list[str]) -> list[str]:
    """The marks that are open after these tokens."""
    found: list[str] = []
    for token in tokens:
        if token.startswith("</"):
            found.pop()
        elif len(token) > 1 and token[0] == "<":
            found.append(token)
    return found
