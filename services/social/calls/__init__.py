"""Simulated calls, of two and of groups: ring, take or refuse, talk by writing, hang up."""

from services.social.calls.errors import (
    AlreadyInCall,
    BeingRung,
    CallOver,
    CallToSelf,
    NobodyJoined,
    NobodyListens,
    NotInCall,
    NotYetHeard,
    SpeechTooLong,
    StillRinging,
)
from services.social.calls.group_calls import (
    GROUP_CALL_TIMEOUT,
    RING_S,
    TALK_MAX_S,
    call_group,
    follow_groups,
    join,
    leave,
    time_out_group,
)
from services.social.calls.group_records import (
    GroupCall,
    GroupCallJoined,
    GroupCallLeft,
    GroupCallRinging,
    GroupCallSpoken,
    Rung,
    current_group_call,
    group_call_of,
)
from services.social.calls.records import (
    Call,
    CallAnnounced,
    CallClosed,
    CallConnected,
    CallRinging,
    CallSpoken,
    CallState,
    LineWasBusy,
    call_of,
    current_call,
    missed_calls,
)
from services.social.calls.service import (
    CALL_TIMEOUT,
    LOG_MAX,
    CallLog,
    answer,
    decline,
    hang_up,
    let_go,
    log,
    put_down,
    ring,
    ring_anyway,
    ring_neighbour,
    talk,
    time_out,
)
