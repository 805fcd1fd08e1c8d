"""Things to hire without a deposit, for whoever's score passes; with one, for everybody else."""

from services.living.rentals.audit import audit
from services.living.rentals.catalogue import Terms, catalogue, charge, things
from services.living.rentals.merchants import (
    GOODWILL,
    REASON_MAX,
    MerchantActed,
    News,
    ask_for_less,
    bring_found,
    can_be_less,
    debit,
    debit_done,
    debit_due,
    modify,
    revoke,
    sync,
)
from services.living.rentals.records import (
    Ground,
    Offer,
    Order,
    Out,
    Shelf,
    deposits,
    find_order,
    open_orders,
    out,
    shelf,
)
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
from services.living.rentals.settling import (
    DEBIT,
    DEBITED,
    DUE,
    EXPIRY,
    LOST,
    RentalDue,
    RentalEnded,
    RentalMoved,
)
from services.living.rentals.states import (
    BadOrderNo,
    DebitRunning,
    Ending,
    NoSuchThing,
    NothingOut,
    OnlyLower,
    OrderNoTaken,
    OrderState,
    ReasonNeeded,
    RentalOver,
)
