"""How requests for money look, to both sides. Pure: results and events in, replies out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Go, Nonce, RowId, Typed, Words, go, other_amount, screen
from bot.replies import (
    Answer,
    Button,
    Here,
    Keyboard,
    Message,
    Priority,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    ToSpoken,
    grid,
    say,
)
from services.kernel.money import Money
from services.kernel.time import Moment
from services.people.identity import Neighbour
from services.social import requests
from services.social.requests import Bill, Share, ShareState

Whom = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
AMOUNTS_FEN = (5_00, 12_00, 20_00, 50_00)
FRIENDS_SHOWN = 24
A_ROW = 2


class AskOf(CallbackData, prefix="qa"):
    who: Whom


class AskAmount(CallbackData, prefix="qb"):
    """Ask for this much; the nonce makes one request of all taps on one screen."""

    who: Whom
    fen: Typed
    nonce: Nonce


class PayShare(CallbackData, prefix="qs"):
    share_id: RowId


class DeclineShare(CallbackData, prefix="qd"):
    share_id: RowId
    block: bool


class ShowShare(CallbackData, prefix="qw"):
    share_id: RowId


class HushShare(CallbackData, prefix="qh"):
    share_id: RowId


class CancelBill(CallbackData, prefix="qc"):
    bill_id: RowId


def contacts(found: tuple[Neighbour, ...]) -> Replies:
    """Whom one may ask."""
    names = [
        Button(say("as_is", what=one.name), AskOf(who=one.participant_id))
        for one in found[:FRIENDS_SHOWN]
    ]
    key = "requests.choose" if found else "requests.no_friends"
    rows = (*grid(names, A_ROW), (go("friends"),))
    return (screen(say(key), rows, asks=AskWords(what=Words.PAYER) if found else None),)


def amounts(found: requests.Asking) -> Replies:
    buttons = [
        Button(
            say("as_is", what=Money(fen)),
            AskAmount(who=found.payer, fen=str(fen), nonce=found.nonce),
        )
        for fen in AMOUNTS_FEN
    ]
    asks = AskWords(what=Words.REQUEST, about=found.name)
    text, rows = say("requests.choose_amount", name=found.name), grid(buttons, A_ROW)
    back = Go(command="request")
    return (screen(text, (*rows, other_amount(asks)), back=back, asks=asks),)


def asked_by_button(found: Bill) -> Replies:
    """The asker's card; it is one card, however often one taps."""
    return (Answer(say("requests.toast_asked")), replace(bill(found), in_place=True))


def asked(found: Bill) -> Replies:
    """The asker's card; and of a split that was typed in a group of the town, one for all there."""
    if not found.is_split:
        return (bill(found),)
    return (bill(found), replace(in_group(found), to=ToSpoken()))


def paid(found: Bill) -> Replies:
    """What a tap on Pay answers, each time."""
    return (Answer(say("requests.toast_paid", name=found.asker_name)),)


def declined(found: Bill) -> Replies:
    return (Answer(say("requests.toast_declined", name=found.asker_name)),)


def hushed(found: Bill) -> Replies:
    redraws = tuple(Redraw(f"request:{share.share_id}") for share in found.shares)
    return (Answer(say("requests.toast_hushed")), *redraws)


def cancelled(_: Bill) -> Replies:
    return (Answer(say("requests.toast_cancelled")),)


def bill(found: Bill) -> Message:
    """The asker's card: who has paid, and what can still be taken back."""
    waits = any(share.state is ShareState.ASKED for share in found.shares)
    take_back = Button(say("requests.cancel"), CancelBill(bill_id=found.bill_id))
    text = say(
        "requests.split" if found.is_split else "requests.bill",
        total=Money(found.total),
        note=_note(found),
        lines=_lines(found),
        until=_until(found, max(share.minutes for share in found.shares)),
    )
    keyboard: Keyboard = ((take_back,),) if waits else ()
    return Message(text, to=To(found.asker), keyboard=keyboard, card=f"bill:{found.bill_id}")


def in_group(found: Bill) -> Message:
    """A split as all in a group see it: who bears what, and who has paid."""
    text = say(
        "requests.group_split",
        name=found.asker_name,
        total=Money(found.total),
        note=_note(found),
        lines=_lines(found),
    )
    return Message(text, card=f"bill_in_group:{found.bill_id}")


def shown(found: tuple[Bill, Share]) -> Message:
    """A request that waits, looked at from home."""
    return replace(request(*found), to=Here(), in_place=True)


def request(found: Bill, share: Share) -> Message:
    """The payer's card: what a tap on Pay does, in so many words; and who else has paid."""
    text = say(
        f"requests.{share.state}",
        name=found.asker_name,
        amount=Money(share.amount),
        note=_note(found),
        until=_until(found, share.minutes),
        others=say("requests.others", total=Money(found.total), lines=_lines(found))
        if found.is_split
        else "",
    )
    keyboard = _answers(found, share) if share.state is ShareState.ASKED else ()
    return Message(
        text,
        to=To(share.payer),
        keyboard=keyboard,
        priority=Priority.CHAT,
        card=f"request:{share.share_id}",
    )


def told_asked(event: requests.MoneyAsked) -> Replies:
    return (request(event.bill, event.share),)


def told_reminded(event: requests.RequestReminded) -> Replies:
    """Once, with the same buttons."""
    share, found = event.share, event.bill
    text = say("requests.reminder", name=found.asker_name, amount=Money(share.amount))
    return (Message(text, to=To(share.payer), keyboard=_answers(found, share)),)


def told_ended(event: requests.RequestEnded) -> Replies:
    """All cards of the bill show it; that money came is worth a message to the asker."""
    found, share = event.bill, event.share
    asker = (f"bill:{found.bill_id}", f"bill_in_group:{found.bill_id}")
    cards = (*asker, *(f"request:{one.share_id}" for one in found.shares))
    redraws = tuple(map(Redraw, cards))
    if share.state is not ShareState.PAID:
        return redraws
    text = say("requests.was_paid", name=share.payer_name, amount=Money(share.amount))
    return (*redraws, Message(text, to=To(found.asker)))


def _answers(found: Bill, share: Share) -> Keyboard:
    number, amount = share.share_id, Money(share.amount)
    pay = Button(say("pay_amount", amount=amount), PayShare(share_id=number))
    no = Button(say("requests.decline"), DeclineShare(share_id=number, block=False))
    block = Button(
        say("requests.block", name=found.asker_name), DeclineShare(share_id=number, block=True)
    )
    hush = () if share.quiet else (Button(say("requests.hush"), HushShare(share_id=number)),)
    return tuple(row for row in ((pay, no), hush, (block,)) if row)


def _until(found: Bill, minutes: int) -> Say:
    if minutes:
        return say("requests.for_minutes", count=minutes)
    return say("requests.until", due=Moment(found.due))


def _note(found: Bill) -> Say | str:
    return say("below", what=Quote(found.note)) if found.note else ""


def _lines(found: Bill) -> tuple[Say, ...]:
    """Who bears what, and how far it is; the odd fen is said."""
    theirs = tuple(
        say(
            "requests.line",
            name=share.payer_name,
            amount=Money(share.amount),
            state=say(f"requests.state_{share.state}"),
        )
        for share in found.shares
    )
    if not found.is_split:
        return theirs
    own = say("requests.own_line", name=found.asker_name, amount=Money(found.own))
    least = min(found.own, *(share.amount for share in found.shares))
    bearers = [found.asker_name] * (found.own > least)
    bearers += [share.payer_name for share in found.shares if share.amount > least]
    odd = (say("requests.odd", names=", ".join(bearers)),) if bearers else ()
    return (own, *theirs, *odd)
