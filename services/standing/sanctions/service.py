"""Which doors are closed to somebody now, and by what.

Nothing is written down but exemptions: whatever the order of listings, delistings and laws was, a
door is closed exactly while a rule, the lists as they hang, and the law in force close it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.law import legitimacy
from services.law import switchboard as law
from services.law.switchboard import Value
from services.social import kin
from services.social.kin import Relation
from services.standing import agencies, listings, scores
from services.standing.listings import Colour, Listing
from services.standing.sanctions.catalogue import (
    Door,
    ListSanction,
    Sanction,
    ScoreSanction,
    doors,
    lawful,
    rule,
)
from services.standing.sanctions.tables import exemptions

EXEMPTION_S = 3 * DAY_S  # how long a granted exemption opens a door


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A door that is closed to somebody: by which rule, on whose word.

    `agency`: whose list or score it is, which is not the rule's own where all close what one
    closes. `explained`: how much of it the law lets the one who is kept out know.
    """

    sanction: Sanction
    agency: str
    since: TownTime | None = None  # when the list that names them came out
    is_served: bool = False  # they were handed the decision
    score: int | None = None
    explained: scores.Explanation

    @property
    def door(self) -> Door:
        """What is closed."""
        return doors()[self.sanction.closes]

    @property
    def by(self) -> Localized:
        """On whose word."""
        return agencies.catalogue()[self.agency].title

    @property
    def is_for_a_parent(self) -> bool:
        """Whether it is a parent's listing that reaches a child."""
        return isinstance(self.sanction, ListSanction) and self.sanction.reaches == "child"


@dataclass(frozen=True, slots=True)
class LearnedOfListing(Event):
    """Somebody to whom nobody had told it was kept out for the first time since a list that names
    them came out.
    """

    name: str
    closed: Closed
    days: int


class DoorClosed(RuleError):
    """A door is closed to the actor. Field: `door` (Localized)."""


def require_open(town: Town, door: str) -> None:
    """Let the actor through. Raises `DoorClosed`."""
    found = closed(town, town.actor.pid, door)
    if found is not None:
        raise DoorClosed(door=found.door.title)


def closed(town: Town, who: ParticipantId, door: str) -> Closed | None:
    """Why a door is closed to somebody, or None where it is open. Lists are asked before scores."""
    return next(_closing(town, who, door), None)


@dataclass(frozen=True, slots=True)
class Distrust:
    """The last mean of trust lies below the floor of the law, both in tenths."""

    tenths: int
    floor: int


@dataclass(frozen=True, slots=True)
class MyDoors:
    """All doors, and those that are closed to the one who asks, each with its first reason.
    `opened_by`: what lets nothing close any of them.
    """

    doors: tuple[Door, ...]
    closed: tuple[Closed, ...]
    opened_by: Distrust | None = None


def my_doors(town: Town) -> MyDoors:
    """The actor's own doors."""
    closing = reversed(in_force(town, town.actor.pid))
    first = {one.door.door_id: one for one in closing}
    opened_by = _distrust(town, law.switches(town))
    return MyDoors(tuple(doors().values()), tuple(first.values()), opened_by)


def in_force(town: Town, who: ParticipantId) -> list[Closed]:
    """Every rule that closes a door to somebody now."""
    return list(_closing(town, who))


def is_applied(town: Town, sanction: Sanction) -> bool:
    """Whether the law in force lets a rule close its door to anybody."""
    return any(sanction in rules for rules in lawful(_said(town)))


def as_refused(town: Town, sanction_id: str, agency: str, score: int | None) -> Closed | None:
    """What was refused once, in the words of today's law; None where its rule is gone."""
    found = rule(sanction_id)
    if found is None or agency not in agencies.catalogue():
        return None
    explained = scores.law_of(town).explanation
    return Closed(sanction=found, agency=agency, score=score, explained=explained)


def _closing(town: Town, who: ParticipantId, door: str | None = None) -> Iterator[Closed]:
    opened = _opened(town, who)
    by_list, by_score = lawful(_said(town))
    asked = ({*doors()} if door is None else {door}) - opened
    yield from _by_lists(town, who, [one for one in by_list if one.closes in asked])
    yield from _by_scores(town, who, [one for one in by_score if one.closes in asked])


def _said(town: Town) -> Mapping[str, Value]:
    """The law in force; where it wants trust first, and that is not there, nothing may close."""
    said = law.switches(town)
    if _distrust(town, said) is None:
        return said
    return {**said, law.Switch.LIST_SANCTIONS: "off", law.Switch.SCORE_SANCTIONS: "off"}


def _distrust(town: Town, said: Mapping[str, Value]) -> Distrust | None:
    floor = int(said[law.Switch.TRUST_FLOOR])
    tenths = legitimacy.trust(town) if floor else None
    return None if tenths is None or tenths >= floor else Distrust(tenths, floor)


def _by_lists(town: Town, who: ParticipantId, rules: Sequence[ListSanction]) -> Iterator[Closed]:
    black = listings.standing(town, Colour.BLACK) if rules else []
    if not black:
        return
    is_joint = law.is_on(town, law.Switch.JOINT_SANCTIONS)
    explained = scores.law_of(town).explanation
    reached = {"self": _of(black, {who}), "child": _of(black, _parents(town, who))}
    for one in rules:
        found = (ls for ls in reached[one.reaches] if is_joint or ls.agency == one.agency)
        if (listed := next(found, None)) is not None:
            yield Closed(
                sanction=one,
                agency=listed.agency,
                since=listed.published,
                is_served=listed.served is not None,
                explained=explained,
            )


def _of(black: list[Listing], people: set[ParticipantId]) -> list[Listing]:
    return [one for one in black if one.participant_id in people]


def _parents(town: Town, who: ParticipantId) -> set[ParticipantId]:
    """Those whose listing reaches somebody, while the law lets kin count at all."""
    if not law.is_on(town, law.Switch.KIN):
        return set()
    family = kin.kin_of(town, who)
    return {one.participant_id for one in family if one.relation is Relation.PARENT}


def _by_scores(town: Town, who: ParticipantId, rules: Sequence[ScoreSanction]) -> Iterator[Closed]:
    rated = [one for one in rules if agencies.member(town, who, one.agency)]
    if not rated or listings.is_praised(town, who):
        return
    explained = scores.law_of(town).explanation
    given = {one.agency: scores.evaluate_and_store(town, who, one.agency).score for one in rated}
    for one in rated:
        score = given[one.agency]
        if score < one.below:
            yield Closed(sanction=one, agency=one.agency, score=score, explained=explained)


def _opened(town: Town, who: ParticipantId) -> set[str]:
    """Doors that an exemption holds open now."""
    at = exemptions.c
    found = (at.who == who, at.state == "granted", at.decided_town_s > town.now - EXEMPTION_S)
    return set(town.conn.scalars(select(at.door).where(*found)))
