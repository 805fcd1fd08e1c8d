"""What somebody's stars, or a shop's, come to: open ratings only, of deals that were any.

Changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from services.kernel.localized import Localized
from services.kernel.town import ParticipantId, Town
from services.money import merchants
from services.people import identity
from services.social.ratings.tables import RETURNED, deals, ratings

STARS = (1, 2, 3, 4, 5)
AVERAGE_FROM = 5  # ratings; before, one angry word would pass for an average
WORDS_SHOWN = 3
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Stars:
    """How often each number of stars was given, from one to five."""

    counts: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many ratings there are."""
        return sum(self.counts)

    @property
    def exact(self) -> int | None:
        """The average in hundredths of a star, rounded down; None where there is no rating."""
        total = sum(stars * often for stars, often in zip(STARS, self.counts, strict=True))
        return HUNDREDTHS * total // self.count if self.count else None

    @property
    def average(self) -> int | None:
        """The same as people see it: from five ratings on."""
        return self.exact if self.count >= AVERAGE_FROM else None


@dataclass(frozen=True, slots=True)
class Repute:
    """What is open about a person, or a shop; the latest words first."""

    name: str | Localized
    stars: Stars
    words: tuple[str, ...]


def repute(town: Town, typed: str) -> Repute:
    """How somebody, or a shop, is rated. Raises `NobodyOfThatName`."""
    wanted = typed.strip().casefold()
    for shop in merchants.catalogue().values():
        if wanted in {shop.merchant_id, shop.title.en.casefold(), shop.title.zh}:
            stars = stars_of_service(town, shop.merchant_id)
            return Repute(shop.title, stars, _words(town, deals.c.service == shop.merchant_id))
    return repute_of(town, identity.by_name(town, typed))


def repute_of(town: Town, found: identity.Neighbour) -> Repute:
    """How somebody who was found is rated."""
    who = found.participant_id
    return Repute(found.name, stars_of(town, who), _words(town, ratings.c.rated == who))


def stars_of(town: Town, who: ParticipantId) -> Stars:
    """The open ratings of a person."""
    return _counted(town, ratings.c.person_stars, ratings.c.rated == who)


def stars_of_service(town: Town, service: str) -> Stars:
    """The open ratings of a service."""
    return _counted(town, ratings.c.service_stars, deals.c.service == service)


def _words(town: Town, of: ColumnElement[bool]) -> tuple[str, ...]:
    said = (of, ratings.c.word != "")
    query = _opened(town, select(ratings.c.word), *said).order_by(ratings.c.rating_id.desc())
    return tuple(town.conn.scalars(query.limit(WORDS_SHOWN)))


def _counted(town: Town, stars: ColumnElement[int], which: ColumnElement[bool]) -> Stars:
    query = _opened(town, select(stars, func.count()), which, stars.is_not(None)).group_by(stars)
    often = {row[0]: row[1] for row in town.conn.execute(query)}
    return Stars(tuple(often.get(number, 0) for number in STARS))


def _opened(town: Town, query: Any, *which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a query of many columns
    joined = query.join_from(ratings, deals, deals.c.deal_id == ratings.c.deal_id)
    here = (deals.c.workshop_id == town.workshop_id, deals.c.kind != RETURNED)
    return joined.where(*here, deals.c.opened_town_s.is_not(None), *which)
