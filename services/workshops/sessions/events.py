"""What happens to a workshop as a whole; each event names its workshop."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import RuleError
from services.kernel.time import TownTime
from services.kernel.town import Event, WorkshopId


class NothingToOpen(RuleError):
    """The facilitator has no closed workshop (of that code)."""


class NotAGroup(RuleError):
    """`/workshop here` was typed in a private chat."""


class GroupTaken(RuleError):
    """The group belongs to another facilitator's open workshop."""


class DaysOutOfRange(RuleError):
    """The clock moves by `low` to `high` days."""


class AnnouncementTooLong(RuleError):
    """More characters than `limit`."""


@dataclass(frozen=True, slots=True)
class WorkshopShut(Event):
    """The facilitator closed the workshop; nobody can act there until it is opened again."""

    workshop_id: WorkshopId
    title: str


@dataclass(frozen=True, slots=True)
class WorkshopReopened(Event):
    """A closed workshop goes on where it stopped."""

    workshop_id: WorkshopId
    title: str


@dataclass(frozen=True, slots=True)
class GroupBound(Event):
    """A group chat now carries the town's announcements."""

    workshop_id: WorkshopId
    chat_id: int
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class TownPaused(Event):
    """The town clock stands still."""

    workshop_id: WorkshopId
    at: TownTime


@dataclass(frozen=True, slots=True)
class TownResumed(Event):
    """The town clock runs again."""

    workshop_id: WorkshopId
    at: TownTime


@dataclass(frozen=True, slots=True)
class TownForwarded(Event):
    """The town clock was moved; what fell due meanwhile happens now."""

    workshop_id: WorkshopId
    days: int
    at: TownTime


@dataclass(frozen=True, slots=True)
class Announced(Event):
    """The facilitator speaks to everybody."""

    workshop_id: WorkshopId
    text: str
