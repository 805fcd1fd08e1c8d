"""How complaints look, to whoever complains and to whoever decides. Values in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, Turn
from bot.replies import Answer, Button, Message, Quote, Redraw, Say, To, ToFacilitator, say
from services.standing.complaints import About, ComplaintState, Opener

if TYPE_CHECKING:
    from bot.replies import Keyboard, Replies, Value
    from services.standing.complaints import (
        Book,
        Complaint,
        ComplaintConcerns,
        ComplaintEnded,
        ComplaintOpened,
        Finding,
        Opened,
    )


class Decide(CallbackData, prefix="cd"):
    """Uphold or dismiss a complaint."""

    number: Turn
    is_upheld: bool


class Concerns(CallbackData, prefix="ca"):
    """Say what a complaint of one's own is about."""

    number: Turn
    about: About


class ComplaintsPage(CallbackData, prefix="cp"):
    """Another page of the book."""

    page: Page


NO_WORDS = "—"


def complained(found: Opened) -> Replies:
    """A complaint stands in the book: its number, what was found, what happens next."""
    one = found.complaint
    if found.is_new:
        return (Message(say("complaints.complained", **_values(one)), keyboard=_asking(one)),)
    return (Message(say("complaints.complained_before", **_values(one), state=_state(one))),)


def concerned(one: Complaint) -> Replies:
    """A toast for the hand that said what it is about."""
    about = say(f"complaints.about_{one.about}")
    return (Answer(say("complaints.toast_about", number=one.number, about=about)),)


def mine(found: tuple[Complaint, ...]) -> Replies:
    """How to complain, and how one's own complaints stand."""
    lines = tuple(say("complaints.mine_line", **_values(one), state=_state(one)) for one in found)
    return (Message(say("complaints.mine", lines=lines or (say("complaints.none_yet"),))),)


def opened(event: ComplaintOpened) -> Replies:
    """Whoever decides hears of it; the person too, where the town itself complained."""
    one = event.complaint
    letter = _card(one, ToFacilitator())
    if one.opener is Opener.PERSON:
        return (letter,)
    text = say("complaints.opened_by_town", **_values(one))
    return (letter, Message(text, to=To(one.who)))


def ended(event: ComplaintEnded) -> Replies:
    """The person is told, with the words; the card shows it."""
    one = event.complaint
    key = f"complaints.told_{one.state}"
    if one.score_after is not None:
        key = "complaints.told_corrected"
    done = say(f"complaints.done_{one.about}")
    text = say(key, **_values(one), after=one.score_after or 0, done=done)
    return (Redraw(_place(one)), Message(text, to=To(one.who)))


def changed(event: ComplaintConcerns) -> Replies:
    """What it is about stands on the card."""
    return (Redraw(f"complaint:{event.complaint_id}"),)


def decided(one: Complaint) -> Replies:
    return (Answer(say(f"complaints.toast_{one.state}", number=one.number)),)


def book(found: Book) -> Replies:
    """How many there are, then a card for each of this page."""
    page, decided = found.page, found.page.total - found.waiting
    counts = {"waiting": found.waiting, "decided": decided, "pages": page.pages}
    text = say("complaints.book", **counts, page=page.number + 1)
    head = Message(text, keyboard=_turning(found))
    return (head, *(card(one) for one in page.items))


def card(one: Complaint) -> Message:
    """One complaint as whoever decides sees it, drawn again when it ends."""
    return _card(one)


def _card(one: Complaint, to: ToFacilitator | None = None) -> Message:
    is_open = one.state is ComplaintState.OPEN
    text = say(
        "complaints.card",
        **_values(one),
        name=one.name,
        state=_state(one),
        opener=say(f"complaints.opener_{one.opener}", name=one.name),
        hint=say("complaints.for_good") if is_open else say("complaints.ended"),
    )
    keyboard = _deciding(one) if is_open else ()
    if to is None:
        return Message(text, keyboard=keyboard, card=_place(one))
    return Message(text, to=to, keyboard=keyboard, card=_place(one))


def _deciding(one: Complaint) -> Keyboard:
    uphold = Button(say("complaints.uphold"), Decide(number=one.number, is_upheld=True))
    dismiss = Button(say("complaints.dismiss"), Decide(number=one.number, is_upheld=False))
    return ((uphold, dismiss),)


def _asking(one: Complaint) -> Keyboard:
    """What it is about, two in a row."""
    found = [
        Button(say(f"complaints.about_{what}"), Concerns(number=one.number, about=what))
        for what in About
    ]
    return (tuple(found[:2]), tuple(found[2:]))


def _turning(found: Book) -> Keyboard:
    row, page = [], found.page.number
    if page > 0:
        row.append(Button(say("complaints.newer"), ComplaintsPage(page=page - 1)))
    if page + 1 < found.page.pages:
        row.append(Button(say("complaints.older"), ComplaintsPage(page=page + 1)))
    return (tuple(row),) if row else ()


def _place(one: Complaint) -> str:
    return f"complaint:{one.complaint_id}"


def _values(one: Complaint) -> dict[str, Value]:
    return {
        "number": one.number,
        "title": one.title,
        "score": one.score,
        "at": one.opened,
        "about": say(f"complaints.about_{one.about}"),
        "finding": _finding(one.finding),
        "words": _quoted(one.words),
        "decision": _quoted(one.decided_words),
    }


def _state(one: Complaint) -> Say:
    if one.decided is None:
        return say("complaints.state_open")
    return say(f"complaints.state_{one.state}", at=one.decided, words=_quoted(one.decided_words))


def _quoted(words: str) -> Quote | str:
    return Quote(words) if words else NO_WORDS


def _finding(found: Finding | None) -> Say:
    if found is None:
        return say("complaints.finding_none")
    if found.agrees:
        return say("complaints.finding_agrees")
    if not found.where:
        return say("complaints.finding_secret")
    values = {"where": found.where, "expected": found.expected, "found": found.found}
    return say("complaints.finding_differs", **values)
