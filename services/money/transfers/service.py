"""Payments: offer, accept, decline; what nobody accepts within a day goes back, once.

As WeChat's help text has it: the receiver must accept, may send it back at once, and after
24 hours the money returns to the payer. Owns nothing about how a payment is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from services.kernel.errors import AmountOutOfRange, Outdated, RuleError
from services.kernel.money import AMOUNT_MAX, Fen, Money
from services.kernel.schema import insert_new
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import AccountId, Event, ParticipantId
from services.kernel.words import one_line
from services.money.ledger import HOLD, Transfer, move, open_account
from services.money.transfers.records import (
    ANSWER_WITHIN_S,
    Payment,
    PaymentState,
    by_key,
    locked,
    payment_of,
)
from services.money.transfers.tables import payments
from services.people import identity
from services.people.facts import Fact, record

if TYPE_CHECKING:
    from sqlalchemy import Row

    from services.kernel.town import Town
    from services.people.identity import Neighbour


@dataclass(frozen=True, slots=True)
class _OfTransfer(Event):
    transfer_id: int
    payer: ParticipantId
    payer_name: str
    receiver: ParticipantId
    receiver_name: str
    amount: Fen
    note: str


@dataclass(frozen=True, slots=True)
class TransferOffered(_OfTransfer):
    """Money is waiting for the receiver to accept it."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class TransferAccepted(_OfTransfer):
    """The receiver took the money."""


@dataclass(frozen=True, slots=True)
class TransferDeclined(_OfTransfer):
    """The receiver sent the money back."""


@dataclass(frozen=True, slots=True)
class TransferExpired(_OfTransfer):
    """Nobody answered for a day; the money went back."""


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


def offer(town: Town, to: str, amount: Fen, note: str = "", *, nonce: str = "") -> Payment:
    """Set money aside for somebody named by name, to be accepted within a day.

    The same `nonce` (of one keyboard) gives the same payment again. Raises `NobodyOfThatName`,
    `PayToSelf`, `AmountOutOfRange`, `NoteTooLong`, `NotEnoughMoney`, `KeyboardSpent`.
    """
    return _offer(town, identity.by_name(town, to), amount, _clean(note), nonce or town.key)


def offer_to_id(town: Town, to: str, amount: Fen, *, nonce: str = "") -> Payment:
    """Set money aside for somebody chosen by a button."""
    return _offer(town, identity.by_id(town, to), amount, "", nonce or town.key)


def accept(town: Town, payment_id: int) -> Payment:
    """Take an offered payment. Again is the same payment; raises `PaymentOver`, `Outdated`."""
    row = _answerable(town, payment_id, PaymentState.ACCEPTED)
    if row.state == PaymentState.ACCEPTED:
        return payment_of(town, row, again=True)
    done = _end(town, row, PaymentState.ACCEPTED)
    receiver = identity.by_id(town, done.receiver)
    _pay_out(town, row, receiver, kind="payment", other=done.payer)
    key = done.cause
    record(
        town,
        Fact(done.payer, "paid", done.amount, done.receiver, key=f"{key}:paid"),
        Fact(done.receiver, "was_paid", done.amount, done.payer, key=f"{key}:was_paid"),
    )
    town.emit(TransferAccepted(*_parties(done)))
    return done


def decline(town: Town, payment_id: int) -> Payment:
    """Send an offered payment back. Again is the same; raises `PaymentOver`, `Outdated`."""
    row = _answerable(town, payment_id, PaymentState.DECLINED)
    if row.state == PaymentState.DECLINED:
        return payment_of(town, row, again=True)
    done = _end(town, row, PaymentState.DECLINED)
    _give_back(town, row, done, "payment_declined")
    town.emit(TransferDeclined(*_parties(done)))
    return done


def expire(town: Town, subject: str) -> None:
    """Give an unanswered payment back, once. Runs by timer, as of its due time."""
    row = locked(town, int(subject))
    if row.state != PaymentState.OFFERED:
        return
    done = _end(town, row, PaymentState.EXPIRED)
    _give_back(town, row, done, "payment_expired")
    town.emit(TransferExpired(*_parties(done)))


def _offer(town: Town, to: Neighbour, amount: Fen, note: str, nonce: str) -> Payment:
    if to.participant_id == town.actor.pid:
        raise PayToSelf
    if not 1 <= amount <= AMOUNT_MAX:
        raise AmountOutOfRange(low=Money(1), high=Money(AMOUNT_MAX))
    key = f"{town.actor.pid}:{nonce}"
    hold = open_account(town, HOLD, f"payment:{key}")
    is_new = insert_new(
        town.conn,
        payments,
        workshop_id=town.workshop_id,
        key=key,
        payer=town.actor.pid,
        receiver=to.participant_id,
        amount_fen=amount,
        note=note,
        hold=hold,
        offered_town_s=town.now,
    )
    row = by_key(town, key)
    payment = payment_of(town, row, again=not is_new)
    if is_new:
        _set_aside(town, payment, hold)
    elif (payment.receiver, payment.amount) != (to.participant_id, amount):
        raise KeyboardSpent(name=payment.receiver_name, amount=Money(payment.amount))
    return payment


def _set_aside(town: Town, payment: Payment, hold: AccountId) -> None:
    """Move the money into the hold, start the day and tell the receiver."""
    wallet = identity.by_id(town, payment.payer).wallet
    key = f"payment:{payment.payment_id}:hold"
    amount, to = payment.amount, payment.receiver
    move(
        town,
        Transfer(
            key=key, kind="payment_offer", source=wallet, target=hold, amount=amount, subject=to
        ),
    )
    set_timer(town, TIMER, str(payment.payment_id), due=payment.due)
    town.emit(TransferOffered(*_parties(payment), payment))


def _answerable(town: Town, payment_id: int, wanted: PaymentState) -> Row[*tuple[Any, ...]]:
    """A payment to the actor that waits for an answer, or has just this answer already."""
    row = locked(town, payment_id)
    if row.receiver != town.actor.participant_id:
        raise Outdated
    late = town.now >= row.offered_town_s + ANSWER_WITHIN_S
    if row.state != wanted and (row.state != PaymentState.OFFERED or late):
        raise PaymentOver(name=identity.by_id(town, row.payer).name)
    return row


def _end(town: Town, row: Row[*tuple[Any, ...]], state: PaymentState) -> Payment:
    clear_timer(town, TIMER, str(row.payment_id))
    town.conn.execute(
        update(payments).where(payments.c.payment_id == row.payment_id).values(state=state)
    )
    return payment_of(town, row, state=state)


def _give_back(town: Town, row: Row[*tuple[Any, ...]], done: Payment, fact: str) -> None:
    payer = identity.by_id(town, done.payer)
    _pay_out(town, row, payer, kind="payment_back", other=done.receiver)
    key = f"{done.cause}:{fact}"
    record(town, Fact(done.receiver, fact, done.amount, done.payer, key=key))


def _pay_out(
    town: Town, row: Row[*tuple[Any, ...]], to: Neighbour, *, kind: str, other: ParticipantId
) -> None:
    """Empty the hold; both ways out share one key, so that only one of them can ever be gone."""
    key = f"payment:{row.payment_id}:out"
    hold, amount = AccountId(row.hold), Fen(row.amount_fen)
    move(
        town,
        Transfer(key=key, kind=kind, source=hold, target=to.wallet, amount=amount, subject=other),
    )


def _parties(
    payment: Payment,
) -> tuple[int, ParticipantId, str, ParticipantId, str, Fen, str]:
    return (
        payment.payment_id,
        payment.payer,
        payment.payer_name,
        payment.receiver,
        payment.receiver_name,
        payment.amount,
        payment.note,
    )


def _clean(note: str) -> str:
    line = one_line(note)
    if len(line) > NOTE_MAX:
        raise NoteTooLong(limit=NOTE_MAX, length=len(line))
    return line
