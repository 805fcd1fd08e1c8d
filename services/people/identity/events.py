"""Who comes and goes. Each event names its workshop: some are emitted outside of any town."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.time import TownTime
from services.kernel.town import Event, ParticipantId, WorkshopId


@dataclass(frozen=True, slots=True)
class WorkshopOpened(Event):
    """A new town wakes: residents move in, evenings begin."""

    workshop_id: WorkshopId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantJoined(Event):
    """A person took a seat and became somebody of the town."""

    workshop_id: WorkshopId
    participant_id: ParticipantId
    name: str
    trade: str
    since: TownTime
    is_late: bool  # a late joiner's past is made up from `since` on


@dataclass(frozen=True, slots=True)
class ParticipantLeft(Event):
    """A person stood up; their persona stays as a resident."""

    workshop_id: WorkshopId
    participant_id: ParticipantId
    name: str


@dataclass(frozen=True, slots=True)
class SeatGivenUp(Event):
    """Nothing links a persona to its person any more, whichever way the seat was left.

    It names no workshop: it is told beside the event that does.
    """

    participant_id: ParticipantId
