"""Whether errands are what they say: a deposit lies still or went back; each use left its facts."""

from __future__ import annotations

from sqlalchemy import Connection, String, cast, exists, literal, select

from services.living.errands.service import DEPOSIT
from services.living.errands.tables import errands
from services.money.ledger import BookFault, held
from services.people.facts import FACTS, purged_since

_TOLD = exists().where(
    FACTS.c.workshop_id == errands.c.workshop_id,
    FACTS.c.participant_id == errands.c.who,
    FACTS.c.key.startswith(
        literal("errand:") + cast(errands.c.errand_id, String) + ":", autoescape=False
    ),
)


def audit(conn: Connection) -> list[BookFault]:
    """Deposits that belong to no errand, and uses that left no fact, of all towns."""
    known = set(conn.scalars(select(errands.c.deposit).where(errands.c.deposit.is_not(None))))
    lying = held(conn, DEPOSIT)
    faults = [
        BookFault("deposit_of_nothing", f"account {account}: {fen} fen")
        for account, fen in lying.items()
        if fen and account not in known
    ]
    # What is still out may leave its first fact when its day comes; a purge may have taken it.
    at = errands.c
    done = (at.state == "done", ~purged_since(at.who, at.used_town_s))
    untold = select(at.errand_id).where(*done, ~_TOLD)
    return [
        *faults,
        *(BookFault("errand_without_fact", f"errand {e}") for e in conn.scalars(untold)),
    ]
