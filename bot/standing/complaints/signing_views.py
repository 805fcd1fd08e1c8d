"""A decision that waits for a second signature, to whoever may sign it and whoever drafted it."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Turn, Words
from bot.replies import Button, Keyboard, Message, Redraw, Replies, Say, To, say
from bot.standing.complaints.case_views import case_order, case_words
from services.standing import ombudsman
from services.standing.complaints import Complaint
from services.standing.ombudsman import CaseFile, CasePage, Drafted


class Choose(CallbackData, prefix="oc7"):
    number: Turn


class SignIt(CallbackData, prefix="ock"):
    """What another of the office has drafted."""

    number: Turn


def is_heard(found: CaseFile) -> bool:
    """Whether both sides are being heard: no decision before the end of it."""
    return found.hearing is not None and found.hearing.turn is not None


def still_heard(found: CaseFile) -> Say:
    return say("case.still_heard") if is_heard(found) else say("nothing")


def ends(found: CasePage) -> Keyboard:
    """To decide; or, while a decision waits for a second signature, to sign it or send it back."""
    number, waits = found.complaint.number, found.drafted
    if is_heard(found.file):
        return ()
    if waits is None or waits.returned:
        return ((Button(say("case.decide"), Choose(number=number)),),)
    return (_signs(number),)


def _signs(number: int) -> tuple[Button, ...]:
    back = AskWords(what=Words.CASE, about=f"{number} back")
    return (
        Button(say("case.sign"), SignIt(number=number)),
        Button(say("case.send_back"), back),
    )


def drafted(found: Drafted | None) -> Say:
    if found is None:
        return say("nothing")
    values = {"name": found.name, "title": found.ground.title, "at": found.drafted}
    if found.returned:
        words = case_words(found.returned_words)
        return say("case.drafted_back", **values, by=found.returned, words=words)
    orders = tuple(say("case.order_named", order=case_order(kind)) for kind in found.orders)
    words = case_words(found.words)
    return say("case.drafted", **values, orders=orders or (say("case.no_orders"),), words=words)


def asked_to_sign(event: ombudsman.SignatureAsked) -> Replies:
    """Whoever else may decide has one key; whoever drafted it is told that it waits."""
    number = event.complaint.number
    text = say("case.sign_this", number=number, drafted=drafted(event.drafted))
    asks = tuple(Message(text, to=To(who), keyboard=(_signs(number),)) for who in event.others)
    return (Redraw(f"case:{event.complaint.complaint_id}"), *asks)


def sent_back(event: ombudsman.SentBack) -> Replies:
    number = event.complaint.number
    text = say("case.came_back", number=number, drafted=drafted(event.drafted))
    key = (Button(say("case.decide"), Choose(number=number)),)
    told = Message(text, to=To(event.drafted.signer), keyboard=(key,))
    return (Redraw(f"case:{event.complaint.complaint_id}"), told)


def gave_back(one: Complaint) -> Replies:
    return (Message(say("case.gave_back", number=one.number)),)
