"""How friends and the directory look, and how asking and ending does. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, Page, PersonCard, RowId, Whom, go, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Redraw,
    Replies,
    Say,
    To,
    grid,
    next_page,
    say,
)
from services.kernel.town import ParticipantId
from services.people import identity
from services.social import friends, kin
from services.social.friends import FriendshipState


class CirclePage(CallbackData, prefix="fr"):
    page: Page


class TownPage(CallbackData, prefix="fp"):
    page: Page


class Ask(CallbackData, prefix="fq"):
    who: Whom


class Reply(CallbackData, prefix="fy"):
    friendship_id: RowId
    yes: bool


class End(CallbackData, prefix="fe"):
    """End a friendship, or take back what one asked."""

    friendship_id: RowId


EVERYBODY = Button(say("friends.everybody"), TownPage(page=0))
IN_A_ROW = 2
QUESTIONS_SHOWN = 5  # each takes a row of buttons
# A friendship that has ended looks on its card as it did before: nobody is told of an end.
_CARD: Mapping[FriendshipState, str] = {
    FriendshipState.ASKED: "friends.was_asked",
    FriendshipState.FRIENDS: "friends.card_friends",
    FriendshipState.ENDED: "friends.card_friends",
    FriendshipState.DECLINED: "friends.card_declined",
    FriendshipState.WITHDRAWN: "friends.card_withdrawn",
}


def circle(found: friends.Circle) -> Replies:
    """Friends first; the whole town is one button further."""
    total = found.friends.total
    parts = [say("friends.circle", count=total) if total else say("friends.none")]
    if found.family:
        parts.append(family(found.family))
    if found.asked_by_me:
        waiting = [friendship.asked_name for friendship in found.asked_by_me]
        parts.append(say("friends.waiting", names=waiting))
    key = "friends.count" if found.counts else "friends.outlawed"
    parts.append(say(key))
    faces = {one.participant_id: one.name for one in found.family}
    faces |= {one.other(found.me): one.other_name(found.me) for one in found.friends.items}
    keyboard: Keyboard = (
        *(question(friendship) for friendship in found.asked_me[:QUESTIONS_SHOWN]),
        *grid([_face(name, who) for who, name in faces.items()], IN_A_ROW),
        *next_page(CirclePage, found.friends),
        (EVERYBODY,),
    )
    return (screen(say("as_is", what=tuple(parts)), keyboard),)


def directory(page: identity.Directory) -> Replies:
    if not page.items:
        return (screen(say("friends.alone")),)
    faces = [_face(one.name, one.participant_id) for one in page.items]
    keyboard = grid(faces, IN_A_ROW)
    turning = next_page(TownPage, page)
    text = say("friends.directory", total=page.total, page=page.number + 1, pages=page.pages)
    return (screen(text, (*keyboard, *turning), back=Go(command="friends")),)


def card(friendship: friends.Friendship) -> Message:
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
        talk=f"p:{friendship.asker}",
    )


def was_asked(event: friends.FriendAsked) -> Replies:
    return (card(event.friendship),)


def asked(friendship: friends.Friendship) -> Replies:
    """Who asks somebody that had asked first is friends at once."""
    if friendship.state == FriendshipState.FRIENDS:
        return replied(friendship)
    return (Answer(say("friends.asked", name=friendship.asked_name)),)


def replied(friendship: friends.Friendship) -> Replies:
    key = "friends.accepted" if friendship.state == FriendshipState.FRIENDS else "friends.declined"
    return (Answer(say(key, name=friendship.asker_name)),)


def befriended(event: friends.Befriended) -> Replies:
    text = say("friends.befriended", name=event.friendship.asked_name)
    to = To(event.friendship.asker)
    return (Message(text, to=to, priority=Priority.CHAT), *settled(event))


def settled(
    event: friends.FriendDeclined | friends.AskWithdrawn | friends.Befriended,
) -> Replies:
    """The card of the one who was asked loses its buttons; nobody is told of a no."""
    return (Redraw(f"friend:{event.friendship.friendship_id}"),)


def ended(friendship: friends.Friendship) -> Replies:
    was_alive = friendship.state == FriendshipState.ENDED
    return (Answer(say("friends.ended" if was_alive else "friends.taken_back")),)


def known_here(event: friends.KnownHere) -> Replies:
    parts: list[Say] = []
    if event.family:
        parts.append(family(event.family))
    if event.friends:
        parts.append(say("friends.first", names=list(event.friends)))
    if not parts:
        return ()
    faces = [_face(one.name, one.participant_id) for one in event.family]
    keyboard = (*grid(faces, IN_A_ROW), (go("friends"),))
    return (Message(say("as_is", what=tuple(parts)), to=To(event.who), keyboard=keyboard),)


def kin_arrived(event: kin.KinArrived) -> Replies:
    text = say(f"friends.arrived_{event.relation}", name=event.newcomer_name)
    return (Message(text, to=To(event.who), priority=Priority.CHAT),)


def question(friendship: friends.Friendship) -> tuple[Button, ...]:
    number, name = friendship.friendship_id, friendship.asker_name
    return (
        Button(say("friends.yes_to", name=name), Reply(friendship_id=number, yes=True)),
        Button(say("friends.no"), Reply(friendship_id=number, yes=False)),
    )


def family(relatives: tuple[kin.Relative, ...]) -> Say:
    lines = tuple(say(f"friends.kin_{one.relation}", name=one.name) for one in relatives)
    return say("friends.family", family=lines)


def between(me: str, who: str, friendship: friends.Friendship | None) -> tuple[Button, ...]:
    """What one may do about a friendship, on the card of the other one."""
    if friendship is None:
        return (Button(say("friends.ask"), Ask(who=who)),)
    if friendship.state == FriendshipState.ASKED and friendship.asked == me:
        return question(friendship)
    key = "friends.end" if friendship.state == FriendshipState.FRIENDS else "friends.take_back"
    return (Button(say(key), End(friendship_id=friendship.friendship_id)),)


def _face(name: str, who: ParticipantId) -> Button:
    return Button(say("as_is", what=name), PersonCard(who=who))
