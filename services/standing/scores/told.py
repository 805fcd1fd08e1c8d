"""Words that come with the data rather than from the house's own texts: one text per language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class InBoth(Protocol):
    """Words of a document."""

    @property
    def en(self) -> str:
        """In English."""
        ...

    @property
    def zh(self) -> str:
        """In Simplified Chinese."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """The same words in each language of the town."""

    en: str
    zh: str


def told(words: InBoth) -> Told:
    """A document's words as a plain value."""
    return Told(words.en, words.zh)
