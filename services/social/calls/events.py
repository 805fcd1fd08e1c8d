"""What calls tell: they ring, connect, carry words, and are over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.kernel.town import Event, ParticipantId


class CallState(StrEnum):
    """Where a call is: ringing → connected → ended, or over before anybody spoke."""

    RINGING = "ringing"
    CONNECTED = "connected"
    ENDED = "ended"
    DECLINED = "declined"
    MISSED = "missed"
    CANCELLED = "cancelled"  # the caller gave up


LIVE = (CallState.RINGING, CallState.CONNECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRinging(Event):
    """Somebody rings somebody. `noticed`: the caller hears the notice first."""

    call_id: int
    caller: ParticipantId
    caller_name: str
    callee: ParticipantId
    callee_name: str
    noticed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallConnected(Event):
    """The callee took the call: from here on each hears what the other writes."""

    call_id: int
    caller: ParticipantId
    caller_name: str
    callee: ParticipantId
    callee_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSpoken(Event):
    """Words in a connected call. Only the outbox holds them, until they are delivered."""

    call_id: int
    speaker: ParticipantId
    speaker_name: str
    listener: ParticipantId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClosed(Event):
    """The call is over. `by` ended it; None when time did. `minutes` of talk, in town time."""

    call_id: int
    state: CallState
    caller: ParticipantId
    caller_name: str
    callee: ParticipantId
    callee_name: str
    by: ParticipantId | None
    minutes: int
