"""How payments look. Pure: results and events in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Nonce, Page, RowId, Typed
from bot.replies import Answer, Button, CopyTextButton, Message, Quote, Redraw, To, grid, say
from services.kernel.money import Money
from services.kernel.time import Moment
from services.money.transfers import PaymentState

if TYPE_CHECKING:
    from bot.replies import Keyboard, Replies, Say
    from services.money.transfers import (
        Payee,
        Payment,
        TransferAccepted,
        TransferDeclined,
        TransferExpired,
        TransferOffered,
    )
    from services.people.identity import Directory


Whom = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


class PayPage(CallbackData, prefix="tp"):
    """Another page of people to pay."""

    page: Page


class PayWhom(CallbackData, prefix="tw"):
    """This person shall be paid; how much comes next."""

    to: Whom


class PayAmount(CallbackData, prefix="ta"):
    """This much; the nonce makes one payment of all taps on one keyboard."""

    to: Whom
    fen: Typed
    nonce: Nonce


class AcceptPayment(CallbackData, prefix="ty"):
    """Take the money."""

    payment_id: RowId


class DeclinePayment(CallbackData, prefix="tn"):
    """Send the money back."""

    payment_id: RowId


AMOUNTS_FEN = (666, 888, 2000, 6600)
COLUMNS = 3


def payees(found: Directory) -> Replies:
    """Whom to pay; and what happens to a payment."""
    names = [
        Button(say("transfers.whom", name=n.name), PayWhom(to=n.participant_id))
        for n in found.items
    ]
    text = say("transfers.choose_person", provenance=say("provenance.reported_once"))
    return (Message(text, keyboard=(*grid(names, COLUMNS), *_pages(found))),)


def amounts(payee: Payee) -> Replies:
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


def offered(payment: Payment) -> Replies:
    """The payer's receipt, which will show how it ended."""
    return (receipt(payment),)


def offered_by_button(payment: Payment) -> Replies:
    """The receipt; a second tap repeats only the toast."""
    toast = say("transfers.toast_offered", name=payment.receiver_name, amount=Money(payment.amount))
    return (Answer(toast),) if payment.again else (Answer(toast), receipt(payment))


def accepted(payment: Payment) -> Replies:
    """What a tap on Accept answers, each time."""
    amount = Money(payment.amount)
    return (Answer(say("transfers.toast_accepted", name=payment.payer_name, amount=amount)),)


def declined(payment: Payment) -> Replies:
    """What a tap on Decline answers, each time."""
    amount = Money(payment.amount)
    return (Answer(say("transfers.toast_declined", name=payment.payer_name, amount=amount)),)


def receipt(payment: Payment) -> Message:
    text = say(
        f"transfers.paid_{payment.state}",
        name=payment.receiver_name,
        amount=Money(payment.amount),
        note=_note(payment.note),
        due=Moment(payment.due),
    )
    return Message(text, card=f"paid:{payment.payment_id}")


def request(payment: Payment) -> Message:
    """The receiver's card of a payment, with buttons while it waits."""
    waits = payment.state is PaymentState.OFFERED
    text = say(
        f"transfers.asked_{payment.state}",
        name=payment.payer_name,
        amount=Money(payment.amount),
        note=_note(payment.note),
        due=Moment(payment.due),
    )
    keyboard = _answers(payment.payment_id) if waits else ()
    return Message(
        text, to=To(payment.receiver), keyboard=keyboard, card=f"payment:{payment.payment_id}"
    )


def told_offered(event: TransferOffered) -> Replies:
    return (request(event.payment),)


def told_accepted(event: TransferAccepted) -> Replies:
    """Both cards show it; the payer's is the receipt."""
    return _both(event.payment)


def told_declined(event: TransferDeclined) -> Replies:
    """Money came back: that is worth a message."""
    return _came_back(event.payment)


def told_expired(event: TransferExpired) -> Replies:
    """Money came back unasked."""
    return _came_back(event.payment)


def _came_back(payment: Payment) -> Replies:
    key, amount = f"transfers.came_back_{payment.state}", Money(payment.amount)
    text = say(key, name=payment.receiver_name, amount=amount)
    return (*_both(payment), Message(text, to=To(payment.payer)))


def _both(payment: Payment) -> Replies:
    return (Redraw(f"payment:{payment.payment_id}"), Redraw(f"paid:{payment.payment_id}"))


def _answers(payment_id: int) -> Keyboard:
    take = Button(say("transfers.accept"), AcceptPayment(payment_id=payment_id))
    send_back = Button(say("transfers.decline"), DeclinePayment(payment_id=payment_id))
    return ((take, send_back),)


def _pages(found: Directory) -> Keyboard:
    row = []
    if found.number > 0:
        row.append(Button(say("transfers.page_before"), PayPage(page=found.number - 1)))
    if found.number + 1 < found.pages:
        row.append(Button(say("transfers.page_after"), PayPage(page=found.number + 1)))
    return (tuple(row),) if row else ()


def _note(note: str) -> Say | str:
    return say("transfers.note", note=Quote(note)) if note else ""
