"""The steps of an order: its row, its clocks, its card; and its end in money and facts.

A charge goes to the deposit or the wallet, or is owed. It has one key for the order's whole life:
a thing is paid for once. What is left of a deposit goes back in the same unit of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import change_row
from services.kernel.time import DAY_S, HOUR_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import AccountId, Event, Town
from services.living.rentals.catalogue import catalogue, charge
from services.living.rentals.records import Order, find_order
from services.living.rentals.states import Ending, OrderState, Step, after
from services.living.rentals.tables import rental_orders
from services.money import ledger
from services.money.ledger import NotEnoughMoney, Transfer
from services.people.facts import SUPER_APP, Fact, record, strike
from services.people.identity import by_id, human_wait_s
from services.social import ratings


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
DEBIT = "rental_debit"  # a merchant begins to take what is owed
DEBITED = "rental_debited"  # and has taken it, or not
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
    due, waits_s = town.now + order.thing.due_days * DAY_S, human_wait_s(town, order.who)
    subject = str(order.order_id)
    clear_timer(town, EXPIRY, subject)
    due = set_timer(town, DUE, subject, due=due, waits_s=waits_s)
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
    for kind in (EXPIRY, DUE, LOST, DEBIT, DEBITED):
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
    note(town, ended, kind, noted, order.thing.provider.id)
    ended = _take(town, ended)
    if ended.state is OrderState.OWED:
        note(town, ended, "order_owed", cost, SUPER_APP)
        first = town.now + catalogue().debits.first_after_days * DAY_S
        waits_s = human_wait_s(town, order.who)
        set_timer(town, DEBIT, str(order.order_id), due=first, waits_s=waits_s)
    town.emit(RentalEnded(ended))
    _note_deal(town, ended)
    return ended


def settle(town: Town, order: Order) -> Order:
    """Pay what is owed out of the wallet. Raises `NotEnoughMoney`, `RentalOver`."""
    after(order.state, Step.PAY)
    paid = _paid(town, order, by_id(town, order.who).wallet)
    return settled(town, paid)


def settled(town: Town, paid: Order) -> Order:
    """Nothing is owed any more, however it was paid."""
    stop_clocks(town, paid.order_id)
    note(town, paid, "order_settled", paid.charged, SUPER_APP)
    town.emit(RentalMoved(paid))
    return paid


def found_again(town: Town, order: Order) -> Order:
    """What was lost came back: it was late, not lost. It costs the agreed days and the late fee,
    for nobody used it while it was lost; what was paid beyond that comes back.
    """
    used_s = (order.due or town.now) - (order.started or town.now)
    cost = min(order.charged, charge(order.terms, used_s, is_late=True))
    said = {"ending": Ending.LATE, "charged_fen": cost, "found_town_s": town.now}
    back = _move(town, order, Step.FIND, **said)
    beyond = Fen(order.charged - cost)
    if beyond and back.state is OrderState.DONE and not back.paid_elsewhere:
        ledger.move(
            town,
            Transfer(
                key=f"rental:{order.order_id}:refund",
                kind="rental_refund",
                source=_till(town, order),
                target=by_id(town, order.who).wallet,
                amount=beyond,
                subject=order.thing_id,
            ),
        )
    provider = order.thing.provider.id
    strike(town, order.who, [f"rental:{order.order_id}:{ENDING_FACTS[Ending.LOST]}"], provider)
    note(town, back, ENDING_FACTS[Ending.LATE], 0, provider)
    town.emit(RentalMoved(back))
    return back


def release_deposit(town: Town, order: Order) -> None:
    """Give back all that is left of a deposit; nothing where there is none."""
    if order.has_deposit:
        subject = str(order.order_id)
        held = ledger.open_account(town, ledger.HOLD, f"{DEPOSIT}:{subject}")
        wallet = by_id(town, order.who).wallet
        ledger.release(town, held, wallet, kind="rental_deposit_back", subject=subject)


def _note_deal(town: Town, order: Order) -> None:
    """What was hired can be rated; its provider is no person of the town."""
    provider, thing = order.thing.provider, order.thing.title
    title = Localized(en=f"{thing.en}, {provider.title.en}", zh=f"{thing.zh}，{provider.title.zh}")
    ratings.note_deal(
        town,
        ratings.Deal(
            key=f"rental:{order.order_id}",
            kind="rental",
            customer=order.who,
            provider=None,
            service=provider.id,
            title=title,
        ),
    )


def _take(town: Town, order: Order) -> Order:
    """Charge the deposit and give back the rest, or charge the wallet if it holds enough."""
    wallet = by_id(town, order.who).wallet
    if not order.has_deposit:
        try:
            return _paid(town, order, wallet)
        except NotEnoughMoney:
            return order
    paid = _paid(town, order, ledger.open_account(town, ledger.HOLD, f"{DEPOSIT}:{order.order_id}"))
    release_deposit(town, order)
    return paid


def _paid(town: Town, order: Order, source: AccountId) -> Order:
    """Pay the provider from an account, once. Raises `NotEnoughMoney`."""
    key = f"rental:{order.order_id}:charge"
    ledger.move(
        town,
        Transfer(
            key=key,
            kind="rental",
            source=source,
            target=_till(town, order),
            amount=order.charged,
            subject=order.thing_id,
        ),
    )
    return _move(town, order, Step.PAY, paid_town_s=town.now, debit_until_town_s=None)


def _till(town: Town, order: Order) -> AccountId:
    return ledger.open_account(town, ledger.OFFICE, f"provider:{order.thing.provider.id}")


def _move(town: Town, order: Order, taken: Step, **said: Any) -> Order:  # noqa: ANN401 - columns
    state = after(order.state, taken)
    change_row(town.conn, rental_orders, order.order_id, state=state, **said)
    return find_order(town, order.order_id)


def note(town: Town, order: Order, kind: str, amount: int, source: str, *, time: str = "") -> None:
    """A fact for whoever judges: the merchant tells how things came back, the app who paid.

    `time` keeps apart what can happen to an order more than once.
    """
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
            key=f"rental:{order.order_id}:{kind}{time}",
        ),
    )
