"""Tables: groups into which whoever runs the town seats people, each at one table at the most.

A table stays when nobody sits at it. Being seated is nobody's own act, so no fact tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import spoken_language
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, require
from services.people.identity import Neighbour, lock_participant, neighbours
from services.social.groups.records import (
    TABLE_NAMES,
    Group,
    all_groups,
    among,
    find_group,
    named,
    take_out,
)
from services.social.groups.service import MEMBERS_MAX, GroupFull, GroupLeft, fit_name
from services.social.groups.tables import group_members, people_groups

TABLES_MAX = 60
_AT_TABLES = (
    select(group_members)
    .join(people_groups, people_groups.c.group_id == group_members.c.group_id)
    .where(people_groups.c.maker.is_(None))
)


class TableNameTaken(RuleError):
    """A group of the town is called so. Field: `group`."""


class TooManyTables(RuleError):
    """The town has `limit` tables."""


class TablesUnfit(RuleError):
    """Not so many tables for so many people: between `low` and `high`. Field: `people`."""


class NobodyToSeat(RuleError):
    """Nobody takes part yet."""


@dataclass(frozen=True, slots=True)
class SeatChanged(Event):
    """Whoever runs the town has moved somebody: to this table, or from one to none."""

    who: ParticipantId
    table: Group | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The tables, who sits at none, and the latest lot while it can be taken back."""

    tables: tuple[Group, ...]
    standing: tuple[str, ...]
    drawn: int | None


def plan(town: Town) -> Plan:
    """Who sits where. Raises `NotAllowed`."""
    tables = _tables(town)
    sits = {one.participant_id for table in tables for one in table.members}
    standing = (one.name for one in _people(town) if one.participant_id not in sits)
    here = people_groups.c.workshop_id == town.workshop_id
    drawn = max((row.drawn or 0 for row in town.conn.execute(_AT_TABLES.where(here))), default=0)
    return Plan(tuple(tables), tuple(standing), drawn or None)


def new_table(town: Town, name: str = "") -> Group:
    """A table at which nobody sits yet; without a name it gets the next number.

    Raises `NotAllowed`, `GroupNameUnfit`, `TableNameTaken`, `TooManyTables`.
    """
    require(town, *STEWARDS)
    if name:
        name = fit_name(name)
        if (other := named(town, name)) is not None:
            raise TableNameTaken(group=other.name)
    return _set_up(town, name)


def seat(town: Town, who: ParticipantId, group_id: int) -> Group:
    """Somebody leaves the tables they are at for this one, or for a group; twice is once.

    Raises `NotAllowed`, `Outdated`, `GroupFull`.
    """
    require(town, *STEWARDS)
    lock_participant(town, who)
    table = find_group(town, group_id)
    if table.is_member(who) and not {*_sits(town, who)} - {group_id}:
        return table
    if len(table.everybody) >= MEMBERS_MAX and not table.is_member(who):
        raise GroupFull(limit=MEMBERS_MAX, group=table.name)
    _move(town, who, group_id)
    note(town, "seated", f"group {group_id}", role=town.actor.role)
    moved = find_group(town, group_id)
    town.emit(SeatChanged(who, moved))
    return moved


def bounds(people: int) -> tuple[int, int]:
    """How few and how many tables so many people make."""
    return max(1, -(-people // MEMBERS_MAX)), min(people, TABLES_MAX)


def check_lot(town: Town, tables: int) -> int:
    """How many people a lot seats at so many tables. Raises `TablesUnfit`, `NobodyToSeat`."""
    require(town, *STEWARDS)
    people = len(_people(town))
    if not people:
        raise NobodyToSeat
    low, high = bounds(people)
    if not low <= tables <= high:
        raise TablesUnfit(low=low, high=high, people=people)
    return people


def draw(town: Town, tables: int, lot: int) -> Plan:
    """Seat everybody who takes part by lot, as evenly as can be; the same lot is drawn once.

    Raises `NotAllowed`, `TablesUnfit`, `NobodyToSeat`.
    """
    seated = check_lot(town, tables)
    before = plan(town)
    if before.drawn == lot:
        return before
    used = list(before.tables[:tables])
    used += [_set_up(town, "") for _ in range(tables - len(used))]
    people = [one.participant_id for one in _people(town)]
    chance = town.randomness(f"tables|{lot}")
    for last in range(len(people) - 1, 0, -1):  # as one shuffles cards
        other = chance.below(last + 1)
        people[last], people[other] = people[other], people[last]
    for index, who in enumerate(people):
        lock_participant(town, who)
        _move(town, who, used[index % tables].group_id, lot)
    note(town, "seated_by_lot", f"{seated} at {tables}", role=town.actor.role)
    return _told(town, people)


def undo(town: Town, lot: int) -> Plan:
    """Everybody whom this lot seated sits where they sat before. Raises `Outdated` after another.

    Who has been moved since, or has left, stays so.
    """
    if plan(town).drawn != lot:
        raise Outdated
    here = people_groups.c.workshop_id == town.workshop_id
    rows = town.conn.execute(_AT_TABLES.where(here, group_members.c.drawn == lot)).all()
    for row in rows:
        _move(town, row.participant_id, row.sat_before)
    note(town, "lot_undone", str(len(rows)), role=town.actor.role)
    return _told(town, [row.participant_id for row in rows])


def _told(town: Town, moved: Iterable[ParticipantId]) -> Plan:
    """The tables as they are now, and word of them to whoever was moved."""
    now = plan(town)
    sits = {one.participant_id: table for table in now.tables for one in table.members}
    for who in moved:
        town.emit(SeatChanged(who, sits.get(who)))
    return now


def _people(town: Town) -> list[Neighbour]:
    return [one for one in neighbours(town) if not one.is_resident]


def _tables(town: Town) -> list[Group]:
    return [one for one in all_groups(town) if one.is_table]


def _move(town: Town, who: ParticipantId, to: int | None, lot: int | None = None) -> None:
    """From the table they are at to this one, or to none. A group of their own they stay in."""
    sat = _sits(town, who)
    for number in sat:
        take_out(town, number, who)
        if number != to:
            town.emit(GroupLeft(number, who))
    if to is None:
        return
    take_out(town, to, who)  # also a question that waits
    before = sat[0] if sat and lot is not None else None
    values = {"joined": True, "since_town_s": town.now, "drawn": lot, "sat_before": before}
    insert_new(town.conn, group_members, group_id=to, participant_id=who, **values)


def _sits(town: Town, who: ParticipantId) -> list[int]:
    query = _AT_TABLES.where(
        people_groups.c.workshop_id == town.workshop_id, group_members.c.participant_id == who
    )
    return [row.group_id for row in town.conn.execute(query)]


def _set_up(town: Town, name: str) -> Group:
    groups = all_groups(town)
    there = [one for one in groups if one.is_table]
    if len(there) >= TABLES_MAX:
        raise TooManyTables(limit=TABLES_MAX)
    free = next(number for number in count(1) if among(groups, str(number)) is None)
    title = TABLE_NAMES[spoken_language(town.workshop.language)]
    key = f"{town.key}:table:{len(there)}"
    values = {"name": name or title.format(number=free), "made_town_s": town.now, "key": key}
    insert_new(town.conn, people_groups, workshop_id=town.workshop_id, **values)
    made = select(people_groups.c.group_id).where(
        people_groups.c.workshop_id == town.workshop_id, people_groups.c.key == key
    )
    return find_group(town, town.conn.execute(made).scalar_one())
