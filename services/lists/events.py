"""What the lists tell, and the board they show."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.time import Moment
from services.kernel.town import Event, ParticipantId, WorkshopId


@dataclass(frozen=True, slots=True)
class Entry:
    """One name on a list."""

    participant_id: ParticipantId
    name: str
    agency: str
    since: Moment


@dataclass(frozen=True, slots=True)
class Board:
    """What hangs on the town's board. `at` is when it was last published; None: never yet."""

    red: tuple[Entry, ...]
    black: tuple[Entry, ...]
    at: Moment | None


@dataclass(frozen=True, slots=True)
class ListsPublished(Event):
    """An edition of the lists is out. `has_news`: it differs from what the town was last told."""

    workshop_id: WorkshopId
    board: Board
    has_news: bool
