"""What is known of a newcomer before their first act: said to them on arrival, and written down.

Owns the reading of `seeds/pasts.yaml`. Nothing else is known of a participant but what they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from scoring.document import Id, Provenance, Sentence, Strict
from services.kernel.localized import Localized
from services.kernel.seeds import Natural, load
from services.kernel.town import Randomness
from services.people.facts import Fact, record

if TYPE_CHECKING:
    from services.kernel.town import ParticipantId, Town


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
    past = pasts()[chance.below(len(pasts()))]
    record(
        town,
        *(
            Fact(who, one.fact, one.amount, source=one.source, key=f"{who}:past:{number}")
            for number, one in enumerate(past.facts)
        ),
    )
    return past.says
