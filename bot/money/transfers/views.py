"""How payments look. Pure: results and events in, replies out."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Page, PayAmount, PayWhom, RowId, Words, go, other_amount, screen
from bot.replies import (
    Answer,
    Button,
    Message,
    Quote,
    Redraw,
    Replies,
    Say,
    Show,
    To,
    grid,
    page_row,
    say,
)
from services.kernel.money import Money
from services.kernel.time import Moment
from services.money import transfers
from services.people.identity import Directory


class PayPage(CallbackData, prefix="tp"):
    page: Page


class AcceptPayment(CallbackData, prefix="ty"):
    payment_id: RowId


class DeclinePayment(CallbackData, prefix="tn"):
    payment_id: RowId


class ShowPayment(CallbackData, prefix="tv"):
    payment_id: RowId


AMOUNTS_FEN = (666, 888, 2000, 6600)
IN_A_ROW = 2


def payees(found: Directory) -> Replies:
    names = [
        Button(say("as_is", what=one.name), PayWhom(to=one.participant_id)) for one in found.items
    ]
    before, after = say("transfers.page_before"), say("transfers.page_after")
    turning = page_row(PayPage, found, before=before, after=after)
    rows = (*grid(names, IN_A_ROW), *turning)
    return (screen(say("transfers.choose_person"), rows, asks=AskWords(what=Words.PAYEE)),)


def amounts(payee: transfers.Payee) -> Replies:
    buttons = tuple(
        Button(
            say("as_is", what=Money(fen).short),
            PayAmount(to=payee.participant_id, fen=str(fen), nonce=payee.nonce),
        )
        for fen in AMOUNTS_FEN
    )
    asks = AskWords(what=Words.PAY, about=payee.name)
    text, rows = say("transfers.choose_amount", name=payee.name), grid(buttons, IN_A_ROW)
    return (screen(text, (*rows, other_amount(asks)), back=PayPage(page=0), asks=asks),)


def offered_by_button(payment: transfers.Payment) -> Replies:
    """The receipt; a second tap repeats only the toast."""
    toast = say("transfers.toast_offered", name=payment.receiver_name, amount=Money(payment.amount))
    if payment.again:
        return (Answer(toast),)
    return (Answer(toast), replace(receipt(payment), in_place=True))


def answered(payment: transfers.Payment) -> Replies:
    """What a tap on Accept or Decline answers, each time; where it was tapped, it is over."""
    key, amount = f"transfers.toast_{payment.state}", Money(payment.amount)
    return (Answer(say(key, name=payment.payer_name, amount=amount)), shown(payment))


def receipt(payment: transfers.Payment) -> Message:
    """The payer's card, which will show how it ended."""
    text = _told(f"transfers.paid_{payment.state}", payment, name=payment.receiver_name)
    return Message(text, keyboard=((go("home"),),), card=f"paid:{payment.payment_id}")


def shown(payment: transfers.Payment) -> Message:
    """A payment, looked at from home: its card hangs in the chat."""
    card = request(payment)
    return screen(card.text, card.keyboard if payment.is_open else ())


def request(payment: transfers.Payment) -> Message:
    """The receiver's card of a payment, with buttons while it waits."""
    number = payment.payment_id
    text = _told(f"transfers.asked_{payment.state}", payment, name=payment.payer_name)
    take = Button(say("transfers.accept"), AcceptPayment(payment_id=number))
    send_back = Button(say("transfers.decline"), DeclinePayment(payment_id=number))
    keyboard = ((take, send_back),) if payment.is_open else ((go("home"),),)
    to, talk = To(payment.receiver), f"p:{payment.payer}"
    return Message(text, to=to, keyboard=keyboard, card=f"payment:{number}", talk=talk)


def told_offered(event: transfers.TransferOffered) -> Replies:
    return (request(event.payment),)


def told_over(
    event: transfers.TransferAccepted | transfers.TransferDeclined | transfers.TransferExpired,
) -> Replies:
    """Both cards show it, once; the payer's is the receipt, and comes again where it is gone."""
    number, payer = event.payment.payment_id, event.payment.payer
    return (Redraw(f"payment:{number}"), Show(f"paid:{number}", to=To(payer), once=True))


def _told(key: str, payment: transfers.Payment, name: str) -> Say:
    note = say("below", what=Quote(payment.note)) if payment.note else ""
    until = (
        say("transfers.for_minutes", count=payment.minutes)
        if payment.minutes
        else say("transfers.until", due=Moment(payment.due))
    )
    return say(key, name=name, amount=Money(payment.amount), note=note, until=until)
