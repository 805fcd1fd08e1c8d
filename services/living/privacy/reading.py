"""Which agencies have read a fact of somebody for a score: how often, and when last.

Owns who is said to have read. An agency reads what its document reads, it heard of, and the law of
the day let count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from services.kernel.schema import AnyRow
from services.kernel.time import TownTime
from services.kernel.town import Town
from services.law import switchboard
from services.people.facts import StoredFact
from services.standing import agencies
from services.standing.scores import SCORES


@dataclass(frozen=True, slots=True)
class Reading:
    """One agency that read a fact to rate its person."""

    agency: str
    times: int
    last: TownTime


def readers(town: Town, facts: Sequence[StoredFact]) -> Mapping[int, tuple[Reading, ...]]:
    """Who has read each fact of the actor, by its number."""
    seen: defaultdict[int, dict[str, list[TownTime]]] = defaultdict(lambda: defaultdict(list))
    courses = switchboard.at(town).courses
    for row in given(town):
        document = agencies.library().documents.get((row.document_id, row.document_version))
        if document is None:
            continue
        read = {kind for rule in document.rules for kind in rule.kinds}
        read -= switchboard.forbidden(switchboard.Law(row.town_s, courses).values)
        hearing = agencies.hearing(replace(town, now=row.town_s), row.agency)
        for fact in facts:
            is_read = fact.fact_id <= row.high_water and fact.kind in read
            if is_read and hearing.hears(fact.source, fact.who):
                seen[fact.fact_id][row.agency].append(row.town_s)
    return {
        fact: tuple(Reading(name, len(times), max(times)) for name, times in sorted(by.items()))
        for fact, by in seen.items()
    }


def given(town: Town) -> Sequence[AnyRow]:
    """Every score that the actor was given, the oldest first."""
    mine = select(SCORES).where(SCORES.c.participant_id == town.actor.pid)
    return town.conn.execute(mine.order_by(SCORES.c.score_id)).all()
