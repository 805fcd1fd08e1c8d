"""How payments look. Pure: results and events in, replies out."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Nonce, Page, RowId, Typed
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    Message,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    grid,
    page_row,
    say,
)
from services.kernel.money import Money
from services.kernel.time import Moment
from services.money import transfers
from services.people.identity import Directory

Whom = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


class PayPage(CallbackData, prefix="tp"):
    page: Page


class PayWhom(CallbackData, prefix="tw"):
    to: Whom


class PayAmount(CallbackData, prefix="ta"):
    """This much; the nonce makes one payment of all taps on one keyboard."""

    to: Whom
    fen: Typed
    nonce: Nonce


class AcceptPayment(CallbackData, prefix="ty"):
    payment_id: RowId


class DeclinePayment(CallbackData, prefix="tn"):
    payment_id: RowId


AMOUNTS_FEN = (666, 888, 2000, 6600)
COLUMNS = 3


def payees(found: Directory) -> Replies:
    names = [
        Button(say("transfers.whom", name=one.name), PayWhom(to=one.participant_id))
        for one in found.items
    ]
    text = say("transfers.choose_person", provenance=say("provenance.reported_once"))
    before, after = say("transfers.page_before"), say("transfers.page_after")
    turning = page_row(PayPage, found, before=before, after=after)
    return (Message(text, keyboard=(*grid(names, COLUMNS), *turning)),)


def amounts(payee: transfers.Payee) -> Replies:
    row = tuple(
        Button(
            say("transfers.amount", amount=Money(fen)),
            PayAmount(to=payee.participant_id, fen=str(fen), nonce=payee.nonce),
        )
        for fen in AMOUNTS_FEN
    )
    other = CopyTextButton(say("transfers.other_amount"), f"/pay {payee.name} ")
    text = say("transfers.choose_amount", name=payee.name)
    return (Message(text, keyboard=(row, (other,))),)


def offered_by_button(payment: transfers.Payment) -> Replies:
    """The receipt; a second tap repeats only the toast."""
    toast = say("transfers.toast_offered", name=payment.receiver_name, amount=Money(payment.amount))
    return (Answer(toast),) if payment.again else (Answer(toast), receipt(payment))


def answered(payment: transfers.Payment) -> Replies:
    """What a tap on Accept or Decline answers, each time."""
    key, amount = f"transfers.toast_{payment.state}", Money(payment.amount)
    return (Answer(say(key, name=payment.payer_name, amount=amount)),)


def receipt(payment: transfers.Payment) -> Message:
    """The payer's card, which will show how it ended."""
    text = _told(f"transfers.paid_{payment.state}", payment, name=payment.receiver_name)
    return Message(text, card=f"paid:{payment.payment_id}")


def request(payment: transfers.Payment) -> Message:
    """The receiver's card of a payment, with buttons while it waits."""
    number = payment.payment_id
    text = _told(f"transfers.asked_{payment.state}", payment, name=payment.payer_name)
    take = Button(say("transfers.accept"), AcceptPayment(payment_id=number))
    send_back = Button(say("transfers.decline"), DeclinePayment(payment_id=number))
    keyboard = ((take, send_back),) if payment.state is transfers.PaymentState.OFFERED else ()
    return Message(text, to=To(payment.receiver), keyboard=keyboard, card=f"payment:{number}")


def told_offered(event: transfers.TransferOffered) -> Replies:
    return (request(event.payment),)


def told_accepted(event: transfers.TransferAccepted) -> Replies:
    """Both cards show it; the payer's is the receipt."""
    return _both(event.payment)


def came_back(event: transfers.TransferDeclined | transfers.TransferExpired) -> Replies:
    """Money came back: that is worth a message."""
    payment = event.payment
    key, amount = f"transfers.came_back_{payment.state}", Money(payment.amount)
    text = say(key, name=payment.receiver_name, amount=amount)
    return (*_both(payment), Message(text, to=To(payment.payer)))


def _both(payment: transfers.Payment) -> Replies:
    return (Redraw(f"payment:{payment.payment_id}"), Redraw(f"paid:{payment.payment_id}"))


def _told(key: str, payment: transfers.Payment, name: str) -> Say:
    note = say("transfers.note", note=Quote(payment.note)) if payment.note else ""
    return say(key, name=name, amount=Money(payment.amount), note=note, due=Moment(payment.due))
