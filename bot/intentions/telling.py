"""What somebody who is called by their whole name is to be told. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.intentions.patterns import TELLS
from services.people.identity import name_keys

LABEL_MAX = 24  # characters of somebody's words on a button


@dataclass(frozen=True, slots=True)
class Told:
    """Who, and the words as they were typed; `gist` is what a button has room for."""

    name: str
    words: str

    @property
    def gist(self) -> str:
        line = " ".join(self.words.split())
        return line if len(line) <= LABEL_MAX else f"{line[: LABEL_MAX - 1]}…"


def told(typed: str, names: Sequence[str]) -> Told | None:
    """Whom words are for, by name; None where they are for nobody in particular."""
    whose = {key: name for name in names for key in name_keys(name)}
    keys = "|".join(map(re.escape, sorted(whose, key=len, reverse=True)))
    for pattern in TELLS if whose else ():
        filled = pattern.replace("NAME", keys)
        if found := re.fullmatch(filled, typed.strip(), re.IGNORECASE | re.DOTALL):
            is_hailed = found.groupdict().get("hail")
            words = typed.strip() if is_hailed else found["rest"].strip()
            return Told(whose[found["who"].casefold()], words)
    return None
