"""What is heard of the agencies."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.town import Event, WorkshopId


class NoSuchAgency(RuleError):
    """Nobody rates here under that name. Fields: `typed`, `known` (the ids, in one line)."""


class NotVoluntary(RuleError):
    """The agency rates people without asking them. Field: `agency`, its id."""


class NotACompany(RuleError):
    """Only companies share with the bureau. Field: `agency`, its id."""


class ReviewedBefore(RuleError):
    """The licence review of this town is over."""


@dataclass(frozen=True, slots=True)
class SharingChanged(Event):
    """A company began or ceased to tell the bureau what it holds."""

    workshop_id: WorkshopId
    agency_id: str
    title: Localized
    shares: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencesReviewed(Event):
    """The companies' trial is over, and these of them may collect from now on."""

    workshop_id: WorkshopId
    companies: int
    months: int
    passed: tuple[Localized, ...]
    provenance: str
