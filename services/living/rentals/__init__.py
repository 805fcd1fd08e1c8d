"""Things to hire without a deposit, for whoever's score passes; with one, for everybody else."""

from services.living.rentals.audit import audit
from services.living.rentals.catalogue import Thing, catalogue, things
from services.living.rentals.dues import expire, fall_due, lose
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
from services.living.rentals.settling import RentalDue, RentalEnded, RentalMoved, RentalPaid
from services.living.rentals.shelf import Offer, Shelf, shelf
from services.living.rentals.states import (
    Ending,
    NoSuchThing,
    NothingOut,
    OrderState,
    RentalOver,
    Step,
)
from services.living.rentals.stepping import DUE, EXPIRY, LOST
