"""One step of an order: its row, its clocks, its card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from services.kernel.time import DAY_S
from services.kernel.timers import clear_timer, set_timer
from services.living.rentals.records import Order, find_order
from services.living.rentals.settling import RentalMoved
from services.living.rentals.states import Step, after
from services.living.rentals.tables import rental_orders

if TYPE_CHECKING:
    from services.kernel.town import Town

EXPIRY = "rental_expiry"  # the timers' kinds
DUE = "rental_due"
LOST = "rental_lost"


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
    """Take one step of the table, with what else its row remembers. Raises `OrderOver`."""
    town.conn.execute(
        update(rental_orders)
        .where(rental_orders.c.order_id == order.order_id)
        .values(state=after(order.state, taken), **said)
    )
    moved = find_order(town, order.order_id)
    town.emit(RentalMoved(moved))
    return moved


def stop_clocks(town: Town, order_id: int) -> None:
    """Nothing runs out any more."""
    for kind in (EXPIRY, DUE, LOST):
        clear_timer(town, kind, str(order_id))
