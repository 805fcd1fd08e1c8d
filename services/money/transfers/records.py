"""Payments as they are kept, as both sides see them, and what they tell. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, case, cast, literal, select

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.schema import AnyRow, live_row
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import AccountId, Event, ParticipantId, Town
from services.money.ledger import BookFault
from services.money.transfers.tables import payments
from services.people.facts import FACTS
from services.people.identity import with_names

ANSWER_WITHIN_S = DAY_S


class PaymentState(StrEnum):
    """How far a payment is."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment as both sides see it. `again`: the same act had been done before."""

    payment_id: int
    state: PaymentState
    payer: ParticipantId
    payer_name: str
    receiver: ParticipantId
    receiver_name: str
    amount: Fen
    note: str
    hold: AccountId
    due: TownTime
    minutes: int  # real ones that it waits where a person is to answer; 0: until it is due
    again: bool = field(default=False, compare=False)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state is PaymentState.OFFERED

    @property
    def cause(self) -> str:
        """What the keys of all facts of this payment begin with, now and later."""
        return f"payment:{self.payment_id}"


@dataclass(frozen=True, slots=True)
class OfTransfer(Event):
    """What happened to a payment, as it stands afterwards."""

    payment: Payment


class TransferOffered(OfTransfer):
    """Money is waiting for the receiver to accept it."""


class TransferAccepted(OfTransfer):
    """The receiver took the money."""


class TransferDeclined(OfTransfer):
    """The receiver sent the money back."""


class TransferExpired(OfTransfer):
    """Nobody answered for a day; the money went back."""


def find_payment(town: Town, payment_id: int, *, lock: bool = False) -> Payment:
    """A payment as it stands, locked where it will change. Raises `Outdated`."""
    query = _all(town, payments.c.payment_id == payment_id)
    return _payment(
        town, live_row(town.conn, query.with_for_update(of=payments) if lock else query)
    )


def waiting_payments(town: Town) -> list[Payment]:
    """What was offered to the actor and waits for an answer, oldest first."""
    mine = (payments.c.receiver == town.actor.pid) & (payments.c.state == PaymentState.OFFERED)
    query = _all(town, mine).order_by(payments.c.payment_id)
    return [_payment(town, row) for row in town.conn.execute(query)]


def my_payment(town: Town, payment_id: int) -> Payment:
    """A payment to the actor. Raises `Outdated`."""
    payment = find_payment(town, payment_id)
    if payment.receiver != town.actor.participant_id:
        raise Outdated
    return payment


def payment_by_key(town: Town, key: str) -> Payment:
    """The payment made under a key."""
    return _payment(town, town.conn.execute(_all(town, payments.c.key == key)).one())


def _all(town: Town, which: ColumnElement[bool]) -> Select[Any]:
    query = with_names(select(payments), payer=payments.c.payer, receiver=payments.c.receiver)
    return query.where(payments.c.workshop_id == town.workshop_id, which)


def _payment(town: Town, row: AnyRow) -> Payment:
    return Payment(
        payment_id=row.payment_id,
        state=PaymentState(row.state),
        payer=row.payer,
        payer_name=row.payer_name,
        receiver=row.receiver,
        receiver_name=row.receiver_name,
        amount=row.amount_fen,
        note=row.note,
        hold=row.hold,
        due=TownTime(row.offered_town_s + ANSWER_WITHIN_S),
        minutes=0 if row.receiver_person is None else town.human_wait_s // 60,
    )


_LAST_FACT = case(
    {
        PaymentState.ACCEPTED: "was_paid",
        PaymentState.DECLINED: "payment_declined",
        PaymentState.EXPIRED: "payment_expired",
    },
    value=payments.c.state,
)
_FACT = and_(
    FACTS.c.workshop_id == payments.c.workshop_id,
    FACTS.c.kind == _LAST_FACT,
    FACTS.c.participant_id == payments.c.receiver,
    FACTS.c.amount == payments.c.amount_fen,
    FACTS.c.key == literal("payment:") + cast(payments.c.payment_id, String) + ":" + _LAST_FACT,
)
_UNTOLD = (
    select(payments.c.payment_id)
    .outerjoin(FACTS, _FACT)
    .where(payments.c.state != PaymentState.OFFERED, FACTS.c.fact_id.is_(None))
)


def audit(conn: Connection) -> list[BookFault]:
    """Every payment, of all towns, that ended without leaving the fact of its end."""
    return [BookFault("payment_without_fact", f"payment {p}") for p in conn.scalars(_UNTOLD)]
