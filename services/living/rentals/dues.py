"""What happens to orders when nobody does anything: the timers' verbs, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.timers import set_timer
from services.living.rentals.records import find_order, lock
from services.living.rentals.settling import RentalDue, end
from services.living.rentals.states import Ending, OrderState, Step
from services.living.rentals.stepping import LOST, step
from services.living.rentals.tables import rental_orders

if TYPE_CHECKING:
    from services.kernel.town import Town
    from services.living.rentals.records import Order


def expire(town: Town, subject: str) -> None:
    """Nobody touched the order for too long."""
    order = _locked(town, subject)
    if order.state is OrderState.CREATED:
        step(town, order, Step.LAPSE)


def fall_due(town: Town, subject: str) -> None:
    """From now on a return is late, and the thing may get lost."""
    order = _locked(town, subject)
    if order.state is OrderState.IN_USE and order.lost is not None:
        set_timer(town, LOST, subject, due=order.lost)
        town.emit(RentalDue(order))


def lose(town: Town, subject: str) -> None:
    """A thing that has not come back is lost, and its risk fund is charged."""
    order = _locked(town, subject)
    if order.state is OrderState.IN_USE:
        end(town, order, Ending.LOST)


def _locked(town: Town, subject: str) -> Order:
    lock(town, rental_orders.c.order_id == int(subject))
    return find_order(town, int(subject))
