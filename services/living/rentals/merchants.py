"""What the merchant does with an order: take it back, ask for less, debit, hear that it was paid.

The facilitator stands behind every counter of the town. Debits come by themselves, and are tried
again; while one runs, nothing else of the order changes, as in the field's service orders.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from services.kernel import audit_log
from services.kernel.errors import Outdated
from services.kernel.localized import one_line
from services.kernel.money import Fen, Money
from services.kernel.schema import change_row
from services.kernel.time import DAY_S, MINUTE_S, Moment
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, Event, Town, require
from services.living.rentals.catalogue import catalogue
from services.living.rentals.records import Order, find_order, locked_order
from services.living.rentals.settling import (
    DEBIT,
    DEBITED,
    found_again,
    note,
    release_deposit,
    settle,
    settled,
    step,
    stop_clocks,
)
from services.living.rentals.states import (
    DebitRunning,
    Ending,
    OnlyLower,
    OrderState,
    ReasonNeeded,
    RentalOver,
    Step,
    after,
)
from services.living.rentals.tables import rental_orders
from services.money.ledger import NotEnoughMoney

REASON_MAX = 50
GOODWILL = "goodwill"  # the reason a merchant gives to whoever asks for less
FOUND_WITHIN_S = 30 * DAY_S


class News(StrEnum):
    """What a merchant did."""

    LOWERED = "lowered"
    REVOKED = "revoked"
    SYNCED = "synced"
    DEBITED = "debited"
    REFUSED = "refused"  # the debit was


@dataclass(frozen=True, slots=True)
class MerchantActed(Event):
    """A merchant did something to an order: its person hears of it."""

    order: Order
    news: News


def modify(town: Town, order_id: int, amount: Fen, reason: str) -> Order:
    """Let less be owed, with a reason. Only while it is owed, only downwards, never to nothing.

    Raises `NotAllowed`, `OnlyLower`, `ReasonNeeded`, `DebitRunning`, `RentalOver`, `Outdated`.
    """
    require(town, *STEWARDS)
    order = _changeable(town, order_id, Step.MODIFY)
    if not 1 <= amount < order.charged:
        raise OnlyLower(amount=Money(order.charged))
    audit_log.note(town, "rental_lowered", order.thing.provider.id, role=town.actor.role)
    return _told(town, _lowered(town, order, amount, _reason(reason)), News.LOWERED)


def ask_for_less(town: Town, order_id: int) -> Order:
    """Ask the merchant first: of what was late, the fee is waived once. Again is the same.

    Raises `RentalOver` where there is nothing to waive, `DebitRunning`, `Outdated`.
    """
    order = locked_order(town, order_id)
    if order.who != town.actor.participant_id:
        raise Outdated
    if order.reason == GOODWILL:
        return replace(order, again=True)
    order = _changeable(town, order_id, Step.MODIFY)
    less = Fen(order.charged - order.terms.late_fee)
    if not can_be_less(order):
        raise RentalOver
    return _lowered(town, order, less, GOODWILL)


def can_be_less(order: Order) -> bool:
    """Whether a merchant who is asked would waive something."""
    is_late = order.state is OrderState.OWED and order.ending is Ending.LATE
    return is_late and not order.reason and order.charged > order.terms.late_fee > 0


def sync(town: Town, order_id: int) -> Order:
    """The person paid elsewhere: nothing is owed, and no money moves here. Again is the same.

    Raises `NotAllowed`, `DebitRunning`, `RentalOver`, `Outdated`.
    """
    require(town, *STEWARDS)
    order = find_order(town, order_id)
    if order.paid_elsewhere:
        return replace(order, again=True)
    order = _changeable(town, order_id, Step.SYNC)
    audit_log.note(town, "rental_synced", order.thing.provider.id, role=town.actor.role)
    said = {"paid_town_s": town.now, "paid_elsewhere": True}
    return _told(town, settled(town, step(town, order, Step.SYNC, **said)), News.SYNCED)


def revoke(town: Town, order_id: int, reason: str) -> Order:
    """Take an order back that is not over yet: nothing is charged, and a deposit goes back.

    Again is the same. Raises `NotAllowed`, `ReasonNeeded`, `RentalOver`, `Outdated`.
    """
    require(town, *STEWARDS)
    order = locked_order(town, order_id)
    if order.state is OrderState.REVOKED:
        return replace(order, again=True)
    stop_clocks(town, order_id)
    taken = step(town, order, Step.CANCEL, reason=_reason(reason))
    release_deposit(town, order)
    note(town, taken, "rental_revoked", 0, order.thing.provider.id)
    audit_log.note(town, "rental_revoked", order.thing.provider.id, role=town.actor.role)
    return _told(town, taken, News.REVOKED)


def debit(town: Town, order_id: int) -> Order:
    """Begin to take what is owed. Raises `NotAllowed`, `DebitRunning`, `RentalOver`, `Outdated`."""
    require(town, *STEWARDS)
    return _begin_debit(town, _changeable(town, order_id, Step.PAY))


def debit_due(town: Town, subject: str) -> None:
    """A timer's verb: the merchant tries to take what is owed."""
    order = locked_order(town, int(subject))
    if order.state is OrderState.OWED and order.debit_until is None:
        _begin_debit(town, order)


def debit_done(town: Town, subject: str) -> None:
    """A timer's verb: the wallet pays, or the merchant tries again some days later, a few times."""
    order = locked_order(town, int(subject))
    if order.state is not OrderState.OWED:
        return
    try:
        _told(town, settle(town, order), News.DEBITED)
    except NotEnoughMoney:
        tries, plan = order.debits + 1, catalogue().debits
        said = {"debits": tries, "debit_until_town_s": None}
        change_row(town.conn, rental_orders, order.order_id, **said)
        note(town, order, "debit_refused", order.charged, order.thing.provider.id, time=f":{tries}")
        if tries < plan.tries:
            set_timer(town, DEBIT, subject, due=town.now + plan.again_after_days * DAY_S)
        _told(town, find_order(town, order.order_id), News.REFUSED)


def bring_found(town: Town, order_id: int) -> Order:
    """Bring back what was lost, within 30 town days. Again is the same.

    Raises `RentalOver`, `Outdated`.
    """
    order = locked_order(town, order_id)
    if order.who != town.actor.participant_id:
        raise Outdated
    if order.found:
        return replace(order, again=True)
    if order.ending is not Ending.LOST or order.lost is None:
        raise RentalOver
    if order.debit_until is not None:
        raise DebitRunning(until=Moment(order.debit_until))
    if town.now >= order.lost + FOUND_WITHIN_S:
        raise RentalOver
    return found_again(town, order)


def _changeable(town: Town, order_id: int, wanted: Step) -> Order:
    order = locked_order(town, order_id)
    after(order.state, wanted)
    if order.debit_until is not None:
        raise DebitRunning(until=Moment(order.debit_until))
    return order


def _lowered(town: Town, order: Order, amount: Fen, reason: str) -> Order:
    less = step(town, order, Step.MODIFY, charged_fen=amount, reason=reason)
    provider, time = order.thing.provider.id, f":{amount}"
    note(town, less, "order_lowered", order.charged - amount, provider, time=time)
    return less


def _reason(typed: str) -> str:
    reason = one_line(typed)
    if not 1 <= len(reason) <= REASON_MAX:
        raise ReasonNeeded(limit=REASON_MAX)
    return reason


def _begin_debit(town: Town, order: Order) -> Order:
    until = town.now + catalogue().debits.runs_minutes * MINUTE_S
    change_row(town.conn, rental_orders, order.order_id, debit_until_town_s=until)
    clear_timer(town, DEBIT, str(order.order_id))
    set_timer(town, DEBITED, str(order.order_id), due=until)
    return find_order(town, order.order_id)


def _told(town: Town, order: Order, news: News) -> Order:
    town.emit(MerchantActed(order, news))
    return order
