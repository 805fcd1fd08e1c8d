"""The law of the town: named switches with values, each in force from a town time.

Rules ask it as of the time they judge: `law.value(town, law.Switch.FRIENDS, as_of)`.
"""

from services.law.switchboard.catalogue import Setting, Switch, catalogue
from services.law.switchboard.errors import DelayOutOfRange, UnknownSwitch, UnknownValue
from services.law.switchboard.events import LawEnacted
from services.law.switchboard.queries import Clause, Enactment, history, is_on, switches, value
from services.law.switchboard.service import (
    Enacted,
    LawPage,
    Statute,
    enact,
    my_law,
    read_value,
    statute,
)

__all__ = [
    "Clause",
    "DelayOutOfRange",
    "Enacted",
    "Enactment",
    "LawEnacted",
    "LawPage",
    "Setting",
    "Statute",
    "Switch",
    "UnknownSwitch",
    "UnknownValue",
    "catalogue",
    "enact",
    "history",
    "is_on",
    "my_law",
    "read_value",
    "statute",
    "switches",
    "value",
]
