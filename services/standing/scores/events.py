"""What happens to scores and somebody may want to hear of."""

from __future__ import annotations

from dataclasses import dataclass

from scoring import Difference
from services.kernel.localized import Localized
from services.kernel.town import Event, ParticipantId


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of a change receipt: a rule, and what it gave more or less."""

    title: Localized
    points: int


@dataclass(frozen=True, slots=True)
class Change:
    """One score before and after a rescoring."""

    agency_id: str
    document_version: int
    title: Localized
    before: int
    after: int
    lines: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class ScoresMoved(Event):
    """All that a rescoring changed for one person: one message, however many agencies."""

    who: ParticipantId
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ExportDiffers(Event):
    """A file was handed out although the town itself found that it does not follow."""

    who: ParticipantId
    score_id: int
    difference: Difference
