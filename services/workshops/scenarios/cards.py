"""Scenario cards as data: `seeds/scenarios/*.yaml`. A card names a verb and its parameters.

A card that is wrong is refused when it is read, not when a facilitator plays it in front of a room.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from scoring.document import Id, Sourced
from scoring.rule_checks import Complaint
from services.kernel.seeds import Natural, known, load_folder

# What each verb of `plays` takes. A whole number each; a share count may be left out.
PARAMETERS = {
    "gala": frozenset({"amount_fen", "shares"}),
    "judgment_served": frozenset({"amount_fen", "days"}),
    "judgment_not_paid": frozenset({"amount_fen"}),
    "judgment_paid": frozenset[str](),
    "publish_lists": frozenset[str](),
    "licence_review": frozenset[str](),
}


class Card(Sourced):
    """One scenario card. Its title and story are words of the locales, by its id."""

    format: Literal["scenario/1"]
    card_id: Id = Field(alias="id")
    rank: Natural
    verb: Id
    parameters: dict[Id, Natural]


def cards() -> tuple[Card, ...]:
    """All cards, in the panel's order. Raises `SeedFault`."""
    return tuple(load_folder("scenarios", Card, _check).values())


def _check(card: Card) -> Iterator[Complaint]:
    yield from known(("verb",), card.verb, PARAMETERS)
    takes = PARAMETERS.get(card.verb, frozenset(card.parameters))
    for name in card.parameters.keys() - takes:
        one_of = f"what {card.verb} takes: {', '.join(sorted(takes)) or '{}'}"
        yield Complaint(("parameters", name), "not one of its parameters", one_of)
