"""Money that goes there and back between two buys no stars: it was no deal.

Owns what one has given another for good: payments, envelopes and requests of the last days, less
what came back in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, case, func, or_, select, update

from services.kernel.money import Fen
from services.kernel.schema import AnyRow
from services.kernel.time import DAY_S
from services.kernel.town import Event, ParticipantId, Town
from services.money.envelopes import ShareOpened
from services.money.transfers import TransferAccepted
from services.people.facts import FACTS, SUPER_APP, strike
from services.social.ratings.tables import PAYMENT, RETURNED, deals
from services.social.requests import RequestEnded, ShareState

DEAL_FROM = Fen(1_00)  # given for good: stars cost something
WITHIN_S = 3 * DAY_S
TAKEN = ("was_paid", "envelope_opened")  # facts of whoever takes; counterpart is who gave


def is_bought(town: Town, payer: ParticipantId, receiver: ParticipantId) -> bool:
    """Whether enough of what somebody gave another in the last days has not come back."""
    gave = and_(FACTS.c.participant_id == receiver, FACTS.c.counterpart == payer)
    took = and_(FACTS.c.participant_id == payer, FACTS.c.counterpart == receiver)
    query = select(func.sum(case((gave, FACTS.c.amount), else_=-FACTS.c.amount))).where(
        FACTS.c.participant_id.in_((payer, receiver)),
        or_(gave, took),
        FACTS.c.kind.in_(TAKEN),
        FACTS.c.town_s > town.now - WITHIN_S,
    )
    return int(town.conn.scalar(query) or 0) >= DEAL_FROM


def took_back(town: Town, event: Event) -> tuple[int, ...]:
    """The deals that are none any more, because the customer has their money back by this.

    They are closed, and the facts that they left count no more.
    """
    moved = _moved(event)
    if moved is None:
        return ()
    giver, taker = moved
    recent = (deals.c.workshop_id == town.workshop_id, deals.c.kind == PAYMENT)
    mine = (deals.c.customer == taker, deals.c.provider == giver)
    query = select(deals.c.deal_id, deals.c.key).where(
        *recent, *mine, deals.c.made_town_s > town.now - WITHIN_S
    )
    found = town.conn.execute(query.order_by(deals.c.deal_id)).all()
    if not found or is_bought(town, taker, giver):
        return ()
    return void(town, found, moved)


def void(town: Town, found: Sequence[AnyRow], sides: Iterable[ParticipantId]) -> tuple[int, ...]:
    """Close deals that are none; the facts that they left of these people count no more."""
    numbers = tuple(one.deal_id for one in found)
    closed = {"customer_waits": False, "provider_waits": False, "kind": RETURNED}
    opened = func.coalesce(deals.c.opened_town_s, town.now)
    town.conn.execute(
        update(deals).where(deals.c.deal_id.in_(numbers)).values(opened_town_s=opened, **closed)
    )
    for who in sides:
        _strike(town, who, [one.key for one in found])
    return numbers


def _strike(town: Town, who: ParticipantId, causes: list[str]) -> None:
    begins = or_(*(FACTS.c.key.startswith(f"{cause}:", autoescape=True) for cause in causes))
    left = select(FACTS.c.key).where(
        FACTS.c.participant_id == who, FACTS.c.purpose == "rating", begins
    )
    strike(town, who, town.conn.scalars(left).all(), SUPER_APP)


def _moved(event: Event) -> tuple[ParticipantId, ParticipantId] | None:
    """Who gave whom money by what has just happened."""
    match event:
        case TransferAccepted(payment=paid):
            return paid.payer, paid.receiver
        case RequestEnded(bill=bill, share=share) if share.state is ShareState.PAID:
            return share.payer, bill.asker
        case ShareOpened(sender=giver, opener=taker):
            return giver, taker
        case _:
            return None
