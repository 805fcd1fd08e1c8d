"""Workshops: made, opened, closed, shown; the town clock held and moved."""

from services.workshops.sessions.clockwork import (
    Announced,
    AnnouncementTooLong,
    DaysOutOfRange,
    DeskActed,
    NotBlank,
    TownForwarded,
    TownPaused,
    TownResumed,
    tell_desk,
)
from services.workshops.sessions.opening import (
    Bound,
    Debriefed,
    GroupBound,
    GroupTaken,
    NotAGroup,
    NothingToOpen,
    Opened,
    WorkshopReopened,
    WorkshopShut,
)
from services.workshops.sessions.queries import Status, VisitorStatus, open_code, status
from services.workshops.sessions.seconds import (
    AlreadyRuns,
    FacilitatorWent,
    InvitationOver,
    LastFacilitator,
    SecondCame,
)
