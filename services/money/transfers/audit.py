"""Whether payments are what they say: each that ended left the facts of its end, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, and_, case, cast, literal, select

from services.money.ledger import BookFault
from services.money.transfers.tables import payments
from services.people.facts import FACTS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LAST_FACT = case(
    {
        "accepted": "was_paid",
        "declined": "payment_declined",
        "expired": "payment_expired",
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
    .where(payments.c.state != "offered", FACTS.c.fact_id.is_(None))
)


def audit(conn: Connection) -> list[BookFault]:
    """Every payment that ended without a trace, of all towns."""
    return [BookFault("payment_without_fact", f"payment {p}") for p in conn.scalars(_UNTOLD)]
