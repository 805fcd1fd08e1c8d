"""Who a newcomer becomes: a name and a trade that are free in this town, `seeds/personas.yaml`; and
what is known of them before their first act, `seeds/pasts.yaml`: said on arrival, and written down.

Names are one word each, invented or of plants, stones and weather, so that no persona is a real
person; each exists in every language we speak, and a town uses those of its own. Nothing else is
known of a participant but what they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import select

from scoring.document import Id, Provenance, Sentence, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.seeds import Name, Natural, load, unique
from services.kernel.town import ParticipantId, Randomness, Town
from services.people.facts import Fact, record
from services.people.identity import PEOPLE


@dataclass(frozen=True, slots=True)
class Character:
    """A name and a trade, in one language."""

    name: str
    trade: str


@dataclass(frozen=True, slots=True)
class Persona(Character):
    """Who somebody is in their town."""

    title: str  # of the workshop


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


def free_character(town: Town) -> Character:
    """A character nobody of the town bears, chosen by the town's own chance."""
    taken = set(
        town.conn.scalars(select(PEOPLE.c.name_key).where(PEOPLE.c.workshop_id == town.workshop_id))
    )
    everybody = catalogue(town.workshop.language)
    free = [one for one in everybody if one.name.casefold() not in taken]
    chance = Randomness(town.workshop.secret, f"character|{len(taken)}")
    return chance.pick(free) if free else _namesake(chance.pick(everybody), taken)


def _namesake(character: Character, taken: set[str]) -> Character:
    """In a very full town names come a second time, with a number."""
    names = (f"{character.name}{number}" for number in count(2))
    return Character(next(n for n in names if n.casefold() not in taken), character.trade)


class PastFact(Strict):
    """A fact, in the unit of its kind, and who reports it."""

    fact: Id
    source: Id
    amount: Natural = 0


class Past(Strict):
    """What a newcomer is told of their past, and what the books hold of it."""

    says: Localized[Sentence]
    facts: tuple[PastFact, ...]


class Pasts(Strict):
    """The whole file."""

    format: Literal["pasts/1"]
    provenance: Provenance
    pasts: Annotated[tuple[Past, ...], Field(min_length=1)]


def pasts() -> tuple[Past, ...]:
    """All pasts. Raises `SeedFault`."""
    return load("pasts.yaml", Pasts).pasts


def introduce(town: Town, who: ParticipantId, name: str) -> Localized[Sentence]:
    """Give a newcomer a past, by the town's own chance, and the words for it."""
    chance = Randomness(town.workshop.secret, f"introduced|{name}")
    past = chance.pick(pasts())
    record(
        town,
        *(
            Fact(who, one.fact, one.amount, source=one.source, key=f"{who}:past:{number}")
            for number, one in enumerate(past.facts)
        ),
    )
    return past.says


def _check(file: Personas) -> Iterator[Complaint]:
    for language in LANGUAGES:
        names = (one.name.in_(language).casefold() for one in file.personas)
        yield from unique(("personas",), names, "name", language)
