"""The desk of whoever runs a town: the cockpit, and its people one by one."""

from services.workshops.cockpit.panel import (
    PULSE_MIN,
    Cockpit,
    ListedNow,
    OtherTown,
    go_to,
    my_others,
    panel,
    to_close,
)
from services.workshops.cockpit.people import (
    SILENT,
    Found,
    Post,
    Seated,
    SecondMade,
    find,
    person,
    remove,
    set_company,
    set_mask,
    set_mute,
    set_post,
    set_regulator,
)
from services.workshops.cockpit.seating import (
    Lot,
    Move,
    NoSuchTable,
    ResidentsStand,
    Seating,
    ask_lot,
    ask_move,
    draw,
    move,
    move_typed,
    places,
    undo_lot,
)
