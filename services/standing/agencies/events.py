"""What is heard of the agencies."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import Event, WorkshopId
from services.standing.agencies.catalogue import Title


@dataclass(frozen=True, slots=True)
class SharingChanged(Event):
    """A company began or ceased to tell the bureau what it holds."""

    workshop_id: WorkshopId
    agency_id: str
    title: Title
    shares: bool


@dataclass(frozen=True, slots=True)
class LicencesReviewed(Event):
    """The companies' trial is over, and these of them may collect from now on."""

    workshop_id: WorkshopId
    companies: int
    months: int
    passed: tuple[Title, ...]
    provenance: str
