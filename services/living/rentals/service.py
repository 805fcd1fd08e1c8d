"""Renting: start, confirm, pay a deposit, cancel, bring back, pay. Each confirm asks the score.

Whoever fails the check is asked for a deposit and never turned away. Every step goes through the
table of `states`; money moves in `settling`. Owns nothing about how an order is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select

from services.kernel.errors import Outdated, Retryable
from services.kernel.money import Fen
from services.kernel.schema import change_row, insert_new
from services.kernel.timers import is_over, set_timer
from services.kernel.town import Town
from services.living.rentals.catalogue import find
from services.living.rentals.records import (
    Ground,
    Order,
    Out,
    find_order,
    lock_mine,
    locked_order,
    my_orders,
    out,
)
from services.living.rentals.settling import (
    DEPOSIT,
    DUE,
    EXPIRY,
    LOST,
    RentalDue,
    begin,
    end,
    settle,
    step,
    stop_clocks,
)
from services.living.rentals.states import (
    BadOrderNo,
    Ending,
    NothingOut,
    OrderNoTaken,
    OrderState,
    RentalOver,
    Step,
    after,
)
from services.living.rentals.tables import rental_orders
from services.money import ledger
from services.people.identity import by_id, human_wait_s
from services.standing import sanctions
from services.standing.scores import Eligibility, eligible, gates

ORDER_NO_MAX = 32
ORDER_NO = re.compile(r"[0-9A-Za-z_\-|*]{1,32}")  # as the field's service orders have it


@dataclass(frozen=True, slots=True)
class Checked:
    """A confirmation: the order after it, and what the gate said; None when nothing was asked."""

    order: Order
    gate: Eligibility | None


def start(town: Town, typed: str, order_no: str = "") -> Order:
    """The order of a thing to be confirmed, or the one that waits already. The same number with
    the same thing is the same order. Raises `NoSuchThing`, `BadOrderNo`, `OrderNoTaken`,
    `DoorClosed`.
    """
    if order_no and ORDER_NO.fullmatch(order_no) is None:
        raise BadOrderNo(limit=ORDER_NO_MAX)
    name, thing = find(typed)
    if thing.door is not None:
        sanctions.require_open(town, thing.door)
    number = f"no:{order_no}" if order_no else town.key
    key, terms = f"{town.actor.pid}:{number}", thing.terms
    is_new = insert_new(
        town.conn,
        rental_orders,
        workshop_id=town.workshop_id,
        key=key,
        who=town.actor.pid,
        thing=name,
        made_with=thing.model_dump_json(),
        at_least=gates()[thing.gate].at_least,
        price_fen=terms.price,
        per_s=terms.per_s,
        late_fee_fen=terms.late_fee,
        risk_fund_fen=terms.risk_fund,
        created_town_s=town.now,
        order_no=order_no,
    )
    order = _standing(town, name, key)
    if order.thing_id != name:
        raise OrderNoTaken(order_no=order_no, thing=order.thing.title)
    if is_new:
        waits_s = human_wait_s(town, order.who)
        set_timer(town, EXPIRY, str(order.order_id), due=order.expires, waits_s=waits_s)
    return replace(order, again=not is_new)


def confirm(town: Town, order_id: int) -> Checked:
    """Begin, if the score and the person's other orders let them; else a deposit is asked for.

    Again is the same. Raises `RentalOver`, `Outdated`.
    """
    lock_mine(town)
    order = _of_actor(town, find_order(town, order_id))
    if order.state is OrderState.IN_USE:
        return Checked(replace(order, again=True), None)
    _still_waits(town, order, Step.CONFIRM)
    found = eligible(town, order.thing.gate)
    grounds = _grounds(town, order, found)
    said: dict[str, Any] = {"score_id": found.score_id, "grounds": " ".join(grounds)}
    if grounds:
        return Checked(step(town, order, Step.ASK, **said), found)
    return Checked(begin(town, order, Step.CONFIRM, **said), found)


def pay_deposit(town: Town, order_id: int) -> Order:
    """Set the deposit aside and begin; only where one was asked for. Again is the same.

    Raises `NotEnoughMoney`, `RentalOver`, `Outdated`.
    """
    lock_mine(town)
    order = _of_actor(town, find_order(town, order_id))
    if order.state is OrderState.IN_USE and order.has_deposit:
        return replace(order, again=True)
    _still_waits(town, order, Step.DEPOSIT)
    if not order.grounds:
        raise Outdated
    wallet, amount = by_id(town, order.who).wallet, Fen(order.terms.risk_fund)
    held = ledger.hold(town, wallet, amount, purpose=DEPOSIT, subject=str(order_id))
    return begin(town, order, Step.DEPOSIT, deposit=held)


def cancel(town: Town, order_id: int) -> Order:
    """Give an unconfirmed order up. Again is the same. Raises `RentalOver`, `Outdated`."""
    order = _locked(town, order_id)
    if order.state is OrderState.REVOKED:
        return replace(order, again=True)
    if order.state is not OrderState.CREATED:  # from then on only the merchant can
        raise RentalOver
    stop_clocks(town, order_id)
    return step(town, order, Step.CANCEL)


def give_back(town: Town, order_id: int) -> Order:
    """Bring a thing back and pay for it, out of the deposit or the wallet; what the wallet cannot
    pay is owed. Again is the same. Raises `RentalOver`, `Outdated`.
    """
    order = _locked(town, order_id)
    if order.ending in (Ending.IN_TIME, Ending.LATE):
        return replace(order, again=True)
    if order.due is None or order.lost is None:
        raise RentalOver  # never begun
    is_late = is_over(town, DUE, str(order_id), order.due + 1)
    if is_late and is_over(town, LOST, str(order_id), order.lost):
        raise RentalOver
    stop_clocks(town, order_id)
    return end(town, order, Ending.LATE if is_late else Ending.IN_TIME)


def give_back_only(town: Town) -> Order | Out:
    """Bring back the one thing that is out, or say what there is. Raises `NothingOut`."""
    found = out(town)
    if not found.in_use and not found.owed:
        raise NothingOut
    return give_back(town, found.in_use[0].order_id) if len(found.in_use) == 1 else found


def pay(town: Town, order_id: int) -> Order:
    """Pay what is owed. Again is the same. Raises `NotEnoughMoney`, `RentalOver`, `Outdated`."""
    order = _locked(town, order_id)
    if order.state is OrderState.DONE:
        return replace(order, again=True)
    return settle(town, order)


def expire(town: Town, subject: str) -> None:
    """Nobody touched the order for too long."""
    order = locked_order(town, int(subject))
    if order.state is OrderState.CREATED:
        step(town, order, Step.LAPSE)


def fall_due(town: Town, subject: str) -> None:
    """From now on a return is late, and the thing may get lost."""
    order = locked_order(town, int(subject))
    if order.state is OrderState.IN_USE and order.lost is not None:
        waits_s = human_wait_s(town, order.who)
        lost = set_timer(town, LOST, subject, due=order.lost, waits_s=waits_s)
        change_row(town.conn, rental_orders, order.order_id, lost_town_s=lost)
        town.emit(RentalDue(replace(order, lost=lost)))


def lose(town: Town, subject: str) -> None:
    """A thing that has not come back is lost, and its risk fund is charged."""
    order = locked_order(town, int(subject))
    if order.state is OrderState.IN_USE:
        end(town, order, Ending.LOST)


def _grounds(town: Town, order: Order, found: Eligibility) -> tuple[Ground, ...]:
    """What real services say when a check fails; nothing of how the score came about."""
    others = my_orders(town, OrderState.IN_USE, OrderState.OWED)
    same = [o for o in others if o.state is OrderState.IN_USE and o.thing_id == order.thing_id]
    said = {
        Ground.NO_SCORE: found.score is None,
        Ground.SCORE: found.score is not None and not found.passes,
        Ground.UNPAID: any(o.state is OrderState.OWED for o in others),
        Ground.TOO_MANY: len(same) >= order.thing.open_at_once,
    }
    return tuple(ground for ground, holds in said.items() if holds)


def _still_waits(town: Town, order: Order, wanted: Step) -> None:
    """Raises `RentalOver` where the step leads nowhere, also before the sweep has said so."""
    after(order.state, wanted)
    if is_over(town, EXPIRY, str(order.order_id), order.expires):
        raise RentalOver


def _standing(town: Town, name: str, key: str) -> Order:
    """The order of this key, or the one of this thing that waits to be confirmed."""
    row = rental_orders.c
    waits = (row.who == town.actor.pid) & (row.thing == name) & (row.state == OrderState.CREATED)
    query = select(row.order_id).where(
        row.workshop_id == town.workshop_id, or_(row.key == key, waits)
    )
    found = town.conn.scalars(query.order_by(row.key != key).limit(1)).one_or_none()
    if found is None:
        raise Retryable("the order that waited has just moved on")
    return find_order(town, found)


def _locked(town: Town, order_id: int) -> Order:
    return _of_actor(town, locked_order(town, order_id))


def _of_actor(town: Town, order: Order) -> Order:
    if order.who != town.actor.participant_id:
        raise Outdated
    return order
