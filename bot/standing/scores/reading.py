"""Lines page by page, however long they are in whichever language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from bot.replies import Say
from bot.words import words_for
from services.kernel.localized import LANGUAGES, Localized

Line = TypeVar("Line", "Say", "Localized")
PAGE_CHARACTERS = 3_500  # of 4,096: a heading and a foot must fit too


def pages(lines: Iterable[Line], limit: int = PAGE_CHARACTERS) -> list[tuple[Line, ...]]:
    """The lines page by page; as long as a page may be in the longest language."""
    found: list[list[Line]] = [[]]
    used = 0
    for line in lines:
        length = max(len(words_for(language).plain(line)) for language in LANGUAGES) + 1
        if used + length > limit and found[-1]:
            found.append([])
            used = 0
        found[-1].append(line)
        used += length
    return [tuple(page) for page in found]
