"""Asking, accepting, declining, ending. Either may end a friendship; only the asked may answer.

Doing twice is doing once: the second time finds what the first has made of it and changes nothing.
"""

from __future__ import annotations

from services.kernel.errors import Outdated, Retryable, RuleError
from services.kernel.schema import change_row, insert_new
from services.kernel.time import DAY_S, Moment, TownTime
from services.kernel.town import ParticipantId, Town
from services.people import blocks
from services.people.facts import Fact, record
from services.people.identity import Neighbour, by_id, by_name
from services.social.friends.records import (
    ADDED,
    OPEN,
    REMOVED,
    AskWithdrawn,
    Befriended,
    FriendAsked,
    FriendDeclined,
    Friendship,
    FriendshipState,
    Unfriended,
    between,
    declined_at,
    friendship_of,
    of_person,
)
from services.social.friends.tables import friendships


class FriendToSelf(RuleError):
    """Everybody is their own friend already."""


class AlreadyFriends(RuleError):
    """The two are friends. Field: `name`."""


class AskedBefore(RuleError):
    """The other one declined a short while ago. Fields: `name`, `again` (when one may ask)."""


class TooManyAsked(RuleError):
    """As many as `limit` people have not answered yet."""


class NotFriends(RuleError):
    """There is no friendship to end. Field: `name`."""


ASKED_MAX = 10  # unanswered at a time, so that nobody writes to the whole town
ASK_AGAIN_S = DAY_S


def ask(town: Town, name: str) -> Friendship:
    """Ask somebody by name to be a friend; whoever asked first is accepted by asking back.

    Raises `NobodyOfThatName`, `FriendToSelf`, `AlreadyFriends`, `AskedBefore`, `TooManyAsked`.
    """
    return _ask(town, by_name(town, name))


def ask_neighbour(town: Town, participant_id: str) -> Friendship:
    """The same by the button under a person. Raises what `ask` raises."""
    return _ask(town, by_id(town, participant_id))


def accept(town: Town, friendship_id: int) -> Friendship:
    """Say yes. Raises `Outdated` for others, and when there is nothing to say yes to any more."""
    friendship = _asked_of_me(town, friendship_id, FriendshipState.FRIENDS)
    if friendship.state == FriendshipState.FRIENDS:
        return friendship
    friends = _change(town, friendship, FriendshipState.FRIENDS, since_town_s=town.now)
    _tell_facts(town, friends, ADDED)
    town.emit(Befriended(friends))
    return friends


def decline(town: Town, friendship_id: int) -> Friendship:
    """Say no. The asker is not told. Raises `Outdated` for others and after a yes."""
    friendship = _asked_of_me(town, friendship_id, FriendshipState.DECLINED)
    if friendship.state == FriendshipState.DECLINED:
        return friendship
    declined = _change(town, friendship, FriendshipState.DECLINED, until_town_s=town.now)
    town.emit(FriendDeclined(declined))
    return declined


def unfriend(town: Town, friendship_id: int) -> Friendship:
    """End a friendship, or take back what one has asked. The other one is not told.

    Raises `Outdated` for whoever is not one of the two.
    """
    friendship = friendship_of(town, friendship_id, lock=True)
    me = town.actor.pid
    if me not in {friendship.asker, friendship.asked}:
        raise Outdated
    if friendship.state not in OPEN:
        return friendship
    if friendship.state == FriendshipState.ASKED:
        return _take_back(town, friendship)
    ended = _change(town, friendship, FriendshipState.ENDED, until_town_s=town.now)
    _tell_facts(town, ended, REMOVED)
    town.emit(Unfriended(ended, me))
    return ended


def unfriend_by_name(town: Town, name: str) -> Friendship:
    """The same by name. Raises `NobodyOfThatName`, `NotFriends`."""
    other = by_name(town, name)
    friendship = between(town, town.actor.pid, other.participant_id)
    if friendship is None:
        raise NotFriends(name=other.name)
    return unfriend(town, friendship.friendship_id)


def acquaint(town: Town, a: ParticipantId, b: ParticipantId) -> bool:
    """Let two people have been friends since now, as part of their past. Nobody is told.

    True when they were not friends before.
    """
    is_new = _insert(town, a, b, state=FriendshipState.FRIENDS, since_town_s=town.now)
    friendship = between(town, a, b)
    if is_new and friendship is not None:
        _tell_facts(town, friendship, ADDED)
    return is_new


def _ask(town: Town, other: Neighbour) -> Friendship:
    me, them = town.actor.pid, other.participant_id
    if me == them:
        raise FriendToSelf
    blocks.require_open(town, them)
    if between(town, me, them) is None:
        _may_ask(town, other)
    is_new = _insert(town, me, them, state=FriendshipState.ASKED)
    friendship = between(town, me, them)
    if friendship is None:
        raise Retryable  # it was answered with a no between the two statements
    if is_new:
        town.emit(FriendAsked(friendship))
        return friendship
    if friendship.state == FriendshipState.FRIENDS:
        raise AlreadyFriends(name=other.name)
    if friendship.asker == me:
        return friendship
    return accept(town, friendship.friendship_id)


def _may_ask(town: Town, other: Neighbour) -> None:
    me = town.actor.pid
    declined = declined_at(town, me, other.participant_id)
    if declined is not None and declined + ASK_AGAIN_S > town.now:
        raise AskedBefore(name=other.name, again=Moment(declined + ASK_AGAIN_S))
    mine = of_person(town, me)
    if sum(f.state == FriendshipState.ASKED and f.asker == me for f in mine) >= ASKED_MAX:
        raise TooManyAsked(limit=ASKED_MAX)


def _insert(town: Town, asker: ParticipantId, asked: ParticipantId, **values: int | str) -> bool:
    one, other = sorted((asker, asked))
    return insert_new(
        town.conn,
        friendships,
        workshop_id=town.workshop_id,
        one=one,
        other=other,
        asker=asker,
        asked_town_s=town.now,
        **values,
    )


def _asked_of_me(town: Town, friendship_id: int, wanted: FriendshipState) -> Friendship:
    """One that waits for the actor's answer, or was answered so before. Raises `Outdated`."""
    friendship = friendship_of(town, friendship_id, lock=True)
    waits = friendship.state in {FriendshipState.ASKED, wanted}
    if friendship.asked != town.actor.pid or not waits:
        raise Outdated
    return friendship


def _change(
    town: Town, friendship: Friendship, state: FriendshipState, **when: TownTime
) -> Friendship:
    change_row(town.conn, friendships, friendship.friendship_id, state=state, **when)
    return friendship_of(town, friendship.friendship_id)


def _take_back(town: Town, friendship: Friendship) -> Friendship:
    if friendship.asker != town.actor.pid:
        return decline(town, friendship.friendship_id)
    withdrawn = _change(town, friendship, FriendshipState.WITHDRAWN, until_town_s=town.now)
    town.emit(AskWithdrawn(withdrawn))
    return withdrawn


def _tell_facts(town: Town, friendship: Friendship, kind: str) -> None:
    key = f"{kind}:{friendship.friendship_id}"
    ends = (friendship.asker, friendship.asked), (friendship.asked, friendship.asker)
    record(town, *(Fact(who, kind, counterpart=friend, key=f"{key}:{who}") for who, friend in ends))
