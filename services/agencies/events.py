"""What is heard of the agencies."""

from __future__ import annotations

from dataclasses import dataclass

from services.agencies.catalogue import Title
from services.kernel.time import TownTime
from services.kernel.town import Event, WorkshopId


@dataclass(frozen=True, slots=True)
class SharingChanged(Event):
    """A company began or ceased to tell the bureau what it holds."""

    workshop_id: WorkshopId
    agency_id: str
    title: Title
    shares: bool


@dataclass(frozen=True, slots=True)
class RescoringEnded(Event):
    """A run has gone through the whole town. What moved for whom is told by the scores."""

    workshop_id: WorkshopId
    rescoring_id: int
    why: str
    at: TownTime


@dataclass(frozen=True, slots=True)
class LicencesReviewed(Event):
    """The companies' trial is over, and these of them may collect from now on."""

    workshop_id: WorkshopId
    companies: int
    months: int
    passed: tuple[Title, ...]
    provenance: str
