"""Friendships as they are kept and as the two see them, what they tell, and the graph of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from services.kernel.schema import AnyRow, live_row
from services.kernel.time import TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.people.facts import FACTS
from services.people.identity import with_names
from services.social.friends.standing import Graph
from services.social.friends.tables import friendships
from services.social.kin import Relative

ASKED_BY_NAME_MAX = 100  # beyond it the whole town is read at once


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

    def other(self, who: ParticipantId) -> ParticipantId:
        """The one who is not `who`."""
        return self.asked if who == self.asker else self.asker

    def other_name(self, who: ParticipantId) -> str:
        """The name of the one who is not `who`."""
        return self.asked_name if who == self.asker else self.asker_name


# Nobody is told of a refusal, nor of an end: it is found out, as in life.


@dataclass(frozen=True, slots=True)
class OfFriendship(Event):
    """What became of a friendship, as it stands afterwards."""

    friendship: Friendship


class FriendAsked(OfFriendship):
    """Somebody would like to be somebody's friend."""


class Befriended(OfFriendship):
    """The one who was asked agreed."""


class FriendDeclined(OfFriendship):
    """The one who was asked said no; only their own card changes."""


class AskWithdrawn(OfFriendship):
    """The one who asked thought better of it; only the card of the asked one changes."""


@dataclass(frozen=True, slots=True)
class Unfriended(OfFriendship):
    """A friendship ended by the wish of one of the two."""

    by: ParticipantId


@dataclass(frozen=True, slots=True)
class KnownHere(Event):
    """Whom a newcomer knows from the start: friends by name, relatives with what they are."""

    who: ParticipantId
    friends: tuple[str, ...]
    family: tuple[Relative, ...]


def friendship_of(town: Town, friendship_id: int, *, lock: bool = False) -> Friendship:
    """A friendship of this town. Raises `Outdated`.

    Locked it is held until this unit of work ends: two taps must not both find it asked.
    """
    query = _all(town).where(friendships.c.friendship_id == friendship_id)
    row = live_row(town.conn, query.with_for_update(of=friendships) if lock else query)
    return _friendship(row)


def between(town: Town, a: ParticipantId, b: ParticipantId) -> Friendship | None:
    """What is open between two people."""
    row = town.conn.execute(
        _all(town).where(_is_pair(a, b), friendships.c.state.in_(OPEN))
    ).one_or_none()
    return None if row is None else _friendship(row)


def declined_at(town: Town, asker: ParticipantId, asked: ParticipantId) -> TownTime | None:
    """When somebody last said no to somebody."""
    last: TownTime | None = town.conn.scalar(
        select(func.max(friendships.c.until_town_s)).where(
            _is_pair(asker, asked),
            friendships.c.asker == asker,
            friendships.c.state == FriendshipState.DECLINED,
        )
    )
    return last


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
    if len(wanted) <= ASKED_BY_NAME_MAX:
        query = query.where(or_(friendships.c.one.in_(wanted), friendships.c.other.in_(wanted)))
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
    one, other = sorted((a, b))  # as a row holds them
    return and_(friendships.c.one == one, friendships.c.other == other)


def _all(town: Town) -> Select[Any]:
    one, other, asker = friendships.c.one, friendships.c.other, friendships.c.asker
    asked = case((asker == one, other), else_=one)
    query = select(friendships, asked.label("asked"))
    query = with_names(query, asker=asker, asked=asked)
    return query.where(friendships.c.workshop_id == town.workshop_id)


def _friendship(row: AnyRow) -> Friendship:
    return Friendship(
        friendship_id=row.friendship_id,
        asker=row.asker,
        asker_name=row.asker_name,
        asked=row.asked,
        asked_name=row.asked_name,
        state=FriendshipState(row.state),
        since=row.since_town_s,
        until=row.until_town_s,
    )
