"""The rating bomb: residents give one star to somebody with whom they had no deal.

Only whoever runs the town can set it off, and it says what it did. Its facts are untrue, and
remembered as such.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from services.kernel.errors import RuleError
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, require
from services.people.facts import record
from services.people.identity import Neighbour, by_name, neighbours
from services.social.ratings.records import given
from services.social.ratings.returns import void
from services.social.ratings.service import facts_of
from services.social.ratings.stars import Stars, stars_of
from services.social.ratings.tables import deals, ratings

BOMB = "bomb"  # the kind of a deal that never was


class NobodyToBomb(RuleError):
    """There is nobody to be rated, or no resident to do it."""


@dataclass(frozen=True, slots=True)
class RatingBombed(Event):
    """How many residents bombed whom, and what it did to all stars of that person."""

    target: ParticipantId
    name: str
    raters: int
    before: Stars
    after: Stars


def bomb(town: Town, *, raters: int, who: str = "") -> RatingBombed:
    """Let so many residents (or as many as there are) bomb somebody named; without a name, a
    resident by chance. Raises `NotAllowed`, `NobodyToBomb`, `NobodyOfThatName`.
    """
    require(town, *STEWARDS)
    chance = town.randomness("rating_bomb")
    everybody = neighbours(town)
    there = [one for one in everybody if one.is_resident]
    if not (who or there):
        raise NobodyToBomb
    target = by_name(town, who) if who else chance.pick(there)
    mob = [one for one in there if one.participant_id != target.participant_id]
    while len(mob) > raters:
        mob.remove(chance.pick(mob))
    if not mob:
        raise NobodyToBomb
    before = stars_of(town, target.participant_id)
    for one in mob:
        _throw(town, one, target)
    after = stars_of(town, target.participant_id)
    told = RatingBombed(target.participant_id, target.name, len(mob), before, after)
    town.emit(told)
    return told


def strike_bomb(town: Town, key: str) -> Stars | None:
    """The stars of the bomb that one unit of work threw count no more; the target's stars after
    it. None where there was no such bomb. Raises `NotAllowed`.
    """
    require(town, *STEWARDS)
    begins = deals.c.key.startswith(f"{BOMB}:{key}:", autoescape=True)
    thrown = (deals.c.workshop_id == town.workshop_id, deals.c.kind == BOMB, begins)
    found = town.conn.execute(select(deals).where(*thrown)).all()
    sides = {ParticipantId(who) for one in found for who in (one.customer, one.provider)}
    void(town, found, sorted(sides))
    return stars_of(town, ParticipantId(found[0].provider)) if found else None


def _throw(town: Town, rater: Neighbour, target: Neighbour) -> None:
    made = insert(deals).values(
        workshop_id=town.workshop_id,
        key=f"{BOMB}:{town.key}:{rater.participant_id}",
        kind=BOMB,
        customer=rater.participant_id,
        provider=target.participant_id,
        service="",
        title="",
        what="",
        made_town_s=town.now,
        due_town_s=town.now,
        customer_waits=False,
        provider_waits=False,
        opened_town_s=town.now,
    )
    number = town.conn.execute(made.returning(deals.c.deal_id)).scalar_one()
    sides = {"rater": rater.participant_id, "rated": target.participant_id}
    town.conn.execute(insert(ratings).values(deal_id=number, person_stars=1, **sides))
    row = town.conn.execute(select(deals).where(deals.c.deal_id == number)).one()
    record(town, *facts_of(row, list(given(town, number).values()), is_true=False))
