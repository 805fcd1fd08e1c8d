"""What is heard of the wall. No event names who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.town import Event, ParticipantId

if TYPE_CHECKING:
    from services.workshops.questions.wall import WallEntry


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """A question hangs on the wall."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """A question has its answer; `asker` is where it is told, None where nobody is known."""

    asker: ParticipantId | None
    entry: WallEntry
