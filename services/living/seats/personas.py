"""Who a newcomer becomes: a name and a trade from `seeds/personas.yaml`, free in this town.

Names are one word each, invented or of plants, stones and weather, so that no persona is a real
person; each exists in every language we speak, and a town uses those of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from sqlalchemy import select

from services.kernel.town import Randomness
from services.people.identity import PEOPLE

if TYPE_CHECKING:
    from services.kernel.town import Town

SEEDS = Path(__file__).parents[3] / "seeds"
LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Persona:
    """Who somebody is in their town."""

    name: str
    trade: str
    title: str  # of the workshop


@dataclass(frozen=True, slots=True)
class Character:
    """A name and a trade, in one language."""

    name: str
    trade: str


@lru_cache(maxsize=4)
def catalogue(path: Path, language: str) -> tuple[Character, ...]:
    """All characters of a file, in one language."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["personas"]
    return tuple(Character(row["name"][language], row["trade"][language]) for row in rows)


def me(town: Town) -> Persona:
    """Who the actor is in this town."""
    trade = town.conn.scalar(
        select(PEOPLE.c.trade).where(PEOPLE.c.participant_id == town.actor.pid)
    )
    return Persona(town.actor.name, trade or "", town.workshop.title)


def town_language(code: str) -> str:
    """The language a town is made in, for an IETF code such as `zh-hans`."""
    primary = code.lower().replace("_", "-").partition("-")[0]
    return primary if primary in LANGUAGES else LANGUAGES[0]


def free_character(town: Town) -> Character:
    """A character nobody of the town bears, chosen by the town's own chance."""
    taken = set(
        town.conn.scalars(select(PEOPLE.c.name_key).where(PEOPLE.c.workshop_id == town.workshop_id))
    )
    everybody = catalogue(SEEDS / "personas.yaml", town.workshop.language)
    free = [one for one in everybody if one.name.casefold() not in taken]
    chance = Randomness(town.workshop.secret, f"character|{len(taken)}")
    if free:
        return free[chance.below(len(free))]
    return _namesake(everybody[chance.below(len(everybody))], taken)


def _namesake(character: Character, taken: set[str]) -> Character:
    """In a very full town names come a second time, with a number."""
    number = 2
    while f"{character.name}{number}".casefold() in taken:
        number += 1
    return Character(f"{character.name}{number}", character.trade)
