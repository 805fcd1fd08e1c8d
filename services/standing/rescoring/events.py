"""What is told of a run of rescoring."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.time import TownTime
from services.kernel.town import Event, WorkshopId


@dataclass(frozen=True, slots=True)
class RescoringEnded(Event):
    """A run has gone through the whole town. What moved for whom is told by the scores."""

    workshop_id: WorkshopId
    rescoring_id: int
    why: str
    at: TownTime
