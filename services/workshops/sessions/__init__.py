"""Workshops: made, opened, closed; seats taken and left; the town clock held and moved.

Verbs are taken from their modules (`seats.join`, `opening.open_new`, `clockwork.pause`): `people`
reads this package's tables, so nothing is imported here that would need `people` in turn.
"""

from services.workshops.sessions.events import (
    Announced,
    GroupBound,
    NotAGroup,
    TownForwarded,
    TownPaused,
    TownResumed,
    WorkshopReopened,
    WorkshopShut,
)
from services.workshops.sessions.opening import Bound, Opened
from services.workshops.sessions.queries import (
    Status,
    VisitorStatus,
    WorkshopLine,
    all_workshops,
    open_code,
    state_counts,
    status,
)
