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
    """A person left this town, whichever way; their persona stays as a resident.

    `account`: their bot and chat, where somebody else let them go.
    """

    workshop_id: WorkshopId
    participant_id: ParticipantId
    name: str
    account: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WordsErased(Event):
    """Words of somebody who left are gone. `cards` have shown them."""

    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacilitatorChanged(Event):
    """Somebody else runs this town from now on, or nobody does."""

    workshop_id: WorkshopId
