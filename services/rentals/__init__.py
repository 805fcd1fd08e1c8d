"""Things to hire without a deposit, for whoever's score passes; with one, for everybody else."""

from services.rentals.audit import audit
from services.rentals.catalogue import Thing, catalogue, things
from services.rentals.dues import expire, fall_due, lose
from services.rentals.errors import NoSuchThing, NothingOut, OrderOver
from services.rentals.events import RentalDue, RentalEnded, RentalMoved, RentalPaid
from services.rentals.prices import Terms, charge
from services.rentals.records import Ground, Order, look
from services.rentals.service import (
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
from services.rentals.shelf import Offer, Shelf, shelf
from services.rentals.states import Ending, State, Step
from services.rentals.stepping import DUE, EXPIRY, LOST

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
    "OrderOver",
    "Out",
    "RentalDue",
    "RentalEnded",
    "RentalMoved",
    "RentalPaid",
    "Shelf",
    "State",
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
    "give_back",
    "give_back_only",
    "look",
    "lose",
    "out",
    "pay",
    "pay_deposit",
    "shelf",
    "start",
    "things",
]
