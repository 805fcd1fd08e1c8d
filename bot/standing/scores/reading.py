"""Results together with their reader's words: pictures are drawn in one language, texts in any."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

from bot.replies import Say, Text
from bot.words import Words, words_for
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.town import Town

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


P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a verb found, and the words of whoever reads it."""

    found: T
    words: Words

    def plain(self, text: Text) -> str:
        return self.words.plain(text)


def read(
    town: Town, verb: Callable[Concatenate[Town, P], T], *args: P.args, **kwargs: P.kwargs
) -> Read[T]:
    """Run a verb of the scores and note who reads its result."""
    spoken = town.workshop.language if town.visitor is None else town.visitor.language
    return Read(verb(town, *args, **kwargs), words_for(spoken))
