"""The law of the town: named switches with values, each in force from a town time.

Rules ask it as of the time they judge: `law.value(town, law.Switch.FRIENDS, as_of)`, or several at
once: `law.at(town, moment)`. What sets values are single decisions and the statutes' provisions.
"""

from services.law.switchboard.catalogue import Setting, Switch, Value, catalogue, forbidden
from services.law.switchboard.groups import DATA, GROUPS, OTHERS, group_of, grouped
from services.law.switchboard.passing import Term, foreseen, is_written, turned, written
from services.law.switchboard.queries import (
    Clause,
    Course,
    Enactment,
    Law,
    at,
    course,
    courses_of,
    decisions,
    history,
    is_on,
    standing,
    switches,
    value,
)
from services.law.switchboard.service import (
    DELAY_MAX_DAYS,
    DelayOutOfRange,
    LawEnacted,
    LawPage,
    PollNeeded,
    SwitchPage,
    UnknownSwitch,
    UnknownValue,
    enact,
    foresee,
    my_law,
    one_switch,
    read_value,
    require_poll,
    undone,
)
from services.law.switchboard.supposing import supposed
