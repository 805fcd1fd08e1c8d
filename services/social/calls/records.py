"""Calls as they are kept, as their two ends see them, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, or_, select

from services.kernel.schema import AnyRow, live_row
from services.kernel.time import MINUTE_S, TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.people.identity import with_names
from services.social.calls.tables import busy_lines, calls
from services.social.notices import Notice

_BACK = calls.alias("back")


class CallState(StrEnum):
    """Where a call is: ringing → connected → ended, or over before anybody spoke.

    To a listed person it is announced first: the caller hears the notice, and nothing rings yet.
    """

    ANNOUNCED = "announced"
    DETERRED = "deterred"  # the caller hung up at the notice
    RINGING = "ringing"
    CONNECTED = "connected"
    ENDED = "ended"
    DECLINED = "declined"
    MISSED = "missed"
    CANCELLED = "cancelled"  # the caller gave up


@dataclass(frozen=True, slots=True)
class Call:
    """One call with the names of its two ends. `noticed`: the caller hears the notice first."""

    call_id: int
    caller: ParticipantId
    caller_name: str
    callee: ParticipantId
    callee_name: str
    state: CallState
    noticed: bool
    answered: TownTime | None = None
    closed: TownTime | None = None
    rung: TownTime | None = None

    @property
    def is_live(self) -> bool:
        """Ringing or connected."""
        return self.state in {CallState.RINGING, CallState.CONNECTED}

    @property
    def was_busy(self) -> bool:
        """It never rang: the callee was on the phone."""
        return self.state is CallState.MISSED and self.closed == self.rung

    @property
    def minutes(self) -> int:
        """Town minutes of talk, rounded down; 0 when nobody took it or it still goes on."""
        if self.answered is None or self.closed is None:
            return 0
        return (self.closed - self.answered) // MINUTE_S

    def other(self, who: ParticipantId) -> ParticipantId:
        """The one at the other end."""
        return self.callee if who == self.caller else self.caller


@dataclass(frozen=True, slots=True)
class CallAnnounced(Event):
    """The caller hears a notice and has to choose."""

    call: Call
    notice: Notice


@dataclass(frozen=True, slots=True)
class CallRinging(Event):
    """Somebody rings somebody."""

    call: Call


@dataclass(frozen=True, slots=True)
class CallConnected(Event):
    """The callee took the call: from here on each hears what the other writes."""

    call: Call


@dataclass(frozen=True, slots=True)
class CallClosed(Event):
    """The call is over. `by` ended it; None when time did."""

    call: Call
    by: ParticipantId | None


@dataclass(frozen=True, slots=True)
class LineWasBusy(Event):
    """Somebody rang somebody who was on the phone: their call is missed, and nothing rang."""

    call: Call


@dataclass(frozen=True, slots=True)
class CallSpoken(Event):
    """Words in a connected call. Only the outbox holds them, until they are delivered."""

    call_id: int
    speaker: ParticipantId
    speaker_name: str
    listener: ParticipantId
    text: str


def call_of(town: Town, call_id: int, *, lock: bool = False) -> Call:
    """A call of this town. Raises `Outdated`.

    Locked it is held until this unit of work ends: two taps must not both find it ringing.
    """
    query = _all(town).where(calls.c.call_id == call_id)
    return _call(live_row(town.conn, query.with_for_update(of=calls) if lock else query))


def latest_calls(town: Town, most: int) -> list[Call]:
    """The actor's latest calls with one person, the newest first."""
    me = town.actor.pid
    has_rung = calls.c.state.not_in((CallState.ANNOUNCED, CallState.DETERRED))
    query = _all(town).where(or_(calls.c.caller == me, and_(calls.c.callee == me, has_rung)))
    newest = query.order_by(calls.c.call_id.desc()).limit(most)
    return [_call(row) for row in town.conn.execute(newest)]


def _all(town: Town) -> Select[Any]:
    query = with_names(select(calls), caller=calls.c.caller, callee=calls.c.callee)
    return query.where(calls.c.workshop_id == town.workshop_id)


def _call(row: AnyRow) -> Call:
    return Call(
        row.call_id,
        row.caller,
        row.caller_name,
        row.callee,
        row.callee_name,
        CallState(row.state),
        row.notice_id is not None,
        row.answered_town_s,
        row.closed_town_s,
        row.rung_town_s,
    )


def placed_call(town: Town) -> Call | None:
    """The call that this unit of work has placed already."""
    call_id = town.conn.scalar(
        select(calls.c.call_id).where(
            calls.c.workshop_id == town.workshop_id, calls.c.key == town.key
        )
    )
    return None if call_id is None else call_of(town, call_id)


def missed_calls(town: Town, since: int) -> list[Call]:
    """Calls that the actor has missed since a town time; those called back are missed no more."""
    me, back = town.actor.pid, _BACK.c
    answered = select(back.call_id).where(
        back.call_id > calls.c.call_id,
        (back.caller == me) & (back.callee == calls.c.caller)
        | (back.caller == calls.c.caller) & (back.callee == me),
    )
    lost = (CallState.MISSED, CallState.CANCELLED)
    query = select(calls.c.call_id).where(
        calls.c.callee == me,
        calls.c.state.in_(lost),
        calls.c.closed_town_s >= since,
        ~answered.exists(),
    )
    return [call_of(town, number) for number in town.conn.scalars(query.order_by(calls.c.call_id))]


def current_call(town: Town, who: ParticipantId) -> Call | None:
    """The live call somebody is in, or None."""
    call_id = town.conn.scalar(
        select(busy_lines.c.call_id).where(busy_lines.c.participant_id == who)
    )
    return None if call_id is None else call_of(town, call_id)
