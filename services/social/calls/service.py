"""The state machine of a call: ringing → connected → ended; or declined, missed, cancelled.

A line carries one call at a time. If a notice stands on the callee's line, the call is announced:
the caller hears the notice, and only if they call anyway does anything ring. The play and the
choice are written down. What is said in a call is kept nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import delete, insert

from services.kernel.errors import Outdated
from services.kernel.schema import change_row, insert_new
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import ParticipantId, Town
from services.people import blocks
from services.people.facts import Fact, record
from services.people.identity import Neighbour, by_id, by_name
from services.social import moderation
from services.social.calls import group_calls
from services.social.calls.errors import (
    AlreadyInCall,
    BeingRung,
    CallOver,
    CallToSelf,
    NotInCall,
    SpeechTooLong,
    StillRinging,
)
from services.social.calls.group_calls import RING_PART, RING_S, TALK_MAX_S, TEXT_MAX
from services.social.calls.group_records import GroupCall, current_group_call, group_calls_of
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
    latest_calls,
    placed_call,
)
from services.social.calls.tables import busy_lines, calls
from services.social.notices import Choice, Notice, choose, notice_on, record_play

LOG_MAX = 10  # calls that one looks back on
CALL_TIMEOUT = "call_timeout"  # the timer's kind


@dataclass(frozen=True, slots=True)
class CallLog:
    """Calls that one looks back on, the newest first."""

    me: ParticipantId
    calls: tuple[Call | GroupCall, ...]


def ring(town: Town, name: str) -> Call:
    """Call somebody by name. Raises `NobodyOfThatName` and whatever `ring_neighbour` raises."""
    return _ring(town, by_name(town, name))


def ring_neighbour(town: Town, participant_id: str) -> Call:
    """Call somebody by id.

    Raises `NobodyOfThatName`, `CallToSelf`, `AlreadyInCall`. A busy line does not ring:
    such a call is missed at once, and its callee hears of it.
    """
    return _ring(town, by_id(town, participant_id))


def ring_anyway(town: Town, call_id: int) -> Call:
    """The notice was heard, and the caller calls all the same. Twice is once.

    Raises `Outdated` when they have hung up, and whatever `ring_neighbour` raises.
    """
    call = call_of(town, call_id, lock=True)
    if call.caller != town.actor.participant_id or call.state is CallState.DETERRED:
        raise Outdated
    if call.state is not CallState.ANNOUNCED:
        return call
    blocks.require_open(town, call.callee)
    choose(town, _heard(call), Choice.ANYWAY)
    change_row(town.conn, calls, call_id, state=CallState.RINGING, rung_town_s=town.now)
    return _let_ring(town, replace(call, state=CallState.RINGING, rung=town.now))


def answer(town: Town, call_id: int) -> Call:
    """Take a ringing call; only the callee can. Taking it twice is once. Raises `CallOver`."""
    call = _offered(town, call_id, CallState.CONNECTED)
    if call.state is CallState.CONNECTED:
        return call
    change_row(town.conn, calls, call.call_id, state=CallState.CONNECTED, answered_town_s=town.now)
    clear_timer(town, CALL_TIMEOUT, str(call_id))
    set_timer(town, CALL_TIMEOUT, str(call_id), due=town.now + TALK_MAX_S)
    key = f"call_accepted:{call_id}"
    record(town, Fact(call.callee, "call_accepted", counterpart=call.caller, key=key))
    connected = replace(call, state=CallState.CONNECTED, answered=town.now)
    town.emit(CallConnected(connected))
    return connected


def decline(town: Town, call_id: int) -> Call:
    """Refuse a ringing call; only the callee can. Refusing twice is once. Raises `CallOver`."""
    call = _offered(town, call_id, CallState.DECLINED)
    return _decline(town, call) if call.state is CallState.RINGING else call


def put_down(town: Town) -> Call | GroupCall:
    """Hang up whatever call one is in; a group's goes on without. Raises `NotInCall`."""
    if current_call(town, town.actor.pid):
        return hang_up(town)
    latest = next(iter(latest_calls(town, 1)), None)
    if latest is not None and latest.state is CallState.ANNOUNCED:
        return hang_up(town, latest.call_id)
    return group_calls.leave(town)


def hang_up(town: Town, call_id: int | None = None) -> Call:
    """End the call one is in, whichever end one is at; a call that is over stays as it ended.

    Raises `NotInCall` when no call is named and there is none, `Outdated` for somebody else's.
    """
    if call_id is None:
        current = current_call(town, town.actor.pid)
        if current is None:
            raise NotInCall
        call_id = current.call_id
    call = call_of(town, call_id, lock=True)
    if town.actor.participant_id not in {call.caller, call.callee}:
        raise Outdated
    if call.state is CallState.ANNOUNCED:
        choose(town, _heard(call), Choice.HUNG_UP)
        return _close(town, call, CallState.DETERRED, by=town.actor.pid)
    if not call.is_live:
        return call
    if call.state is CallState.CONNECTED:
        return _close(town, call, CallState.ENDED, by=town.actor.pid)
    if call.callee == town.actor.pid:
        return _decline(town, call)
    return _close(town, call, CallState.CANCELLED, by=town.actor.pid)


def talk(town: Town, text: str) -> None:
    """Say something to the other end, or to all in a group's call, unless it is held back.

    Raises `NobodyListens`, `BeingRung`, `StillRinging`, `NobodyJoined`, `SpeechTooLong`.
    """
    call = current_call(town, town.actor.pid)
    if call is None:
        return group_calls.talk(town, text)
    if call.state is not CallState.CONNECTED:
        if call.callee == town.actor.pid:
            raise BeingRung(name=call.caller_name)
        raise StillRinging(name=call.callee_name)
    if len(text) > TEXT_MAX:
        raise SpeechTooLong(limit=TEXT_MAX, typed=len(text))
    me = town.actor
    if not moderation.holds_back(town, text):
        town.emit(CallSpoken(call.call_id, me.pid, me.name, call.other(me.pid), text))
    return None


def log(town: Town) -> CallLog:
    """The actor's latest calls, of two and of groups."""
    me = town.actor.pid
    found: list[Call | GroupCall] = [
        *latest_calls(town, LOG_MAX),
        *group_calls_of(town, me, LOG_MAX),
    ]
    found.sort(key=lambda call: -(call.rung or 0))  # stable: of two at one time the newer first
    return CallLog(me, tuple(found[:LOG_MAX]))


def time_out(town: Town, subject: str) -> None:
    """A timer's verb: nobody took the call, or nobody hung it up."""
    call = call_of(town, int(subject), lock=True)
    if call.state is CallState.RINGING:
        _close(town, call, CallState.MISSED, by=None)
    elif call.state is CallState.CONNECTED:
        _close(town, call, CallState.ENDED, by=None)


def let_go(town: Town, who: ParticipantId) -> None:
    """Somebody leaves the town: whatever call they are in is over."""
    call = current_call(town, who)
    if call is not None:
        state = CallState.ENDED if call.state is CallState.CONNECTED else CallState.CANCELLED
        _close(town, call, state, by=who)
    group_calls.let_go(town, who)


def _offered(town: Town, call_id: int, wanted: CallState) -> Call:
    """A call to the actor that rings, or was answered so before. Raises `Outdated`, `CallOver`."""
    call = call_of(town, call_id, lock=True)
    if call.callee != town.actor.participant_id:
        raise Outdated
    if call.state not in {CallState.RINGING, wanted}:
        raise CallOver
    return call


def _ring(town: Town, callee: Neighbour) -> Call:
    """Doing the same unit of work twice rings once."""
    if callee.participant_id == town.actor.pid:
        raise CallToSelf
    if (known := placed_call(town)) is not None:
        return known
    blocks.require_open(town, callee.participant_id)
    notice = notice_on(town, callee.participant_id)
    call = _placed(town, callee, notice)
    if notice is None:
        return _let_ring(town, call)
    if current_call(town, call.caller) or current_group_call(town, call.caller):
        raise AlreadyInCall
    record_play(town, notice, key=_heard(call))
    town.emit(CallAnnounced(call, notice))
    return call


def _let_ring(town: Town, call: Call) -> Call:
    key = f"call_made:{call.call_id}"
    record(town, Fact(call.caller, "call_made", counterpart=call.callee, key=key))
    if not _take_lines(town, call):
        over = replace(call, state=CallState.MISSED, closed=town.now)
        _write_end(town, over, by=None)
        town.emit(LineWasBusy(over))
        return over
    is_resident = by_id(town, call.callee).is_resident
    waits_s = 0 if is_resident else town.human_wait_s // RING_PART
    set_timer(town, CALL_TIMEOUT, str(call.call_id), due=town.now + RING_S, waits_s=waits_s)
    town.emit(CallRinging(call))
    return call


def _heard(call: Call) -> str:
    """The key of the notice's play before this call."""
    return f"call:{call.call_id}"


def _placed(town: Town, callee: Neighbour, notice: Notice | None) -> Call:
    number = town.conn.execute(
        insert(calls)
        .values(
            workshop_id=town.workshop_id,
            key=town.key,
            caller=town.actor.pid,
            callee=callee.participant_id,
            state=CallState.ANNOUNCED if notice else CallState.RINGING,
            notice_id=notice.notice_id if notice else None,
            rung_town_s=town.now,
        )
        .returning(calls.c.call_id)
    ).scalar_one()
    return call_of(town, number)


def _take_lines(town: Town, call: Call) -> bool:
    """Put both ends on the phone. False when the callee is on it already."""
    # In one order everywhere, so that two who ring each other cannot wait for each other.
    taken = {
        who: insert_new(town.conn, busy_lines, participant_id=who, call_id=call.call_id)
        for who in sorted((call.caller, call.callee))
    }
    if not taken[call.caller]:
        raise AlreadyInCall
    return taken[call.callee]


def _decline(town: Town, call: Call) -> Call:
    key = f"call_declined:{call.call_id}"
    record(town, Fact(call.callee, "call_declined", counterpart=call.caller, key=key))
    return _close(town, call, CallState.DECLINED, by=call.callee)


def _close(town: Town, call: Call, state: CallState, *, by: ParticipantId | None) -> Call:
    over = replace(call, state=state, closed=town.now)
    _write_end(town, over, by=by)
    clear_timer(town, CALL_TIMEOUT, str(call.call_id))
    if state is CallState.ENDED:  # how long both ends talked, in town minutes, never what they said
        key = f"call_ended:{call.call_id}"
        ends = (call.caller, call.callee), (call.callee, call.caller)
        facts = (Fact(who, "call_ended", over.minutes, to, key=f"{key}:{who}") for who, to in ends)
        record(town, *facts)
    town.emit(CallClosed(over, by))
    return over


def _write_end(town: Town, over: Call, *, by: ParticipantId | None) -> None:
    end = {"state": over.state, "closed_town_s": over.closed, "closed_by": by}
    change_row(town.conn, calls, over.call_id, **end)
    town.conn.execute(delete(busy_lines).where(busy_lines.c.call_id == over.call_id))
