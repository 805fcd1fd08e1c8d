"""The steps of an order: its row, its clocks, its card; and its end in money and facts.

A charge goes to the deposit or the wallet, or is owed. It has one key for the order's whole life:
a thing is paid for once. What is left of a deposit goes back in the same unit of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.kernel.money import Fen
from services.kernel.schema import change_row
from services.kernel.time import DAY_S, HOUR_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import AccountId, Event, Town
from services.living.rentals.catalogue import charge
from services.living.rentals.records import Order, find_order
from services.living.rentals.states import Ending, OrderState, Step, after
from services.living.rentals.tables import rental_orders
from services.money import ledger
from services.money.ledger import NotEnoughMoney, Transfer
from services.people.facts import SUPER_APP, Fact, record
from services.people.identity import by_id


@dataclass(frozen=True, slots=True)
class _OfRental(Event):
    order: Order


@dataclass(frozen=True, slots=True)
class RentalMoved(_OfRental):
    """An order is asked for, confirmed, cancelled, over or paid: its card shows it."""


@dataclass(frozen=True, slots=True)
class RentalDue(_OfRental):
    """From now on a return is late."""


@dataclass(frozen=True, slots=True)
class RentalEnded(_OfRental):
    """A thing came back or is lost; its price is paid, or owed."""


EXPIRY = "rental_expiry"  # the timers' kinds
DUE = "rental_due"
LOST = "rental_lost"
DEPOSIT = "rental_deposit"  # the purpose of the hold, and the kind of its transfer
# Back within so short a time that it was hired for nothing but the good name.
UNUSED = "rental_brief"
USED_AFTER_S = 4 * HOUR_S
ENDING_FACTS = {
    Ending.IN_TIME: "rental_returned",
    Ending.LATE: "rental_late",
    Ending.LOST: "rental_lost",
}


def begin(town: Town, order: Order, taken: Step, **said: Any) -> Order:  # noqa: ANN401 - columns
    """Hand the thing over: from now on its time runs."""
    due = town.now + order.thing.due_days * DAY_S
    subject = str(order.order_id)
    clear_timer(town, EXPIRY, subject)
    set_timer(town, DUE, subject, due=due)
    lost = due + order.thing.lost_after_days * DAY_S
    said |= {"started_town_s": town.now, "due_town_s": due, "lost_town_s": lost}
    return step(town, order, taken, **said)


def step(town: Town, order: Order, taken: Step, **said: Any) -> Order:  # noqa: ANN401 - columns
    """Take one step of the table, with what else its row remembers. Raises `RentalOver`."""
    moved = _move(town, order, taken, **said)
    town.emit(RentalMoved(moved))
    return moved


def stop_clocks(town: Town, order_id: int) -> None:
    """Nothing runs out any more."""
    for kind in (EXPIRY, DUE, LOST):
        clear_timer(town, kind, str(order_id))


def end(town: Town, order: Order, ending: Ending) -> Order:
    """A thing came back or is lost: fix what it costs, and take it where it is at hand."""
    used_s = town.now - (order.started or town.now)
    if ending is Ending.LOST:
        taken, cost, noted = Step.LOSE, Fen(order.terms.risk_fund), order.terms.risk_fund
    else:
        is_late = ending is Ending.LATE
        taken, cost, noted = Step.GIVE_BACK, charge(order.terms, used_s, is_late=is_late), 0
    said = {"ending": ending, "ended_town_s": town.now, "charged_fen": cost}
    ended = _move(town, order, taken, **said)
    is_unused = ending is Ending.IN_TIME and used_s < USED_AFTER_S
    kind = UNUSED if is_unused else ENDING_FACTS[ending]
    _note(town, ended, kind, noted, order.thing.provider.id)
    ended = _take(town, ended)
    if ended.state is OrderState.OWED:
        _note(town, ended, "order_owed", cost, SUPER_APP)
    town.emit(RentalEnded(ended))
    return ended


def settle(town: Town, order: Order) -> Order:
    """Pay what is owed out of the wallet. Raises `NotEnoughMoney`, `RentalOver`."""
    after(order.state, Step.PAY)
    paid = _paid(town, order, by_id(town, order.who).wallet)
    _note(town, paid, "order_settled", paid.charged, SUPER_APP)
    town.emit(RentalMoved(paid))
    return paid


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
    return _move(town, order, Step.PAY, paid_town_s=town.now)


def _move(town: Town, order: Order, taken: Step, **said: Any) -> Order:  # noqa: ANN401 - columns
    state = after(order.state, taken)
    change_row(town.conn, rental_orders, order.order_id, state=state, **said)
    return find_order(town, order.order_id)


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
