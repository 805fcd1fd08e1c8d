"""What is known of people, as scoring reads it: one query, because the town waits meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from scoring import Fact
from services.kernel.town import ParticipantId
from services.people.facts import FACTS, is_caused

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.kernel.town import Town

ASKED_BY_NAME_MAX = 100  # beyond it the whole town is read at once


@dataclass(slots=True)
class Known:
    """One person's facts, and the newest of them."""

    facts: list[Fact] = field(default_factory=list)
    high_water: int = 0


def known_of(
    town: Town,
    people: Collection[ParticipantId] | None = None,
    *,
    as_of: int | None = None,
    mark: int | None = None,
    without: frozenset[str] = frozenset(),
) -> dict[ParticipantId, Known]:
    """What is known up to now of these people (everybody when None); nobody is left out.

    Or what was known as of a town time, when the newest fact in the books was `mark`; `without`
    acts whose facts are read as if they had not been, for a replay.
    """
    found = {who: Known() for who in people or ()}
    query = select(
        FACTS.c.participant_id,
        FACTS.c.fact_id,
        FACTS.c.kind,
        FACTS.c.town_s,
        FACTS.c.amount,
        FACTS.c.key,
        FACTS.c.counterpart,
        FACTS.c.purpose,
        FACTS.c.source,
    ).where(
        FACTS.c.workshop_id == town.workshop_id,
        FACTS.c.town_s <= (town.now if as_of is None else as_of),
    )
    if mark is not None:
        query = query.where(FACTS.c.fact_id <= mark)
    if people is not None and len(people) <= ASKED_BY_NAME_MAX:
        query = query.where(FACTS.c.participant_id.in_(people))
    rows = town.conn.execute(query)
    for who, fact_id, kind, at, amount, key, counterpart, purpose, source in rows:
        if without and is_caused(key, without):
            continue
        known = found.setdefault(ParticipantId(who), Known())
        known.facts.append(Fact(kind, at, amount, key, counterpart or None, purpose, source))
        known.high_water = max(known.high_water, fact_id)
    return found
