"""Things to hire without a deposit, for whoever's score passes; with one, for everybody else."""

from services.living.rentals.audit import audit
from services.living.rentals.catalogue import Terms, catalogue, charge, things
from services.living.rentals.records import Ground, Offer, Order, Out, Shelf, find_order, out, shelf
from services.living.rentals.service import (
    Checked,
    cancel,
    confirm,
    expire,
    fall_due,
    give_back,
    give_back_only,
    lose,
    pay,
    pay_deposit,
    start,
)
from services.living.rentals.settling import DUE, EXPIRY, LOST, RentalDue, RentalEnded, RentalMoved
from services.living.rentals.states import Ending, NoSuchThing, NothingOut, OrderState, RentalOver
