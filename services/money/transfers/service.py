"""Payments: offer, accept, decline; what nobody accepts within a day goes back, once.

As WeChat's help text has it: the receiver must accept, may send it back at once, and after
24 hours the money returns to the payer. Owns nothing about how a payment is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.kernel.errors import AmountOutOfRange, Outdated, RuleError
from services.kernel.localized import one_line
from services.kernel.money import AMOUNT_MAX, Fen, Money
from services.kernel.schema import change_row, insert_new
from services.kernel.timers import clear_timer, is_over, set_timer
from services.kernel.town import ParticipantId, Town
from services.money.ledger import HOLD, Transfer, move, open_account
from services.money.transfers.records import (
    Payment,
    PaymentState,
    TransferAccepted,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
    find_payment,
    payment_by_key,
)
from services.money.transfers.tables import payments
from services.people import blocks, identity, mutes
from services.people.facts import Fact, record
from services.people.identity import Neighbour


class PayToSelf(RuleError):
    """A payment to oneself."""


class NoteTooLong(RuleError):
    """A note of more than `limit` characters. Field: `length`."""


class PaymentOver(RuleError):
    """Answered otherwise before, or gone back after a day. Field: `name`, the payer."""


class KeyboardSpent(RuleError):
    """One keyboard pays once: another payment came of it. Fields: `name`, `amount` (Money)."""


TIMER = "payment"
NOTE_MAX = 100
PAGE = 24  # people on one page of the keyboard
NONCE_BYTES = 6


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody chosen. The nonce makes one payment of all taps on the keyboard that follows."""

    participant_id: ParticipantId
    name: str
    nonce: str


def payees(town: Town, page: int = 0) -> identity.Directory:
    """Whom the actor can pay; a page that is not there is the nearest one."""
    return identity.others(town, page, PAGE)


def choose_amount(town: Town, to: str) -> Payee:
    """Somebody to pay, and a fresh nonce. Raises `NobodyOfThatName`, `PayToSelf`."""
    return _payee(town, identity.by_id(town, to))


def choose_amount_for(town: Town, name: str) -> Payee:
    """The same for somebody named by name. Raises `SeveralOfThatName` too."""
    return _payee(town, identity.by_name(town, name))


def _payee(town: Town, chosen: Neighbour) -> Payee:
    if chosen.participant_id == town.actor.pid:
        raise PayToSelf
    nonce = town.randomness("payee").token(NONCE_BYTES).hex()
    return Payee(chosen.participant_id, chosen.name, nonce)


def offer(town: Town, to: str, amount: Fen, note: str = "", *, nonce: str = "") -> Payment:
    """Set money aside for somebody named by name, to be accepted within a day.

    The same `nonce` (of one keyboard) gives the same payment again. Raises `NobodyOfThatName`,
    `PayToSelf`, `AmountOutOfRange`, `NoteTooLong`, `Muted`, `NotEnoughMoney`, `KeyboardSpent`.
    """
    mutes.require_voice(town, note)
    return _offer(town, identity.by_name(town, to), amount, _clean(note), nonce or town.key)


def offer_to_id(town: Town, to: str, amount: Fen, *, nonce: str = "") -> Payment:
    """Set money aside for somebody chosen by a button."""
    return _offer(town, identity.by_id(town, to), amount, "", nonce or town.key)


def accept(town: Town, payment_id: int) -> Payment:
    """Take an offered payment. Again is the same payment; raises `PaymentOver`, `Outdated`."""
    payment = _answerable(town, payment_id, PaymentState.ACCEPTED)
    if payment.again:
        return payment
    done = _end(town, payment, PaymentState.ACCEPTED)
    key = done.cause
    record(
        town,
        Fact(done.payer, "paid", done.amount, done.receiver, key=f"{key}:paid"),
        Fact(done.receiver, "was_paid", done.amount, done.payer, key=f"{key}:was_paid"),
    )
    town.emit(TransferAccepted(done))
    return done


def decline(town: Town, payment_id: int) -> Payment:
    """Send an offered payment back. Again is the same; raises `PaymentOver`, `Outdated`."""
    payment = _answerable(town, payment_id, PaymentState.DECLINED)
    if payment.again:
        return payment
    done = _give_back(town, payment, PaymentState.DECLINED)
    town.emit(TransferDeclined(done))
    return done


def expire(town: Town, subject: str) -> None:
    """Give an unanswered payment back, once. Runs by timer, as of its due time."""
    payment = find_payment(town, int(subject), lock=True)
    if payment.state is PaymentState.OFFERED:
        town.emit(TransferExpired(_give_back(town, payment, PaymentState.EXPIRED)))


def _offer(town: Town, to: Neighbour, amount: Fen, note: str, nonce: str) -> Payment:
    if to.participant_id == town.actor.pid:
        raise PayToSelf
    if not 1 <= amount <= AMOUNT_MAX:
        raise AmountOutOfRange(low=Money(1), high=Money(AMOUNT_MAX))
    blocks.require_open(town, to.participant_id)
    key = f"{town.actor.pid}:{nonce}"
    is_new = insert_new(
        town.conn,
        payments,
        workshop_id=town.workshop_id,
        key=key,
        payer=town.actor.pid,
        receiver=to.participant_id,
        amount_fen=amount,
        note=note,
        hold=open_account(town, HOLD, f"payment:{key}"),
        offered_town_s=town.now,
    )
    payment = payment_by_key(town, key)
    if is_new:
        _set_aside(town, payment)
    elif (payment.receiver, payment.amount) != (to.participant_id, amount):
        raise KeyboardSpent(name=payment.receiver_name, amount=Money(payment.amount))
    return replace(payment, again=not is_new)


def _set_aside(town: Town, payment: Payment) -> None:
    """Move the money into the hold, start the day and tell the receiver."""
    move(
        town,
        Transfer(
            key=f"{payment.cause}:hold",
            kind="payment_offer",
            source=identity.by_id(town, payment.payer).wallet,
            target=payment.hold,
            amount=payment.amount,
            subject=payment.receiver,
        ),
    )
    waits_s = 60 * payment.minutes
    set_timer(town, TIMER, str(payment.payment_id), due=payment.due, waits_s=waits_s)
    town.emit(TransferOffered(payment))


def _answerable(town: Town, payment_id: int, wanted: PaymentState) -> Payment:
    """A payment to the actor that waits for an answer, or has just this answer already."""
    payment = find_payment(town, payment_id, lock=True)
    if payment.receiver != town.actor.participant_id:
        raise Outdated
    if payment.state is wanted:
        return replace(payment, again=True)
    is_late = is_over(town, TIMER, str(payment_id), payment.due)
    if payment.state is not PaymentState.OFFERED or is_late:
        raise PaymentOver(name=payment.payer_name)
    return payment


def _give_back(town: Town, payment: Payment, state: PaymentState) -> Payment:
    done = _end(town, payment, state)
    fact = f"payment_{state}"
    key = f"{done.cause}:{fact}"
    record(town, Fact(done.receiver, fact, done.amount, done.payer, key=key))
    return done


def _end(town: Town, payment: Payment, state: PaymentState) -> Payment:
    """Empty the hold; all ways out share one key, so that only one of them can ever be gone."""
    clear_timer(town, TIMER, str(payment.payment_id))
    change_row(town.conn, payments, payment.payment_id, state=state)
    is_paid = state is PaymentState.ACCEPTED
    ends = (payment.receiver, payment.payer) if is_paid else (payment.payer, payment.receiver)
    move(
        town,
        Transfer(
            key=f"{payment.cause}:out",
            kind="payment" if is_paid else "payment_back",
            source=payment.hold,
            target=identity.by_id(town, ends[0]).wallet,
            amount=payment.amount,
            subject=ends[1],
        ),
    )
    return replace(payment, state=state)


def _clean(note: str) -> str:
    line = one_line(note)
    if len(line) > NOTE_MAX:
        raise NoteTooLong(limit=NOTE_MAX, length=len(line))
    return line
