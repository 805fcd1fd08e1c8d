"""Tying a family together, and what a relative's listing says of the others.

What relatives did is never stored a second time: the facts about kin are drawn from the relatives'
own facts when a score is computed. So erasing or correcting one erases and corrects all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from scoring import Fact
from services.kernel.schema import insert_new
from services.people.facts import FACTS
from services.social.kin.queries import Relation, families_of
from services.social.kin.tables import kin_ties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.kernel.time import TownTime
    from services.kernel.town import ParticipantId, Town
    from services.social.kin.queries import Relative

SOURCE = "family_register"
TOLD = {"listed": "kin_listed", "delisted": "kin_delisted"}  # of the relative → of their kin


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
