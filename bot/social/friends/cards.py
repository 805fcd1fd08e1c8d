"""How asking, answering and ending look, and what a newcomer is told. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.replies import Answer, Button, Message, Priority, Redraw, To, say
from bot.social.friends.views import Reply, family, in_a_line
from services.social.friends import FriendshipState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.replies import Keyboard, Replies, Say
    from services.social.friends import (
        AskWithdrawn,
        Befriended,
        FriendAsked,
        FriendDeclined,
        Friendship,
        KnownHere,
    )
    from services.social.kin import KinArrived

# A friendship that has ended looks on its card as it did before: nobody is told of an end.
_CARD: Mapping[FriendshipState, str] = {
    FriendshipState.ASKED: "friends.was_asked",
    FriendshipState.FRIENDS: "friends.card_friends",
    FriendshipState.ENDED: "friends.card_friends",
    FriendshipState.DECLINED: "friends.card_declined",
    FriendshipState.WITHDRAWN: "friends.card_withdrawn",
}


def card(friendship: Friendship) -> Message:
    """The card of the one who was asked, as it stands now."""
    number = friendship.friendship_id
    keyboard: Keyboard = ()
    if friendship.state == FriendshipState.ASKED:
        yes, no = (Reply(friendship_id=number, yes=is_yes) for is_yes in (True, False))
        keyboard = ((Button(say("friends.yes"), yes), Button(say("friends.no"), no)),)
    return Message(
        say(_CARD[friendship.state], name=friendship.asker_name),
        to=To(friendship.asked),
        keyboard=keyboard,
        priority=Priority.CHAT,
        card=f"friend:{number}",
    )


def was_asked(event: FriendAsked) -> Replies:
    """Somebody would like to be a friend: yes or no."""
    return (card(event.friendship),)


def asked(friendship: Friendship) -> Replies:
    """A toast for whoever pressed the button."""
    return (Answer(_asked(friendship)),)


def asked_by_words(friendship: Friendship) -> Replies:
    """A line for whoever typed it."""
    return (Message(_asked(friendship)),)


def replied(friendship: Friendship) -> Replies:
    """A toast; the card itself changes as well."""
    key = "friends.accepted" if friendship.state == FriendshipState.FRIENDS else "friends.declined"
    return (Answer(say(key, name=friendship.asker_name)),)


def befriended(event: Befriended) -> Replies:
    """The one who asked hears of a yes."""
    text = say("friends.befriended", name=event.friendship.asked_name)
    to = To(event.friendship.asker)
    return (Message(text, to=to, priority=Priority.CHAT), *settled(event))


def settled(event: FriendDeclined | AskWithdrawn | Befriended) -> Replies:
    """The card of the one who was asked loses its buttons; nobody is told of a no."""
    return (Redraw(f"friend:{event.friendship.friendship_id}"),)


def ended(friendship: Friendship) -> Replies:
    """A toast for the one who ended it."""
    return (Answer(_ended(friendship)),)


def ended_by_words(friendship: Friendship) -> Replies:
    """A line for whoever typed it."""
    return (Message(_ended(friendship)),)


def known_here(event: KnownHere) -> Replies:
    """One message for a newcomer: whom they know already."""
    parts: list[Say] = []
    if event.family:
        parts.append(family(event.family))
    if event.friends:
        parts.append(say("friends.first", names=in_a_line(event.friends)))
    if not parts:
        return ()
    return (Message(say("friends.page", parts=tuple(parts)), to=To(event.who)),)


def kin_arrived(event: KinArrived) -> Replies:
    """One line for the relative of a newcomer."""
    text = say(f"friends.arrived_{event.relation}", name=event.newcomer_name)
    return (Message(text, to=To(event.who), priority=Priority.CHAT),)


def _asked(friendship: Friendship) -> Say:
    """Who asks somebody that had asked first is friends at once."""
    if friendship.state == FriendshipState.FRIENDS:
        return say("friends.accepted", name=friendship.asker_name)
    return say("friends.asked", name=friendship.asked_name)


def _ended(friendship: Friendship) -> Say:
    was_alive = friendship.state == FriendshipState.ENDED
    return say("friends.ended" if was_alive else "friends.taken_back")
