"""Who a newcomer becomes: a name and a trade from `seeds/personas.yaml`, free in this town.

Names are one word each, invented or of plants, stones and weather, so that no persona is a real
person; each exists in every language we speak, and a town uses those of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from sqlalchemy import select

from scoring.document import Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.seeds import Name, load, unique
from services.kernel.town import Randomness
from services.people.identity import PEOPLE

if TYPE_CHECKING:
    from services.kernel.town import Town


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


class PersonaSeed(Strict):
    """A character of the file, in every language."""

    name: Localized[Name]
    trade: Localized[Name]

    def in_(self, language: str) -> Character:
        """The character in one language."""
        return Character(self.name.in_(language), self.trade.in_(language))


class Personas(Strict):
    """The whole file."""

    format: Literal["personas/1"]
    personas: Annotated[tuple[PersonaSeed, ...], Field(min_length=1)]


def catalogue(language: str) -> tuple[Character, ...]:
    """All characters, in one language. Raises `SeedFault`."""
    return tuple(one.in_(language) for one in load("personas.yaml", Personas, _check).personas)


def me(town: Town) -> Persona:
    """Who the actor is in this town."""
    trade = town.conn.scalar(
        select(PEOPLE.c.trade).where(PEOPLE.c.participant_id == town.actor.pid)
    )
    return Persona(town.actor.name, trade or "", town.workshop.title)


def free_character(town: Town) -> Character:
    """A character nobody of the town bears, chosen by the town's own chance."""
    taken = set(
        town.conn.scalars(select(PEOPLE.c.name_key).where(PEOPLE.c.workshop_id == town.workshop_id))
    )
    everybody = catalogue(town.workshop.language)
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


def _check(file: Personas) -> Iterator[Complaint]:
    for language in LANGUAGES:
        names = (one.name.in_(language).casefold() for one in file.personas)
        yield from unique(("personas",), names, "name", language)
