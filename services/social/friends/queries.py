"""Reading friendships: one pair's, one person's, and the graph of the town as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from services.kernel.errors import Outdated
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people.facts import FACTS
from services.people.identity import PEOPLE
from services.social.friends.tables import friendships

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Row, Select

    from services.social.friends.standing import Graph


class FriendshipState(StrEnum):
    """How far a friendship is."""

    ASKED = "asked"
    FRIENDS = "friends"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the one who asked
    ENDED = "ended"


ADDED, REMOVED = "friend_added", "friend_removed"  # the facts' kinds
OPEN = (FriendshipState.ASKED, FriendshipState.FRIENDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Friendship:
    """One friendship with the names of the two."""

    friendship_id: int
    asker: ParticipantId
    asker_name: str
    asked: ParticipantId
    asked_name: str
    state: FriendshipState
    since: TownTime | None
    until: TownTime | None

    @property
    def is_open(self) -> bool:
        """Waiting for an answer, or alive."""
        return self.state in OPEN

    def has(self, who: ParticipantId | None) -> bool:
        """Whether somebody is one of the two."""
        return who in (self.asker, self.asked)

    def other(self, who: ParticipantId) -> ParticipantId:
        """The one who is not `who`."""
        return self.asked if who == self.asker else self.asker

    def other_name(self, who: ParticipantId) -> str:
        """The name of the one who is not `who`."""
        return self.asked_name if who == self.asker else self.asker_name


def pair(a: ParticipantId, b: ParticipantId) -> tuple[ParticipantId, ParticipantId]:
    """Two people in the one order in which a row holds them."""
    return (a, b) if a < b else (b, a)


def friendship_of(town: Town, friendship_id: int) -> Friendship:
    """A friendship of this town. Raises `Outdated`."""
    return _only(town, _all(town).where(friendships.c.friendship_id == friendship_id))


def locked_friendship(town: Town, friendship_id: int) -> Friendship:
    """The same, held until this unit of work ends: two taps must not both find it asked."""
    query = _all(town).where(friendships.c.friendship_id == friendship_id)
    return _only(town, query.with_for_update(of=friendships))


def between(town: Town, a: ParticipantId, b: ParticipantId) -> Friendship | None:
    """What is open between two people."""
    row = town.conn.execute(
        _all(town).where(_is_pair(a, b), friendships.c.state.in_(OPEN))
    ).one_or_none()
    return None if row is None else _friendship(row)


def declined_at(town: Town, asker: ParticipantId, asked: ParticipantId) -> TownTime | None:
    """When somebody last said no to somebody."""
    last = town.conn.scalar(
        select(func.max(friendships.c.until_town_s)).where(
            _is_pair(asker, asked),
            friendships.c.asker == asker,
            friendships.c.state == FriendshipState.DECLINED,
        )
    )
    return None if last is None else TownTime(last)


def of_person(town: Town, who: ParticipantId) -> list[Friendship]:
    """Everything open that somebody has a part in, by the other one's name."""
    rows = town.conn.execute(
        _all(town).where(
            or_(friendships.c.one == who, friendships.c.other == who),
            friendships.c.state.in_(OPEN),
        )
    )
    found = [_friendship(row) for row in rows]
    return sorted(found, key=lambda f: f.other_name(who).casefold())


def graph(town: Town, people: Iterable[ParticipantId], as_of: int) -> Graph:
    """Who of these people was whose friend at a town time. Nobody else's friends are told."""
    wanted = frozenset(people)
    query = select(friendships.c.one, friendships.c.other).where(
        friendships.c.workshop_id == town.workshop_id,
        friendships.c.since_town_s <= as_of,
        or_(friendships.c.until_town_s.is_(None), friendships.c.until_town_s > as_of),
    )
    if len(wanted) == 1:  # somebody looks at their own score: no need to read the whole town
        (only,) = wanted
        query = query.where(or_(friendships.c.one == only, friendships.c.other == only))
    rows = town.conn.execute(query)
    found: dict[ParticipantId, set[ParticipantId]] = {who: set() for who in wanted}
    for one, other in rows:
        for who, friend in ((one, other), (other, one)):
            if who in wanted:
                found[who].add(ParticipantId(friend))
    return {who: frozenset(friends) for who, friends in found.items()}


def graph_at(town: Town, people: Iterable[ParticipantId], as_of: int, mark: int) -> Graph:
    """The graph as the books held it when their newest fact was `mark`.

    What became known only later is not in it, be it dated earlier, as a newcomer's past is.
    """
    found: dict[ParticipantId, set[ParticipantId]] = {who: set() for who in people}
    rows = town.conn.execute(
        select(FACTS.c.participant_id, FACTS.c.counterpart, FACTS.c.kind)
        .where(
            FACTS.c.workshop_id == town.workshop_id,
            FACTS.c.participant_id.in_(list(found)),
            FACTS.c.kind.in_((ADDED, REMOVED)),
            FACTS.c.town_s <= as_of,
            FACTS.c.fact_id <= mark,
        )
        .order_by(FACTS.c.fact_id)
    )
    for who, friend, kind in rows:
        change = set.add if kind == ADDED else set.discard
        change(found[ParticipantId(who)], ParticipantId(friend))
    return {who: frozenset(friends) for who, friends in found.items()}


def _is_pair(a: ParticipantId, b: ParticipantId) -> ColumnElement[bool]:
    one, other = pair(a, b)
    return and_(friendships.c.one == one, friendships.c.other == other)


def _only(town: Town, query: Select[Any]) -> Friendship:
    row = town.conn.execute(query).one_or_none()
    if row is None:
        raise Outdated
    return _friendship(row)


def _all(town: Town) -> Select[Any]:
    one, other = PEOPLE.alias("a"), PEOPLE.alias("b")
    return (
        select(friendships, one.c.name.label("one_name"), other.c.name.label("other_name"))
        .join(one, one.c.participant_id == friendships.c.one)
        .join(other, other.c.participant_id == friendships.c.other)
        .where(friendships.c.workshop_id == town.workshop_id)
    )


def _friendship(row: Row[*tuple[Any, ...]]) -> Friendship:
    asked_by_one = row.asker == row.one
    ends = ((row.one, row.one_name), (row.other, row.other_name))
    (asker, asker_name), (asked, asked_name) = ends if asked_by_one else reversed(ends)
    return Friendship(
        friendship_id=row.friendship_id,
        asker=ParticipantId(asker),
        asker_name=asker_name,
        asked=ParticipantId(asked),
        asked_name=asked_name,
        state=FriendshipState(row.state),
        since=None if row.since_town_s is None else TownTime(row.since_town_s),
        until=None if row.until_town_s is None else TownTime(row.until_town_s),
    )
