"""Whether envelopes add up: I5 (opened and left are the total), I6 (one share a person, though
the table itself refuses a second), I7 (a share is a fact, and the other way round).
"""

from __future__ import annotations

from sqlalchemy import Connection, String, and_, cast, func, literal, or_, select

from services.money.envelopes.tables import envelope_shares, envelopes
from services.money.ledger import BookFault
from services.people.facts import FACTS

_TAKEN = (
    select(
        envelope_shares.c.envelope_id,
        func.count().label("shares"),
        func.count(envelope_shares.c.participant_id.distinct()).label("people"),
        func.sum(envelope_shares.c.amount_fen).label("fen"),
    )
    .group_by(envelope_shares.c.envelope_id)
    .subquery()
)
_COUNTED = select(envelopes.c.envelope_id).outerjoin(
    _TAKEN, _TAKEN.c.envelope_id == envelopes.c.envelope_id
)
_UNBALANCED = _COUNTED.where(
    or_(
        envelopes.c.shares - envelopes.c.left_shares != func.coalesce(_TAKEN.c.shares, 0),
        envelopes.c.total_fen - envelopes.c.left_fen != func.coalesce(_TAKEN.c.fen, 0),
    )
)
_GREEDY = _COUNTED.where(_TAKEN.c.shares != _TAKEN.c.people)
_OPENED = and_(FACTS.c.kind == "envelope_opened", FACTS.c.key.like("envelope:%"))
_SHARE_FACT = and_(
    _OPENED,
    FACTS.c.participant_id == envelope_shares.c.participant_id,
    FACTS.c.amount == envelope_shares.c.amount_fen,
    FACTS.c.key
    == literal("envelope:")
    + cast(envelope_shares.c.envelope_id, String)
    + ":"
    + envelope_shares.c.participant_id
    + ":opened",
)
_UNTOLD = (
    select(envelope_shares.c.envelope_id)
    .outerjoin(FACTS, _SHARE_FACT)
    .where(FACTS.c.fact_id.is_(None))
)
_UNTRUE = (
    select(FACTS.c.key)
    .outerjoin(envelope_shares, _SHARE_FACT)
    .where(_OPENED, envelope_shares.c.envelope_id.is_(None))
)


def audit(conn: Connection) -> list[BookFault]:
    """Every envelope that does not add up, of all towns."""
    checks = {
        "envelope_total": _UNBALANCED,
        "one_share_each": _GREEDY,
        "share_without_fact": _UNTOLD,
        "fact_without_share": _UNTRUE,
    }
    return [
        BookFault(name, f"envelope {found}")
        for name, query in checks.items()
        for found in conn.scalars(query)
    ]
