"""What there is to hire, as anybody may see it. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.living.rentals.catalogue import Thing, things
from services.living.rentals.service import Out, out
from services.standing.scores import gates

if TYPE_CHECKING:
    from services.kernel.town import Town


@dataclass(frozen=True, slots=True)
class Offer:
    """A thing on the shelf, and the score from which it asks no deposit."""

    thing_id: str
    thing: Thing
    at_least: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything to hire, and what the asker has out already."""

    offers: tuple[Offer, ...]
    out: Out


def shelf(town: Town) -> Shelf:
    """What can be hired, and how the asker stands."""
    offers = (Offer(name, one, gates()[one.gate].at_least) for name, one in things().items())
    return Shelf(tuple(offers), out(town))
