"""How friends, the directory and a person look, and how asking and ending does. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, RowId
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
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
from services.people import identity
from services.social import calls, friends, kin
from services.social.friends import FriendshipState


class CirclePage(CallbackData, prefix="fr"):
    page: Page


class TownPage(CallbackData, prefix="fp"):
    page: Page


class Meet(CallbackData, prefix="fm"):
    who: str


class Reach(CallbackData, prefix="fc"):
    who: str


class Ask(CallbackData, prefix="fq"):
    who: str


class Reply(CallbackData, prefix="fy"):
    friendship_id: RowId
    yes: bool


class End(CallbackData, prefix="fe"):
    """End a friendship, or take back what one asked."""

    friendship_id: RowId


IN_A_ROW = 3
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
        parts.append(say("friends.waiting", names=in_a_line(waiting)))
    key = "friends.count" if found.counts else "friends.outlawed"
    parts.append(say(key, evidence=say("provenance.contested")))
    keyboard: Keyboard = (
        *(question(friendship) for friendship in found.asked_me[:QUESTIONS_SHOWN]),
        *grid([_friend(found, friendship) for friendship in found.friends.items], IN_A_ROW),
        *next_page("friends.next_page", CirclePage, found.friends),
        (Button(say("friends.everybody"), TownPage(page=0)),),
    )
    return (Message(say("friends.page", parts=tuple(parts)), keyboard=keyboard),)


def directory(page: identity.Directory) -> Replies:
    if not page.items:
        return (Message(say("friends.alone")),)
    keyboard = grid([_face(neighbour) for neighbour in page.items], IN_A_ROW)
    turning = next_page("friends.next_page", TownPage, page)
    text = say("friends.directory", total=page.total)
    return (Message(text, keyboard=(*keyboard, *turning)),)


def person(found: friends.Acquaintance) -> Replies:
    """One person, what they are to the asker, and the ways to reach them."""
    who, name = found.neighbour.participant_id, found.neighbour.name
    if who == found.me:
        return (Message(say("friends.yourself")),)
    parts = [say("friends.person", name=name, trade=found.neighbour.trade)]
    if found.kin is not None:
        parts.append(say(f"friends.is_your_{found.kin.relation}"))
    if found.friendship is not None and found.friendship.state == FriendshipState.FRIENDS:
        parts.append(say("friends.is_your_friend"))
    parts.append(say("friends.by_words", name=name))
    keyboard: Keyboard = (
        (Button(say("friends.call"), Reach(who=who)),),
        (
            CopyTextButton(say("friends.write"), f"/msg {name} "),
            CopyTextButton(say("friends.pay"), f"/pay {name} 8.88"),
        ),
        _between(found),
    )
    return (Message(say("friends.page", parts=tuple(parts)), keyboard=keyboard),)


def called(call: calls.Call) -> Replies:
    return (Answer(say("friends.calling", name=call.callee_name)),)


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
        parts.append(say("friends.first", names=in_a_line(event.friends)))
    if not parts:
        return ()
    return (Message(say("friends.page", parts=tuple(parts)), to=To(event.who)),)


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


def in_a_line(names: Sequence[str]) -> str:
    """Names in the manner of both languages."""
    return " · ".join(names)


def _between(found: friends.Acquaintance) -> tuple[Button, ...]:
    friendship = found.friendship
    if friendship is None:
        return (Button(say("friends.ask"), Ask(who=found.neighbour.participant_id)),)
    if friendship.state == FriendshipState.ASKED and friendship.asked == found.me:
        return question(friendship)
    key = "friends.end" if friendship.state == FriendshipState.FRIENDS else "friends.take_back"
    return (Button(say(key), End(friendship_id=friendship.friendship_id)),)


def _friend(found: friends.Circle, friendship: friends.Friendship) -> Button:
    name = friendship.other_name(found.me)
    return Button(say("friends.friend", name=name), Meet(who=friendship.other(found.me)))


def _face(neighbour: identity.Neighbour) -> Button:
    label = say("friends.face", name=neighbour.name, trade=neighbour.trade)
    return Button(label, Meet(who=neighbour.participant_id))
