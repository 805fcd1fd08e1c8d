"""What a person types, before anything is read from it."""

from __future__ import annotations

import re
from unicodedata import category

# Telephones set to Chinese type these; each is a plain character a hair wider.
_FULL_WIDTH = {0xFEE0 + char: char for char in range(0x21, 0x7F)}
_PLAIN: dict[int, str | int | None] = {**_FULL_WIDTH, 0x3000: " ", ord("￥"): "¥"}

_UNSEEN = frozenset({"Cf", "Cc"})


def plain(typed: str) -> str:
    """Words in plain width, without what cannot be seen (zero width, direction), in one line.

    For what is read as a command, a name or an amount; never for what is passed on to others.
    """
    seen = (one for one in typed.translate(_PLAIN) if category(one) not in _UNSEEN or one.isspace())
    return " ".join("".join(seen).split())


def whole_words(*phrases: str) -> re.Pattern[str]:
    """Finds any of some phrases in small letters, the longest first.

    A word of letters is not part of a longer one; Chinese knows no gaps.
    """
    longest = sorted(phrases, key=lambda phrase: -len(phrase.encode()))
    return re.compile("|".join(map(_whole, longest)))


def _whole(phrase: str) -> str:
    return rf"(?<![a-z']){re.escape(phrase)}(?![a-z'])" if phrase.isascii() else re.escape(phrase)
