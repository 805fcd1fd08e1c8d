"""Simulated calls: ring, take or refuse, talk by writing, hang up."""

from services.social.calls.records import (
    Call,
    CallClosed,
    CallConnected,
    CallRinging,
    CallSpoken,
    CallState,
    call_of,
    current_call,
)
from services.social.calls.service import (
    CALL_TIMEOUT,
    RING_S,
    TALK_MAX_S,
    AlreadyInCall,
    CallOver,
    CallToSelf,
    LineBusy,
    NobodyListens,
    NotInCall,
    SpeechTooLong,
    answer,
    decline,
    hang_up,
    let_go,
    ring,
    ring_neighbour,
    talk,
    time_out,
)
