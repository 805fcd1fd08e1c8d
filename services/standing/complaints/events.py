"""What happens to complaints and somebody may want to hear of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.town import Event

if TYPE_CHECKING:
    from services.standing.complaints.records import Complaint


@dataclass(frozen=True, slots=True)
class ComplaintOpened(Event):
    """A complaint stands in the book, opened by its person or by the town."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ComplaintEnded(Event):
    """A complaint was upheld or dismissed."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ComplaintConcerns(Event):
    """Its person has said what a complaint is about."""

    complaint_id: int
