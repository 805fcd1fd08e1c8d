"""What the people of a town are called and do for a living, in every language: a name that is typed
in one is the same as in another, and each reader sees it in theirs.

A town keeps each name in its own language; the files of newcomers and residents know the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.kernel.localized import LANGUAGES, Localized
from services.kernel.seeds import Name, load

_NUMBERED = re.compile(r"(.*?)([0-9]*)")  # in a very full town names come a second time


class _Entry(BaseModel):
    """Of each character only this: the files belong to others."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: Localized[Name]
    trade: Localized[Name]


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    personas: tuple[_Entry, ...] = ()
    residents: tuple[_Entry, ...] = ()


def in_language(word: str, language: str) -> str:
    """A name or trade of the files in a language; any other word as it is."""
    base, number = _parts(word)
    known = _known().get(base.casefold())
    return word if known is None else known.in_(language) + number


def name_keys(word: str) -> tuple[str, ...]:
    """What a name is looked up by, in every language; its own first."""
    keys = (word, *(in_language(word, language) for language in LANGUAGES))
    return tuple(dict.fromkeys(key.casefold() for key in keys))


def _parts(word: str) -> tuple[str, str]:
    found = _NUMBERED.fullmatch(word)
    return (found[1], found[2]) if found else (word, "")


@cache
def _known() -> Mapping[str, Localized[Name]]:
    """Names, and trades that are nobody's name, by themselves in each language."""
    files = [load(name, _File) for name in ("personas.yaml", "residents.yaml")]
    entries = [entry for file in files for entry in (*file.personas, *file.residents)]
    known: dict[str, Localized[Name]] = {}
    for word in (*(one.name for one in entries), *(one.trade for one in entries)):
        for language in LANGUAGES:
            known.setdefault(word.in_(language).casefold(), word)
    return known
