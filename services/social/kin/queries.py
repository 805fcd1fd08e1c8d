"""Reading families, one person's and those of many, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people.identity import PEOPLE
from services.social.kin.tables import kin_ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Row


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


def _ties(town: Town, people: list[ParticipantId], as_of: int) -> list[Row[*tuple[Any, ...]]]:
    one, other = PEOPLE.alias("a"), PEOPLE.alias("b")
    query = (
        select(kin_ties, one.c.name.label("one_name"), other.c.name.label("other_name"))
        .join(one, one.c.participant_id == kin_ties.c.one)
        .join(other, other.c.participant_id == kin_ties.c.other)
        .where(kin_ties.c.workshop_id == town.workshop_id, kin_ties.c.since_town_s <= as_of)
        .order_by(kin_ties.c.tie_id)
    )
    if len(people) == 1:
        query = query.where(or_(kin_ties.c.one == people[0], kin_ties.c.other == people[0]))
    return list(town.conn.execute(query))
