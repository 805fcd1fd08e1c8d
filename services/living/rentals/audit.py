"""Whether rentals are what they say: a deposit lies still for each thing out on one, nowhere else;
each thing that came back or was lost left its fact.
"""

from __future__ import annotations

from sqlalchemy import Connection, String, and_, case, cast, literal, select

from services.living.rentals.settling import DEPOSIT, ENDING_FACTS, UNUSED, USED_AFTER_S
from services.living.rentals.states import Ending, OrderState
from services.living.rentals.tables import rental_orders
from services.money.ledger import BookFault, held
from services.people.facts import FACTS, purged_since

_kept = rental_orders.c
_LAST_FACT = case(
    (
        and_(
            _kept.ending == Ending.IN_TIME,
            _kept.ended_town_s - _kept.started_town_s < USED_AFTER_S,
        ),
        UNUSED,
    ),
    *((_kept.ending == ending, kind) for ending, kind in ENDING_FACTS.items()),
)
_FACT = and_(
    FACTS.c.workshop_id == rental_orders.c.workshop_id,
    FACTS.c.participant_id == rental_orders.c.who,
    FACTS.c.kind == _LAST_FACT,
    FACTS.c.key == literal("rental:") + cast(rental_orders.c.order_id, String) + ":" + _LAST_FACT,
)
_UNTOLD = (
    select(rental_orders.c.order_id)
    .outerjoin(FACTS, _FACT)
    .where(
        _kept.ending.is_not(None),
        FACTS.c.fact_id.is_(None),
        ~purged_since(_kept.who, _kept.ended_town_s),
    )
)
_DEPOSITS = select(rental_orders).where(rental_orders.c.deposit.is_not(None))


def audit(conn: Connection) -> list[BookFault]:
    """Every deposit without its order or of another amount, and every untold end, of all towns."""
    lying = held(conn, DEPOSIT)
    faults = []
    for row in conn.execute(_DEPOSITS):
        due = row.risk_fund_fen if row.state == OrderState.IN_USE else 0
        found = lying.pop(row.deposit, 0)
        if found != due:
            detail = f"rental {row.order_id}: holds {found}, should hold {due}"
            faults.append(BookFault("rental_deposit", detail))
    faults += [
        BookFault("deposit_of_nothing", f"account {account}: {fen} fen")
        for account, fen in lying.items()
        if fen
    ]
    untold = conn.scalars(_UNTOLD)
    return [*faults, *(BookFault("rental_without_fact", f"rental {found}") for found in untold)]
