"""Reading calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NewType

from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.time import MINUTE_S, TownTime
from services.kernel.town import ParticipantId, Town
from services.people.identity import PEOPLE
from services.social.calls.events import LIVE, CallState
from services.social.calls.tables import busy_lines, calls

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

CallId = NewType("CallId", int)


@dataclass(frozen=True, slots=True)
class Call:
    """One call with the names of its two ends."""

    call_id: CallId
    caller: ParticipantId
    caller_name: str
    callee: ParticipantId
    callee_name: str
    state: CallState
    noticed: bool
    answered: TownTime | None
    closed: TownTime | None

    @property
    def is_live(self) -> bool:
        """Ringing or connected."""
        return self.state in LIVE

    @property
    def minutes(self) -> int:
        """Town minutes of talk, rounded down; 0 when nobody took it or it still goes on."""
        if self.answered is None or self.closed is None:
            return 0
        return (self.closed - self.answered) // MINUTE_S

    def other(self, who: ParticipantId) -> ParticipantId:
        """The one at the other end."""
        return self.callee if who == self.caller else self.caller

    def has(self, who: ParticipantId | None) -> bool:
        """Whether somebody is at one of the ends."""
        return who in (self.caller, self.callee)


def call_of(town: Town, call_id: int) -> Call:
    """A call of this town. Raises `Outdated`."""
    return _one_call(town, _calls(town).where(calls.c.call_id == call_id))


def locked_call(town: Town, call_id: int) -> Call:
    """The same, held until this unit of work ends: two taps must not both find it ringing."""
    return _one_call(town, _calls(town).where(calls.c.call_id == call_id).with_for_update(of=calls))


def call_by_key(town: Town, key: str) -> Call:
    """The call that one unit of work placed. Raises `Outdated`."""
    return _one_call(town, _calls(town).where(calls.c.key == key))


def was_placed(town: Town, key: str) -> bool:
    """Whether a unit of work has placed its call already."""
    query = select(calls.c.call_id).where(
        calls.c.workshop_id == town.workshop_id, calls.c.key == key
    )
    return town.conn.scalar(query) is not None


def current_call(town: Town, who: ParticipantId) -> Call | None:
    """The live call somebody is in, or None."""
    call_id = town.conn.scalar(
        select(busy_lines.c.call_id).where(busy_lines.c.participant_id == who)
    )
    return None if call_id is None else call_of(town, call_id)


def _one_call(town: Town, query: Select[Any]) -> Call:
    """The call a query finds. Raises `Outdated`."""
    row = town.conn.execute(query).one_or_none()
    if row is None:
        raise Outdated
    return _call(row)


def _calls(town: Town) -> Select[Any]:
    caller, callee = PEOPLE.alias("a"), PEOPLE.alias("b")
    return (
        select(calls, caller.c.name.label("caller_name"), callee.c.name.label("callee_name"))
        .join(caller, caller.c.participant_id == calls.c.caller)
        .join(callee, callee.c.participant_id == calls.c.callee)
        .where(calls.c.workshop_id == town.workshop_id)
    )


def _call(row: Row[*tuple[Any, ...]]) -> Call:
    return Call(
        CallId(row.call_id),
        ParticipantId(row.caller),
        row.caller_name,
        ParticipantId(row.callee),
        row.callee_name,
        CallState(row.state),
        noticed=row.notice_id is not None,
        answered=None if row.answered_town_s is None else TownTime(row.answered_town_s),
        closed=None if row.closed_town_s is None else TownTime(row.closed_town_s),
    )
