"""Calls of groups that people made: one at a time in each, and everybody comes and goes.

They are on the same lines as calls of two: whoever is in one is busy for all others. What is said
is kept nowhere. A call that fewer than two are in is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, delete, select, update

from services.kernel.errors import Outdated
from services.kernel.schema import change_row, insert_new
from services.kernel.time import DAY_S, HOUR_S, MINUTE_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, ParticipantId, Town
from services.people import blocks
from services.people.facts import Fact, record
from services.social import groups, moderation
from services.social.calls.errors import (
    AlreadyInCall,
    CallOver,
    NobodyJoined,
    NobodyListens,
    NotInCall,
    SpeechTooLong,
)
from services.social.calls.group_records import (
    GroupCall,
    GroupCallJoined,
    GroupCallLeft,
    GroupCallRinging,
    GroupCallSpoken,
    current_group_call,
    current_number,
    group_call_of,
)
from services.social.calls.tables import busy_lines, group_call_members, group_calls
from services.social.notices import Way, notice_on, record_play

GROUP_CALL_TIMEOUT = "group_call_timeout"  # the timer's kind
RING_S = 12 * HOUR_S  # half a minute of wall time at the usual rate
RING_PART = 5  # that part of the human wait, real seconds, it rings for a person
TALK_MAX_S = 10 * DAY_S  # nobody's words are relayed for ever because a call was forgotten
TEXT_MAX = 500  # characters at once
FEWEST = 2  # in a call


def call_group(town: Town, group_id: int) -> GroupCall:
    """Call all of a group that one is in; where it has a call already, join that.

    Raises `Outdated`, `GroupOfOne`, `AlreadyInCall`. It rings at nobody past a block.
    """
    to, me = groups.audience(town, f"g:{group_id}"), town.actor.pid
    here = group_calls.c.workshop_id == town.workshop_id
    values = {"group_id": group_id, "caller": me, "rung_town_s": town.now}
    is_new = insert_new(
        town.conn, group_calls, workshop_id=town.workshop_id, key=town.key, **values
    )
    number = town.conn.execute(
        select(group_calls.c.group_call_id)
        .where(here, (group_calls.c.key == town.key) | _is_live(group_id))
        .order_by(group_calls.c.key != town.key)
        .limit(1)
    ).scalar_one()
    if not is_new:
        return join(town, number)
    for who in (me, *to):
        insert_new(town.conn, group_call_members, group_call_id=number, participant_id=who)
    _come(town, number)
    listed = tuple(_notices(town, number, to))
    waits_s = town.human_wait_s // RING_PART
    set_timer(town, GROUP_CALL_TIMEOUT, str(number), due=town.now + RING_S, waits_s=waits_s)
    call = group_call_of(town, number)
    town.emit(GroupCallRinging(call, listed))
    return call


def join(town: Town, group_call_id: int) -> GroupCall:
    """Come into the call of a group one is in. Twice is once.

    Raises `Outdated`, `CallOver`, `AlreadyInCall`.
    """
    call, me = group_call_of(town, group_call_id, lock=True), town.actor.pid
    groups.my_group(town, call.group_id)
    if any(one.participant_id == me for one in call.inside):
        return call
    if call.closed is not None:
        raise CallOver
    _come(town, group_call_id)
    joined = group_call_of(town, group_call_id)
    town.emit(GroupCallJoined(joined, me))
    return joined


def leave(town: Town, group_call_id: int | None = None) -> GroupCall:
    """Hang up; of two it is over for both. Raises `NotInCall`, `Outdated` for another's."""
    me = town.actor.pid
    if group_call_id is not None:
        call = group_call_of(town, group_call_id, lock=True)
        if all(one.participant_id != me for one in call.everybody):
            raise Outdated
        if all(one.participant_id != me for one in call.inside):
            return call
    number = current_number(town, me)
    if number is None or group_call_id not in {None, number}:
        raise NotInCall
    return _leave(town, number, me)


def talk(town: Town, text: str) -> None:
    """Say something to all who are in the call that one is in, unless it is held back.

    Raises `NobodyListens`, `NobodyJoined`, `SpeechTooLong`.
    """
    me, number = town.actor, current_number(town, town.actor.pid)
    if number is None:
        raise NobodyListens
    call, apart = group_call_of(town, number), blocks.not_heard(town, me.pid)
    if len(call.inside) < FEWEST:
        raise NobodyJoined
    if len(text) > TEXT_MAX:
        raise SpeechTooLong(limit=TEXT_MAX, typed=len(text))
    if not moderation.holds_back(town, text):
        others = {one.participant_id for one in call.inside} - {me.pid} - apart
        to = tuple(sorted(others))
        town.emit(
            GroupCallSpoken(call=call, speaker=me.pid, speaker_name=me.name, to=to, text=text)
        )


def time_out_group(town: Town, subject: str) -> None:
    """A timer's verb: nobody joined, or nobody hung up. A group takes its call along."""
    try:
        call = group_call_of(town, int(subject), lock=True)
    except Outdated:
        return
    ends = call.rung + TALK_MAX_S
    if call.closed is not None:
        return
    if len(call.inside) >= FEWEST and town.now < ends:
        set_timer(town, GROUP_CALL_TIMEOUT, subject, due=ends)
    else:
        _close(town, call)


def let_go(town: Town, who: ParticipantId) -> None:
    """Somebody leaves the town: whatever group's call they are in goes on without them."""
    number = current_number(town, who)
    if number is not None:
        _leave(town, number, who)


def follow_groups(town: Town, event: Event) -> None:
    """Who leaves a group leaves its call."""
    if isinstance(event, groups.GroupLeft):
        call = current_group_call(town, event.who)
        if call is not None and call.group_id == event.group_id:
            _leave(town, call.group_call_id, event.who)


def _is_live(group_id: int) -> ColumnElement[bool]:
    return (group_calls.c.group_id == group_id) & group_calls.c.closed_town_s.is_(None)


def _come(town: Town, number: int) -> None:
    """The actor's line is taken. Raises `AlreadyInCall`."""
    me = town.actor.pid
    if not insert_new(town.conn, busy_lines, participant_id=me, group_call_id=number):
        raise AlreadyInCall
    insert_new(town.conn, group_call_members, group_call_id=number, participant_id=me)
    here = {"joined_town_s": town.now, "left_town_s": None}
    town.conn.execute(update(group_call_members).where(*_member(number, me)).values(**here))
    record(town, Fact(me, "group_call_joined"))


def _notices(town: Town, number: int, to: tuple[ParticipantId, ...]) -> Iterator[str]:
    """Whose notice the caller hears; each play is written down."""
    for one in group_call_of(town, number).everybody:
        notice = notice_on(town, one.participant_id) if one.participant_id in to else None
        if notice is not None:
            key = f"group_call:{number}:{notice.notice_id}"
            record_play(town, notice, key=key, way=Way.GROUP)
            yield one.name


def _leave(town: Town, number: int, who: ParticipantId) -> GroupCall:
    group_call_of(town, number, lock=True)
    _go(town, number, who)
    left = group_call_of(town, number)
    if len(left.inside) < FEWEST:
        return _close(town, left)
    town.emit(GroupCallLeft(left))
    return left


def _close(town: Town, call: GroupCall) -> GroupCall:
    number = call.group_call_id
    for one in call.inside:
        _go(town, number, one.participant_id)
    change_row(town.conn, group_calls, number, closed_town_s=town.now)
    clear_timer(town, GROUP_CALL_TIMEOUT, str(number))
    over, cut_off = group_call_of(town, number), tuple(one.participant_id for one in call.inside)
    town.emit(GroupCallLeft(over, cut_off if len(over.came) >= FEWEST else ()))
    return over


def _go(town: Town, number: int, who: ParticipantId) -> None:
    """Somebody's line is free; how many town minutes they were in it is a fact."""
    town.conn.execute(delete(busy_lines).where(busy_lines.c.participant_id == who))
    member = _member(number, who)
    since = town.conn.execute(select(group_call_members.c.joined_town_s).where(*member))
    minutes = (town.now - since.scalar_one()) // MINUTE_S
    town.conn.execute(update(group_call_members).where(*member).values(left_town_s=town.now))
    record(town, Fact(who, "group_call_left", minutes, key=f"{town.key}:group_call:{number}:{who}"))


def _member(number: int, who: ParticipantId) -> tuple[ColumnElement[bool], ...]:
    members = group_call_members.c
    return members.group_call_id == number, members.participant_id == who
