"""Calls of groups as they are kept, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.schema import live_row
from services.kernel.time import MINUTE_S, TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.people.identity import PEOPLE
from services.social import groups
from services.social.calls.tables import busy_lines, group_call_members, group_calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Somebody of a group at which a call rang. Not `came`: never in it so far."""

    participant_id: ParticipantId
    name: str
    came: bool
    is_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCall:
    """One call of a group."""

    group_call_id: int
    group_id: int
    group_name: str
    caller: ParticipantId
    caller_name: str
    rung: TownTime
    closed: TownTime | None
    everybody: tuple[Rung, ...]

    @property
    def inside(self) -> tuple[Rung, ...]:
        """Who is in it."""
        return tuple(one for one in self.everybody if one.is_in)

    @property
    def came(self) -> tuple[Rung, ...]:
        """Who is in it, or was."""
        return tuple(one for one in self.everybody if one.came)

    @property
    def minutes(self) -> int:
        """Town minutes from its beginning to its end, rounded down; 0 while it goes on."""
        return 0 if self.closed is None else (self.closed - self.rung) // MINUTE_S

    def missed_by(self, who: ParticipantId) -> bool:
        """Whether it is over and somebody was never in it."""
        return self.closed is not None and all(one.participant_id != who for one in self.came)


@dataclass(frozen=True, slots=True)
class GroupCallRinging(Event):
    """Somebody calls a group. `listed`: names of those whose notice the caller hears first."""

    call: GroupCall
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupCallJoined(Event):
    """Somebody came into a group's call."""

    call: GroupCall
    who: ParticipantId


@dataclass(frozen=True, slots=True)
class GroupCallLeft(Event):
    """Somebody left a group's call, or time ended it. `cut_off`: for whom it ended with that."""

    call: GroupCall
    cut_off: tuple[ParticipantId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCallSpoken(Event):
    """Words in a group's call. Only the outbox holds them, until they are delivered."""

    call: GroupCall
    speaker: ParticipantId
    speaker_name: str
    to: tuple[ParticipantId, ...]
    text: str


def current_group_call(town: Town, who: ParticipantId) -> GroupCall | None:
    """The group's call that somebody is in, or None."""
    number = current_number(town, who)
    return None if number is None else group_call_of(town, number)


def group_call_of(town: Town, group_call_id: int, *, lock: bool = False) -> GroupCall:
    """A group's call of this town. Raises `Outdated`. Locked it is held as a call of two is."""
    its = group_calls.c.group_call_id == group_call_id
    query = select(group_calls).where(its, group_calls.c.workshop_id == town.workshop_id)
    row = live_row(town.conn, query.with_for_update() if lock else query)
    members = group_call_members.c
    found = town.conn.execute(
        select(group_call_members, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == members.participant_id)
        .where(members.group_call_id == group_call_id)
        .order_by(PEOPLE.c.name)
    ).all()
    names = {one.participant_id: one.name for one in found}
    return GroupCall(
        group_call_id=group_call_id,
        group_id=row.group_id,
        group_name=groups.name_of(town.conn, str(row.group_id)),
        caller=row.caller,
        caller_name=names[row.caller],
        rung=row.rung_town_s,
        closed=row.closed_town_s,
        everybody=tuple(
            Rung(
                participant_id=one.participant_id,
                name=one.name,
                came=one.joined_town_s is not None,
                is_in=one.joined_town_s is not None and one.left_town_s is None,
            )
            for one in found
        ),
    )


def group_calls_of(town: Town, who: ParticipantId, most: int) -> list[GroupCall]:
    """The latest calls of groups that rang at somebody, the newest first."""
    members = group_call_members.c
    query = select(members.group_call_id).where(members.participant_id == who)
    newest = town.conn.scalars(query.order_by(members.group_call_id.desc()).limit(most)).all()
    return [group_call_of(town, number) for number in newest]


def current_number(town: Town, who: ParticipantId) -> int | None:
    """The number of the group's call that somebody is in."""
    its = select(busy_lines.c.group_call_id).where(busy_lines.c.participant_id == who)
    return town.conn.scalar(its)
