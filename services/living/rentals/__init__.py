"""Things to hire without a deposit, for whoever's score passes; with one, for everybody else."""

from services.living.rentals.audit import audit
from services.living.rentals.catalogue import Thing, catalogue, things
from services.living.rentals.dues import expire, fall_due, lose
from services.living.rentals.errors import NoSuchThing, NothingOut, OrderOver
from services.living.rentals.events import RentalDue, RentalEnded, RentalMoved, RentalPaid
from services.living.rentals.prices import Terms, charge
from services.living.rentals.records import Ground, Order, look
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
from services.living.rentals.states import Ending, State, Step
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
