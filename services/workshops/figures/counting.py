"""What the proclaimed goals came to, and what the programme costs: counted anew from what the town
keeps, whenever somebody looks. Nothing here is stored, and nobody is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from services.kernel.time import TOWN_OPENS_AT
from services.kernel.town import Town
from services.living import offices, rentals
from services.people.facts import FACTS
from services.standing.scores import SCORES

GOOD_STARS = 4
KEPT = frozenset({"rental_returned", "rental_brief", "loan_repaid", "wages_paid"})
BROKEN = frozenset({"rental_late", "rental_lost", "loan_late", "wages_unpaid"})
IN_TIME = frozenset({"utility_paid", "tax_paid_on_time"})
LATE = frozenset({"utility_late", "tax_late"})
RATED = frozenset({"rated", "service_rated"})
LISTED = frozenset({"listed", "honour_received", "company_listed", "company_praised"})


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A goal's measure in the first half of the town's time and in the second."""

    first: Rate
    second: Rate


@dataclass(frozen=True, slots=True)
class Kept:
    """Facts that are alike, and how many there are."""

    kind: str
    source: str
    is_high: bool  # an amount from `GOOD_STARS` on
    is_second: bool  # of the second half
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is counted of a town."""

    facts: tuple[Kept, ...]
    hires: Measured  # that began with a deposit
    scores: int
    runs: int  # of one rater at one time


def _among(good: frozenset[str], bad: frozenset[str]) -> Callable[[Counts], Measured]:
    return lambda town: _measured(
        town, lambda one: one.kind in good if one.kind in good | bad else None
    )


# By the name that a card gives: what a goal came to.
MEASURES: Mapping[str, Callable[[Counts], Measured]] = {
    "deals_kept": _among(KEPT, BROKEN),
    "paid_in_time": _among(IN_TIME, LATE),
    "good_ratings": lambda town: _measured(
        town, lambda one: one.is_high if one.kind in RATED else None
    ),
    "deposits": lambda town: town.hires,
    "records_of_offices": lambda town: _measured(town, lambda one: _is_offices(one)),
}
# The same of what is paid for.
COSTS: Mapping[str, Callable[[Counts], int]] = {
    "records": lambda town: sum(one.count for one in town.facts),
    "office_records": lambda town: sum(one.count for one in town.facts if _is_offices(one)),
    "list_entries": lambda town: sum(one.count for one in town.facts if one.kind in LISTED),
    "scores": lambda town: town.scores,
    "runs": lambda town: town.runs,
}


def count(town: Town) -> Counts:
    """Everything that the cards of a deck may ask for, as of now."""
    half = (TOWN_OPENS_AT + town.now) // 2
    f, s, here = FACTS.c, SCORES.c, town.workshop_id
    alike = (f.kind, f.source, case((f.amount >= GOOD_STARS, 1), else_=0))
    half_of = case((f.town_s >= half, 1), else_=0)
    facts = select(*alike, half_of, func.count()).where(f.workshop_id == here)
    given = select(s.agency, s.town_s, func.count()).where(s.workshop_id == here)
    runs = town.conn.execute(given.group_by(s.agency, s.town_s)).all()
    return Counts(
        tuple(
            Kept(kind, source, bool(high), bool(second), number)
            for kind, source, high, second, number in town.conn.execute(
                facts.group_by(*alike, half_of)
            )
        ),
        Measured(*(Rate(*one) for one in rentals.deposits(town, half))),
        scores=sum(number for _, _, number in runs),
        runs=len(runs),
    )


def _measured(town: Counts, counts: Callable[[Kept], bool | None]) -> Measured:
    """By whether facts count, count for it, or (None) have nothing to do with it."""
    judged = [(one, counts(one)) for one in town.facts]
    return Measured(
        *(
            Rate(
                sum(one.count for one, good in judged if good and one.is_second is second),
                sum(o.count for o, good in judged if good is not None and o.is_second is second),
            )
            for second in (False, True)
        )
    )


def _is_offices(one: Kept) -> bool:
    known = offices.catalogue().get(one.source)
    return known is not None and known.is_office
