"""Families: who is whose relative as of a day, how a tie is made, what relatives' listings say.

What relatives did is never stored a second time: the facts about kin are drawn from the relatives'
own facts when a score is computed. So erasing or correcting one erases and corrects all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, or_, select

from scoring import Fact
from services.kernel.schema import AnyRow, insert_new
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people.facts import FACTS
from services.people.identity import with_names
from services.social.kin.tables import kin_ties

SOURCE = "family_register"
TOLD = {"listed": "kin_listed", "delisted": "kin_delisted"}  # of the relative → of their kin


class Relation(StrEnum):
    """What somebody is to somebody."""

    PARENT = "parent"
    CHILD = "child"
    SPOUSE = "spouse"

    @property
    def turned(self) -> Relation:
        """The same tie from the other end."""
        return _TURNED[self]


_TURNED = {
    Relation.PARENT: Relation.CHILD,
    Relation.CHILD: Relation.PARENT,
    Relation.SPOUSE: Relation.SPOUSE,
}


@dataclass(frozen=True, slots=True)
class Relative:
    """One relative: who, what they are to the person asked about, and since when it counts."""

    participant_id: ParticipantId
    name: str
    relation: Relation
    since: TownTime


def kin_of(town: Town, who: ParticipantId, as_of: int | None = None) -> list[Relative]:
    """Somebody's relatives as of a town time, in the order in which they came."""
    return families_of(town, [who], as_of)[who]


def families_of(
    town: Town, people: Iterable[ParticipantId], as_of: int | None = None
) -> Mapping[ParticipantId, list[Relative]]:
    """The relatives of many at once."""
    found: dict[ParticipantId, list[Relative]] = {who: [] for who in people}
    for row in _ties(town, list(found), town.now if as_of is None else as_of):
        here, there = (row.one, row.one_name), (row.other, row.other_name)
        tie, since = Relation(row.tie), TownTime(row.since_town_s)
        for (who, _), (relative, name), relation in ((there, here, tie), (here, there, tie.turned)):
            if who in found:
                found[who].append(Relative(ParticipantId(relative), name, relation, since))
    return found


def _ties(town: Town, people: list[ParticipantId], as_of: int) -> list[AnyRow]:
    query = (
        with_names(select(kin_ties), one=kin_ties.c.one, other=kin_ties.c.other)
        .where(kin_ties.c.workshop_id == town.workshop_id, kin_ties.c.since_town_s <= as_of)
        .order_by(kin_ties.c.tie_id)
    )
    if len(people) == 1:
        query = query.where(or_(kin_ties.c.one == people[0], kin_ties.c.other == people[0]))
    return list(town.conn.execute(query))


def tie(
    town: Town,
    one: ParticipantId,
    relation: Relation,
    other: ParticipantId,
    *,
    since: TownTime | None = None,
) -> bool:
    """`one` is the `relation` of `other` from now on, or since then. True when the tie is new."""
    if relation is Relation.CHILD:
        one, relation, other = other, Relation.PARENT, one
    if relation is Relation.SPOUSE:
        one, other = min(one, other), max(one, other)
    return insert_new(
        town.conn,
        kin_ties,
        workshop_id=town.workshop_id,
        one=one,
        other=other,
        tie=relation,
        since_town_s=town.now if since is None else since,
    )


def standing_facts(
    town: Town, people: Iterable[ParticipantId], as_of: int, mark: int | None = None
) -> dict[ParticipantId, list[Fact]]:
    """What the listings of relatives say of people as of a town time: `kin_listed`, `kin_delisted`.

    A listing from before the tie counts from the tie on. With a `mark`, only what the books held
    when their newest fact was that one.
    """
    families = families_of(town, people, as_of)
    relatives = {kin.participant_id for family in families.values() for kin in family}
    listings = _listings(town, relatives, as_of, mark)
    return {
        who: [fact for kin in family for fact in _facts(who, kin, listings)]
        for who, family in families.items()
    }


def newest_listing(town: Town, as_of: int) -> int:
    """The number of the newest listing in the books, anybody's; 0 where there is none."""
    number = town.conn.scalar(
        select(func.max(FACTS.c.fact_id)).where(
            FACTS.c.workshop_id == town.workshop_id,
            FACTS.c.kind.in_(sorted(TOLD)),
            FACTS.c.town_s <= as_of,
        )
    )
    return number or 0


def _listings(
    town: Town, relatives: set[ParticipantId], as_of: int, mark: int | None
) -> dict[str, list[tuple[str, int, str]]]:
    found: dict[str, list[tuple[str, int, str]]] = {who: [] for who in relatives}
    if not relatives:
        return found
    query = select(FACTS.c.participant_id, FACTS.c.kind, FACTS.c.town_s, FACTS.c.key).where(
        FACTS.c.workshop_id == town.workshop_id,
        FACTS.c.participant_id.in_(sorted(relatives)),
        FACTS.c.kind.in_(sorted(TOLD)),
        FACTS.c.town_s <= as_of,
    )
    if mark is not None:
        query = query.where(FACTS.c.fact_id <= mark)
    for who, kind, at, key in town.conn.execute(query):
        found[who].append((kind, at, key))
    return found


def _facts(
    who: ParticipantId, kin: Relative, listings: dict[str, list[tuple[str, int, str]]]
) -> list[Fact]:
    return [
        Fact(
            TOLD[kind],
            max(at, kin.since),
            key=f"kin:{who}:{key}",
            counterpart=kin.participant_id,
            source=SOURCE,
        )
        for kind, at, key in listings[kin.participant_id]
    ]
