"""Things to hire without a deposit, for whoever's score passes; with one, for everybody else."""

from services.living.rentals.audit import audit
from services.living.rentals.catalogue import Thing, catalogue, things
from services.living.rentals.dues import expire, fall_due, lose
from services.living.rentals.errors import NoSuchThing, NothingOut, RentalOver
from services.living.rentals.events import RentalDue, RentalEnded, RentalMoved, RentalPaid
from services.living.rentals.prices import Terms, charge
from services.living.rentals.records import Ground, Order, find_order
from services.living.rentals.service import (
    Checked,
    Out,
    cancel,
    confirm,
    give_back,
    give_back_only,
    out,
    pay,
    pay_deposit,
    start,
)
from services.living.rentals.shelf import Offer, Shelf, shelf
from services.living.rentals.states import Ending, OrderState, Step
from services.living.rentals.stepping import DUE, EXPIRY, LOST

__all__ = [
    "DUE",
    "EXPIRY",
    "LOST",
    "Checked",
    "Ending",
    "Ground",
    "NoSuchThing",
    "NothingOut",
    "Offer",
    "Order",
    "OrderState",
    "Out",
    "RentalDue",
    "RentalEnded",
    "RentalMoved",
    "RentalOver",
    "RentalPaid",
    "Shelf",
    "Step",
    "Terms",
    "Thing",
    "audit",
    "cancel",
    "catalogue",
    "charge",
    "confirm",
    "expire",
    "fall_due",
    "find_order",
    "give_back",
    "give_back_only",
    "lose",
    "out",
    "pay",
    "pay_deposit",
    "shelf",
    "start",
    "things",
]
