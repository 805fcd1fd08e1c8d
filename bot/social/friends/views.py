"""How one's circle, the directory and a person look. Pure: results in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, RowId
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    Message,
    grid,
    say,
)
from services.social.friends import FriendshipState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.replies import Keyboard, Replies, Say
    from services.kernel import paging
    from services.people.identity import Directory, Neighbour
    from services.social.calls import Call
    from services.social.friends import Acquaintance, Circle, Friendship
    from services.social.kin import Relative


class CirclePage(CallbackData, prefix="fr"):
    """Another page of one's friends."""

    page: Page


class TownPage(CallbackData, prefix="fp"):
    """A page of the directory."""

    page: Page


class Meet(CallbackData, prefix="fm"):
    """One person."""

    who: str


class Reach(CallbackData, prefix="fc"):
    """Call that person."""

    who: str


class Ask(CallbackData, prefix="fq"):
    """Ask that person to be a friend."""

    who: str


class Reply(CallbackData, prefix="fy"):
    """Say yes or no to somebody who asked."""

    friendship_id: RowId
    yes: bool


class End(CallbackData, prefix="fe"):
    """End a friendship, or take back what one asked."""

    friendship_id: RowId


IN_A_ROW = 3
QUESTIONS_SHOWN = 5  # each takes a row of buttons


def circle(found: Circle) -> Replies:
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
        *_turning(found.friends, CirclePage),
        (Button(say("friends.everybody"), TownPage(page=0)),),
    )
    return (Message(say("friends.page", parts=tuple(parts)), keyboard=keyboard),)


def directory(page: Directory) -> Replies:
    """Everybody as a button; more pages where they do not fit on one."""
    if not page.items:
        return (Message(say("friends.alone")),)
    keyboard = grid([_face(neighbour) for neighbour in page.items], IN_A_ROW)
    keyboard = (*keyboard, *_turning(page, TownPage))
    return (Message(say("friends.directory", total=page.total), keyboard=keyboard),)


def person(found: Acquaintance) -> Replies:
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


def called(call: Call) -> Replies:
    """The call itself tells the rest."""
    return (Answer(say("friends.calling", name=call.callee_name)),)


def question(friendship: Friendship) -> tuple[Button, ...]:
    number, name = friendship.friendship_id, friendship.asker_name
    return (
        Button(say("friends.yes_to", name=name), Reply(friendship_id=number, yes=True)),
        Button(say("friends.no"), Reply(friendship_id=number, yes=False)),
    )


def family(relatives: tuple[Relative, ...]) -> Say:
    lines = tuple(say(f"friends.kin_{kin.relation}", name=kin.name) for kin in relatives)
    return say("friends.family", family=lines)


def in_a_line(names: Sequence[str]) -> str:
    """Names in the manner of both languages."""
    return " · ".join(names)


def _between(found: Acquaintance) -> tuple[Button, ...]:
    """What may be done about a friendship with this person."""
    friendship = found.friendship
    if friendship is None:
        return (Button(say("friends.ask"), Ask(who=found.neighbour.participant_id)),)
    if friendship.state == FriendshipState.ASKED and friendship.asked == found.me:
        return question(friendship)
    key = "friends.end" if friendship.state == FriendshipState.FRIENDS else "friends.take_back"
    return (Button(say(key), End(friendship_id=friendship.friendship_id)),)


def _friend(found: Circle, friendship: Friendship) -> Button:
    name = friendship.other_name(found.me)
    return Button(say("friends.friend", name=name), Meet(who=friendship.other(found.me)))


def _face(neighbour: Neighbour) -> Button:
    label = say("friends.face", name=neighbour.name, trade=neighbour.trade)
    return Button(label, Meet(who=neighbour.participant_id))


def _turning(shown: paging.Page[Any], turn: type[CirclePage | TownPage]) -> Keyboard:
    if shown.pages == 1:
        return ()
    label = say("friends.next_page", page=shown.following + 1, pages=shown.pages)
    return ((Button(label, turn(page=shown.following)),),)
