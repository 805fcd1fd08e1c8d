"""Payments as they are kept, and as both sides see them. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId
from services.money.transfers.tables import payments
from services.people import identity

if TYPE_CHECKING:
    from sqlalchemy import Row

    from services.kernel.town import Town

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
    due: TownTime
    again: bool = field(default=False, compare=False)

    @property
    def cause(self) -> str:
        """What the keys of all facts of this payment begin with, now and later."""
        return f"payment:{self.payment_id}"


def find_payment(town: Town, payment_id: int) -> Payment:
    """A payment as it stands. Raises `Outdated` for one of another town."""
    return payment_of(town, _row(town, payment_id))


def locked(town: Town, payment_id: int) -> Row[*tuple[Any, ...]]:
    """A payment's row, locked for the rest of this unit of work. Raises `Outdated`."""
    return _row(town, payment_id, lock=True)


def by_key(town: Town, key: str) -> Row[*tuple[Any, ...]]:
    """The payment made under a key."""
    where = (payments.c.workshop_id == town.workshop_id, payments.c.key == key)
    return town.conn.execute(select(payments).where(*where)).one()


def payment_of(
    town: Town,
    row: Row[*tuple[Any, ...]],
    *,
    state: PaymentState | None = None,
    again: bool = False,
) -> Payment:
    """A row as a value, with the names of both sides."""
    return Payment(
        payment_id=row.payment_id,
        state=state or PaymentState(row.state),
        payer=ParticipantId(row.payer),
        payer_name=identity.by_id(town, row.payer).name,
        receiver=ParticipantId(row.receiver),
        receiver_name=identity.by_id(town, row.receiver).name,
        amount=Fen(row.amount_fen),
        note=row.note,
        due=TownTime(row.offered_town_s + ANSWER_WITHIN_S),
        again=again,
    )


def _row(town: Town, payment_id: int, *, lock: bool = False) -> Row[*tuple[Any, ...]]:
    query = select(payments).where(
        payments.c.payment_id == payment_id, payments.c.workshop_id == town.workshop_id
    )
    row = town.conn.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise Outdated
    return row
