"""Taking facts out of the books for good: by kinds, with a report that names nobody.

Whether and when the law wants it is decided elsewhere; the database lets go only of what a report
stands for. Each person keeps one fact that says how many of theirs are gone, so that a score which
rested on them can say why it is not to be had again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, func, select

from services.kernel.schema import insert_new
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people.facts.service import Fact, record
from services.people.facts.tables import FACTS_PURGED, fact_notes, fact_purges, facts

TOWN_HALL = "town_hall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What one purge took of one kind: how many facts, of how many people."""

    kind: str
    at: TownTime
    facts: int
    people: int


def purge(
    town: Town, kinds: Collection[str], until: int, but: Collection[ParticipantId] = ()
) -> tuple[Purged, ...]:
    """Take out all facts of these kinds up to a town time, `but` those of some people. Twice is
    once.
    """
    counted = (_counted(town, kind, until, but) for kind in sorted(kinds))
    found = [one for one in counted if one is not None]
    lost = Counter[str]()
    for one in found:
        at = facts.c
        of_kind = (_these(town, one.kind, until, but),)
        for who, count in town.conn.execute(
            select(at.participant_id, func.count()).where(*of_kind).group_by(at.participant_id)
        ):
            lost[who] += count
        insert_new(
            town.conn,
            fact_purges,
            workshop_id=town.workshop_id,
            kind=one.kind,
            town_s=town.now,
            until_town_s=until,
            facts=one.facts,
            people=one.people,
        )
    # Before any is taken out: what is newest in the books keeps its number.
    record(town, *(_lost(town, who, count) for who, count in sorted(lost.items())))
    for one in found:
        gone = select(facts.c.fact_id).where(_these(town, one.kind, until, but))
        town.conn.execute(delete(fact_notes).where(fact_notes.c.fact_id.in_(gone)))
        town.conn.execute(delete(facts).where(_these(town, one.kind, until, but)))
    return tuple(found)


def _lost(town: Town, who: str, count: int) -> Fact:
    """What each person keeps of a purge: how many of theirs are gone."""
    key = f"{FACTS_PURGED}:{town.now}:{who}"
    return Fact(ParticipantId(who), FACTS_PURGED, amount=count, source=TOWN_HALL, key=key)


def purges(town: Town) -> tuple[Purged, ...]:
    """All reports of the town, the oldest first."""
    at = fact_purges.c
    rows = town.conn.execute(
        select(at.kind, at.town_s, at.facts, at.people)
        .where(at.workshop_id == town.workshop_id)
        .order_by(at.purge_id)
    )
    return tuple(
        Purged(kind=row.kind, at=TownTime(row.town_s), facts=row.facts, people=row.people)
        for row in rows
    )


def purged_after(town: Town, mark: int, who: ParticipantId | None = None) -> bool:
    """Whether facts of somebody, or of anybody, were taken out since a fact was the newest."""
    at = facts.c
    mine = at.workshop_id == town.workshop_id if who is None else at.participant_id == who
    found = select(at.fact_id).where(mine, at.kind == FACTS_PURGED, at.fact_id > mark)
    return town.conn.scalar(found.limit(1)) is not None


def purged_since(who: ColumnElement[str], at: ColumnElement[int]) -> ColumnElement[bool]:
    """For an audit: whether somebody lost facts to a purge at a town time of theirs or later."""
    gone = facts.alias("purged")
    lost = (gone.c.participant_id == who, gone.c.kind == FACTS_PURGED, gone.c.town_s >= at)
    return exists().where(*lost)


def due_of(
    town: Town, kinds: Collection[str], until: int, whose: Collection[ParticipantId]
) -> dict[ParticipantId, int]:
    """How many facts of each of these people a purge would take out."""
    at = facts.c
    these = (at.workshop_id == town.workshop_id, at.kind.in_(kinds), at.town_s <= until)
    counted = select(at.participant_id, func.count()).where(*these, at.participant_id.in_(whose))
    rows = town.conn.execute(counted.group_by(at.participant_id))
    return {ParticipantId(who): count for who, count in rows}


def _counted(town: Town, kind: str, until: int, but: Collection[ParticipantId]) -> Purged | None:
    people = func.count(facts.c.participant_id.distinct())
    counted = select(func.count(), people).where(_these(town, kind, until, but))
    number, of = town.conn.execute(counted).one()
    return Purged(kind=kind, at=town.now, facts=number, people=of) if number else None


def _these(
    town: Town, kind: str, until: int, but: Collection[ParticipantId]
) -> ColumnElement[bool]:
    at = facts.c
    here = (at.workshop_id == town.workshop_id) & (at.kind == kind) & (at.town_s <= until)
    return here & at.participant_id.not_in(but) if but else here
