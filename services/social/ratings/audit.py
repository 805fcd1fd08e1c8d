"""Whether ratings are what they say: given by a side of the deal, and told once it was opened."""

from __future__ import annotations

from sqlalchemy import Connection, and_, func, select

from services.money.ledger import BookFault
from services.people.facts import FACTS
from services.social.ratings.tables import RETURNED, deals, ratings

_RATED = select(ratings.c.rating_id).join(deals, deals.c.deal_id == ratings.c.deal_id)
_FACT = and_(
    FACTS.c.workshop_id == deals.c.workshop_id,
    FACTS.c.participant_id == ratings.c.rated,
    FACTS.c.kind == "rated",
    FACTS.c.amount == ratings.c.person_stars,
    FACTS.c.key == deals.c.key + ":rated:" + ratings.c.rated,
)
_TOLD = _RATED.outerjoin(FACTS, _FACT).where(ratings.c.person_stars.is_not(None))
FAULTS = {
    "rating_without_fact": _TOLD.where(
        deals.c.opened_town_s.is_not(None),
        deals.c.kind != RETURNED,
        FACTS.c.fact_id.is_(None),
    ),
    "rating_told_too_early": _TOLD.where(
        deals.c.opened_town_s.is_(None), FACTS.c.fact_id.is_not(None)
    ),
    "rating_without_deal": _RATED.where(
        ratings.c.rater != deals.c.customer,
        ratings.c.rater != func.coalesce(deals.c.provider, ""),
    ),
}


def audit(conn: Connection) -> list[BookFault]:
    """Every rating, of all towns, by a stranger, untold once its deal is open, or told before."""
    return [
        BookFault(invariant, f"rating {number}")
        for invariant, query in FAULTS.items()
        for number in conn.scalars(query)
    ]
