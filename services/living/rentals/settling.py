"""How an order ends in money and facts: charged to the deposit or the wallet, or owed.

Every charge has one key for the order's whole life, so that a thing is paid for once. What is left
of a deposit goes back in the same unit of work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.kernel.money import Fen
from services.kernel.schema import change_row
from services.kernel.time import HOUR_S
from services.kernel.town import Event
from services.living.rentals.prices import charge
from services.living.rentals.records import Order
from services.living.rentals.states import Ending, OrderState, Step, after
from services.living.rentals.tables import rental_orders
from services.money import ledger
from services.money.ledger import NotEnoughMoney, Transfer
from services.people.facts import SUPER_APP, Fact, record
from services.people.identity import by_id

if TYPE_CHECKING:
    from services.kernel.town import AccountId, Town


@dataclass(frozen=True, slots=True)
class _OfRental(Event):
    order: Order


@dataclass(frozen=True, slots=True)
class RentalMoved(_OfRental):
    """An order is asked for, confirmed, cancelled or over: its card shows it."""


@dataclass(frozen=True, slots=True)
class RentalDue(_OfRental):
    """From now on a return is late."""


@dataclass(frozen=True, slots=True)
class RentalEnded(_OfRental):
    """A thing came back or is lost; its price is paid, or owed."""


@dataclass(frozen=True, slots=True)
class RentalPaid(_OfRental):
    """What was owed is paid."""


DEPOSIT = "rental_deposit"  # the purpose of the hold, and the kind of its transfer
UNUSED = (
    "rental_brief"  # back within so short a time that it was hired for nothing but the good name
)
USED_AFTER_S = 4 * HOUR_S
ENDING_FACTS = {
    Ending.IN_TIME: "rental_returned",
    Ending.LATE: "rental_late",
    Ending.LOST: "rental_lost",
}


def end(town: Town, order: Order, ending: Ending) -> Order:
    """A thing came back or is lost: fix what it costs, and take it where it is at hand."""
    cost = Fen(order.terms.risk_fund)
    if ending is not Ending.LOST:
        used_s = town.now - (order.started or town.now)
        cost = charge(order.terms, used_s, is_late=ending is Ending.LATE)
    step = Step.LOSE if ending is Ending.LOST else Step.GIVE_BACK
    ended = replace(order, state=after(order.state, step), ending=ending, charged=cost)
    _update(town, ended, ending=ending, ended_town_s=town.now, charged_fen=cost)
    kind = UNUSED if _is_unused(town, ended) else ENDING_FACTS[ending]
    _note(town, ended, kind, cost if ending is Ending.LOST else 0, order.thing.provider.id)
    ended = _take(town, ended)
    if ended.state is OrderState.OWED:
        _note(town, ended, "order_owed", cost, SUPER_APP)
    town.emit(RentalEnded(ended))
    return ended


def settle(town: Town, order: Order) -> Order:
    """Pay what is owed out of the wallet. Raises `NotEnoughMoney`, `OrderOver`."""
    after(order.state, Step.PAY)
    paid = _paid(town, order, by_id(town, order.who).wallet)
    _note(town, paid, "order_settled", paid.charged, SUPER_APP)
    town.emit(RentalPaid(paid))
    return paid


def _is_unused(town: Town, ended: Order) -> bool:
    used_s = town.now - (ended.started or town.now)
    return ended.ending is Ending.IN_TIME and used_s < USED_AFTER_S


def _take(town: Town, order: Order) -> Order:
    """Charge the deposit and give back the rest, or charge the wallet if it holds enough."""
    wallet = by_id(town, order.who).wallet
    if not order.has_deposit:
        try:
            return _paid(town, order, wallet)
        except NotEnoughMoney:
            return order
    subject = str(order.order_id)
    held = ledger.open_account(town, ledger.HOLD, f"{DEPOSIT}:{subject}")
    paid = _paid(town, order, held)
    ledger.release(town, held, wallet, kind="rental_deposit_back", subject=subject)
    return paid


def _paid(town: Town, order: Order, source: AccountId) -> Order:
    """Pay the provider from an account, once. Raises `NotEnoughMoney`."""
    provider = ledger.open_account(town, ledger.OFFICE, f"provider:{order.thing.provider.id}")
    key = f"rental:{order.order_id}:charge"
    ledger.move(
        town,
        Transfer(
            key=key,
            kind="rental",
            source=source,
            target=provider,
            amount=order.charged,
            subject=order.thing_id,
        ),
    )
    paid = replace(order, state=after(order.state, Step.PAY))
    _update(town, paid, paid_town_s=town.now)
    return paid


def _update(town: Town, order: Order, **values: str | int) -> None:
    change_row(town.conn, rental_orders, order.order_id, state=order.state, **values)


def _note(town: Town, order: Order, kind: str, amount: int, source: str) -> None:
    """A fact for whoever judges: the merchant tells how things came back, the app who paid."""
    provider = order.thing.provider.id
    record(
        town,
        Fact(
            order.who,
            kind,
            amount,
            counterpart=provider,
            source=source,
            purpose="rental",
            recipients=f"platform,{provider}",
            key=f"rental:{order.order_id}:{kind}",
        ),
    )
