"""How messages and the directory look."""

from __future__ import annotations

from bot.messaging.callbacks import FriendsPage, Meet, Reach
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Lane,
    Message,
    Replies,
    To,
    TypeButton,
    say,
)
from services.calls import Call
from services.messaging import Directory, MessageSent, Sent
from services.people import Neighbour

IN_A_ROW = 3


def sent(receipt: Sent) -> Replies:
    """One short line, so that the sender knows whom it reached."""
    return (Message(say("messaging.sent", name=receipt.receiver_name)),)


def received(event: MessageSent) -> Replies:
    """The words, and how to answer."""
    text = say("messaging.received", name=event.sender_name, text=event.text)
    answer = TypeButton(say("messaging.answer"), f"/msg {event.sender_name} ")
    return (Message(text, to=To(event.receiver), keyboard=((answer,),), lane=Lane.CHAT),)


def directory(page: Directory) -> Replies:
    """Everybody as a button; more pages where they do not fit on one."""
    text = say("messaging.directory", total=page.total)
    if not page.people:
        return (Message(say("messaging.alone")),)
    faces = [_face(neighbour) for neighbour in page.people]
    rows = tuple(tuple(faces[start : start + IN_A_ROW]) for start in range(0, len(faces), IN_A_ROW))
    return (Message(text, keyboard=(*rows, *_turning(page))),)


def person(neighbour: Neighbour) -> Replies:
    """One person and the ways to reach them."""
    name = neighbour.name
    text = say("messaging.person", name=name, trade=neighbour.trade)
    keyboard: Keyboard = (
        (Button(say("messaging.call"), Reach(who=neighbour.participant_id)),),
        (
            TypeButton(say("messaging.write"), f"/msg {name} "),
            TypeButton(say("messaging.pay"), f"/pay {name} 8.88"),
        ),
    )
    return (Message(text, keyboard=keyboard),)


def called(call: Call) -> Replies:
    """The call itself tells the rest."""
    return (Answer(say("messaging.calling", name=call.callee_name)),)


def _face(neighbour: Neighbour) -> Button:
    label = say("messaging.face", name=neighbour.name, trade=neighbour.trade)
    return Button(label, Meet(who=neighbour.participant_id))


def _turning(page: Directory) -> Keyboard:
    if page.pages == 1:
        return ()
    following = (page.page + 1) % page.pages
    label = say("messaging.next_page", page=following + 1, pages=page.pages)
    return ((Button(label, FriendsPage(page=following)),),)
