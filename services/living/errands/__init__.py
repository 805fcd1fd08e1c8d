"""The town's services as data, uses of them, and opting out."""

from services.living.errands.audit import audit
from services.living.errands.catalogue import IdField, Option, Service, ServiceGate, services
from services.living.errands.counters import LEARNED, asked_gate
from services.living.errands.optouts import (
    ACCOUNT,
    Departure,
    Missed,
    NoSuchService,
    NotLeft,
    OptOuts,
    Price,
    StillOut,
    Tally,
    leave,
    my_opt_outs,
    price,
    take_back,
    tallies,
)
from services.living.errands.records import (
    Errand,
    ErrandState,
    Shelf,
    crowd,
    duties,
    find_errand,
    my_errand,
    my_errands,
    places,
    refusals,
    usage,
)
from services.living.errands.service import (
    DEPOSIT_BACK,
    DUE,
    Chosen,
    ClosedToday,
    ErrandLate,
    NothingChosen,
    SellerShort,
    choose,
    drop,
    fall_due,
    finish,
    give_back,
    leave_deposit,
    shelf,
    start,
)
