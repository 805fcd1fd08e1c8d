"""How complaints look, to whoever complains and to whoever decides. Values in, replies out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, MyListing, Page, Turn, Words, go, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    ToFacilitator,
    Value,
    grid,
    page_row,
    say,
)
from services.standing import complaints, listings
from services.standing.scores import FACTS_GONE


class Decide(CallbackData, prefix="cd"):
    number: Turn
    is_upheld: bool


class Concerns(CallbackData, prefix="ca"):
    number: Turn
    about: complaints.About


class File(CallbackData, prefix="oc1"):
    """Say that the score last given is wrong; what about it is asked next."""


class ShowCase(CallbackData, prefix="oc2"):
    """One's own."""

    number: Turn


class ComplaintsPage(CallbackData, prefix="cp"):
    page: Page


NO_WORDS = "—"


def complained(found: complaints.Opened) -> Replies:
    """It stands; what it is about is asked with keys, the likeliest first."""
    one = found.complaint
    ways = asking(one, found.matters) if one.state is complaints.ComplaintState.OPEN else ()
    if not found.is_new:
        text = say("complaints.complained_before", **_values(one), state=_state(one))
        return (Message(text, keyboard=ways if one.is_unsaid else ()),)
    key = "complaints.complained_unsaid" if one.is_unsaid else "complaints.complained"
    return (Message(say(key, **_values(one)), keyboard=ways),)


def concerned(one: complaints.Complaint) -> Replies:
    about = say(f"complaints.about_{one.about}")
    return (Answer(say("complaints.toast_about", number=one.number, about=about)),)


def own(found: tuple[tuple[complaints.Complaint, ...], list[listings.Listing]]) -> Replies:
    return mine(*found)


def contested(found: complaints.Opened) -> Replies:
    key = "listing.contested" if found.is_new else "listing.contested_before"
    return (Message(say(key, number=found.complaint.number)),)


def mine(
    found: tuple[complaints.Complaint, ...], entries: Iterable[listings.Listing] = ()
) -> Replies:
    """All of one's own, and the ways to another: a score, or an entry of a list."""
    lines = tuple(say("complaints.mine_line", **_values(one), state=_state(one)) for one in found)
    ways = [
        Button(say("complaints.show", number=one.number), ShowCase(number=one.number))
        for one in found
    ]
    listed = tuple(
        (
            Button(
                say("listing.mine", agency=say(f"lists.agency_{one.agency}")),
                MyListing(listing_id=one.listing_id),
            ),
        )
        for one in entries
    )
    keyboard = (*listed, (Button(say("complaints.file"), File()), go("correct")), *grid(ways, 2))
    return (screen(say("complaints.mine", lines=lines or (say("complaints.none_yet"),)), keyboard),)


def opened(event: complaints.ComplaintOpened) -> Replies:
    """Whoever decides hears of it; the person too, where the town itself complained."""
    one = event.complaint
    if one.forum is complaints.Forum.OMBUDSMAN and one.opener is complaints.Opener.PERSON:
        return ()  # the office hears of it, and nobody else
    letter = replace(card(one), to=ToFacilitator())
    if one.opener is complaints.Opener.PERSON:
        return (letter,)
    text = say("complaints.opened_by_town", **_values(one))
    told = Message(text, to=To(one.who))
    return (told,) if one.forum is complaints.Forum.OMBUDSMAN else (letter, told)


def ended(event: complaints.ComplaintEnded) -> Replies:
    one = event.complaint
    if one.forum is complaints.Forum.OMBUDSMAN:
        return (Redraw(f"case:{one.complaint_id}"), _ruled(one))
    if one.is_contest:
        text = say(f"complaints.told_contest_{one.state}", **_values(one))
        return (Redraw(_place(one)), Message(text, to=To(one.who)))
    key = f"complaints.told_{one.state}"
    if one.score_after is not None:
        key = "complaints.told_corrected"
    is_one = one.named and one.about is complaints.About.GUESS
    done = say("complaints.done_one_guess" if is_one else f"complaints.done_{one.about}")
    text = say(key, **_values(one), after=one.score_after or 0, done=done)
    return (Redraw(_place(one)), Message(text, to=To(one.who)))


def changed(event: complaints.ComplaintConcerns) -> Replies:
    return (Redraw(f"complaint:{event.complaint_id}"), Redraw(f"case:{event.complaint_id}"))


def decided(one: complaints.Complaint) -> Replies:
    return (Answer(say(f"complaints.toast_{one.state}", number=one.number)),)


def book(found: complaints.Book) -> Replies:
    page, decided = found.page, found.page.total - found.waiting
    counts = {"waiting": found.waiting, "decided": decided, "pages": page.pages}
    text = say("complaints.book", **counts, page=page.number + 1)
    newer, older = say("complaints.newer"), say("complaints.older")
    turning = page_row(ComplaintsPage, page, before=newer, after=older)
    return (Message(text, keyboard=turning), *(card(one) for one in page.items))


def card(one: complaints.Complaint) -> Message:
    """One complaint as whoever decides sees it, drawn again when it ends."""
    is_here = one.forum is not complaints.Forum.OMBUDSMAN
    is_open = one.state is complaints.ComplaintState.OPEN and is_here
    ending = "complaints.ended" if is_here else "complaints.with_ombudsman"
    text = say(
        "complaints.card",
        **_values(one),
        name=one.name,
        state=_state(one),
        opener=say(_opener(one), name=one.name),
        hint=say("complaints.for_good") if is_open else say(ending),
    )
    uphold = Button(say("complaints.uphold"), Decide(number=one.number, is_upheld=True))
    dismiss = Button(say("complaints.dismiss"), Decide(number=one.number, is_upheld=False))
    return Message(text, keyboard=((uphold, dismiss),) if is_open else (), card=_place(one))


def _opener(one: complaints.Complaint) -> str:
    return "complaints.opener_contest" if one.is_contest else f"complaints.opener_{one.opener}"


def asking(one: complaints.Complaint, matters: Iterable[complaints.About]) -> Keyboard:
    """What is it about? The likeliest has a row of its own."""
    each = {
        what: Button(say(f"complaints.about_{what}"), Concerns(number=one.number, about=what))
        for what in complaints.About
    }
    found = [each[matter] for matter in matters]
    words = Button(say("case.add"), AskWords(what=Words.CASE, about=f"{one.number} add"))
    return (*grid(found[:1], 1), *grid(found[1:], 2), (words,))


def _ruled(one: complaints.Complaint) -> Message:
    """The decision of the ombudsman, to whom it is about: ground, provision, and what follows."""
    ground = complaints.reasons()[one.ground]
    kinds = dict.fromkeys(order.kind for order in one.orders)
    named = tuple(say("case.order_named", order=say(f"case.order_{kind}")) for kind in kinds)
    orders = named or (say("case.no_orders"),)
    upheld = one.state is complaints.ComplaintState.UPHELD
    text = say(
        "case.told_upheld" if upheld else "case.told_dismissed",
        number=one.number,
        ground=ground.title,
        provision=ground.provision,
        by=say(f"case.by_{one.decided_by}"),
        signers=signed_by(one.decided_by, one.signers),
        decision=Quote(one.decided_words) if one.decided_words else "",
        orders=orders,
        remedy=ground.remedy or "",
    )
    show = Button(say("complaints.show", number=one.number), ShowCase(number=one.number))
    return Message(text, to=To(one.who), keyboard=((show,),))


def signed_by(by: complaints.DecidedBy, signers: int) -> Say:
    """How many signed, said as it is."""
    if by is complaints.DecidedBy.RULES:
        return say("case.signed_rules")
    return say("case.signed_two" if signers > 1 else "case.signed_one")


def _place(one: complaints.Complaint) -> str:
    return f"complaint:{one.complaint_id}"


def _values(one: complaints.Complaint) -> dict[str, Value]:
    return {
        "number": one.number,
        "title": one.title,
        "score": one.score,
        "at": one.opened,
        "about": say(f"complaints.about_{one.about}"),
        "finding": finding(one.finding),
        "next": say(f"complaints.next_{one.forum}"),
        "due": _due(one),
        "words": _quoted(one.words),
        "decision": _quoted(one.decided_words),
    }


def _due(one: complaints.Complaint) -> Say:
    """By when an answer is due, by which clock; or that nobody knows while it stands still."""
    clock = one.clock
    if clock is None:
        return say("nothing")
    if clock.due is None:
        return say("clock.stopped", clock=clock.title)
    key = "clock.was_due" if clock.is_overdue else "clock.due"
    return say(key, clock=clock.title, due=clock.due)


def _state(one: complaints.Complaint) -> Say:
    if one.decided is None:
        return say("complaints.state_open", due=_due(one))
    return say(f"complaints.state_{one.state}", at=one.decided, words=_quoted(one.decided_words))


def _quoted(words: str) -> Quote | str:
    return Quote(words) if words else NO_WORDS


def finding(found: complaints.Finding | None) -> Say:
    if found is None:
        return say("complaints.finding_none")
    if found.agrees:
        return say("complaints.finding_agrees")
    if found.where == FACTS_GONE:
        return say("complaints.finding_gone")
    if not found.where:
        return say("complaints.finding_secret")
    values = {"where": found.where, "expected": found.expected, "found": found.found}
    return say("complaints.finding_differs", **values)
