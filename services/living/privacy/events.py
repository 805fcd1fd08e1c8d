"""What the town hears of: a price was asked for, fields leaked."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.localized import Localized
from services.kernel.town import Event, ParticipantId


@dataclass(frozen=True, slots=True)
class PrivacyAsked(Event):
    """Everybody is asked what their privacy is worth, at the first moment or the second."""

    moment: int


@dataclass(frozen=True, slots=True)
class IdLeaked(Event):
    """Fields of somebody's identity card leaked, as they stand on it."""

    who: ParticipantId
    fields: tuple[tuple[Localized, str], ...]
    kept: int  # fields that did not leak
