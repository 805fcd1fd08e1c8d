"""Groups as they stand, with the names of those who are in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from services.kernel.errors import Outdated
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.people.identity import PEOPLE
from services.social.groups.tables import group_members, people_groups


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a group. Not `joined`: asked, and without an answer yet."""

    participant_id: ParticipantId
    name: str
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group. Its name is empty once whoever gave it has left the town."""

    group_id: int
    name: str
    maker: ParticipantId
    everybody: tuple[Member, ...]  # the longest there first

    @property
    def members(self) -> tuple[Member, ...]:
        """Who is in it."""
        return tuple(one for one in self.everybody if one.joined)

    @property
    def asked(self) -> tuple[Member, ...]:
        """Who has not answered yet."""
        return tuple(one for one in self.everybody if not one.joined)

    def is_member(self, who: ParticipantId | None) -> bool:
        """Whether somebody is in it."""
        return any(one.participant_id == who for one in self.members)


def find_group(town: Town, group_id: int) -> Group:
    """A group of this town. Raises `Outdated`."""
    for group in _groups(town, [group_id]):
        return group
    raise Outdated


def groups_of(town: Town, who: ParticipantId) -> list[Group]:
    """The groups somebody is in or asked into, the oldest first."""
    theirs = select(group_members.c.group_id).where(group_members.c.participant_id == who)
    return _groups(town, town.conn.scalars(theirs))


def all_groups(town: Town) -> list[Group]:
    """Every group of the town with a name, the oldest first. For whoever runs it."""
    require(town, *STEWARDS)
    here = people_groups.c.workshop_id == town.workshop_id
    return _groups(
        town,
        town.conn.scalars(select(people_groups.c.group_id).where(here, people_groups.c.name != "")),
    )


def named(town: Town, typed: str) -> Group | None:
    """The oldest group of a name, as far as case does not matter. For whoever runs the town."""
    wanted = typed.strip().casefold()
    return next((one for one in all_groups(town) if one.name.casefold() == wanted), None)


def name_of(conn: Connection, number: str) -> str:
    """What a group of any town is called; empty where it has no name, or is no more."""
    named = select(people_groups.c.name).where(people_groups.c.group_id == int(number))
    return conn.scalar(named) or ""


def _groups(town: Town, numbers: Iterable[int]) -> list[Group]:
    found = town.conn.execute(
        select(people_groups, group_members, PEOPLE.c.name.label("member_name"))
        .join(group_members, group_members.c.group_id == people_groups.c.group_id)
        .join(PEOPLE, PEOPLE.c.participant_id == group_members.c.participant_id)
        .where(
            people_groups.c.workshop_id == town.workshop_id,
            people_groups.c.group_id.in_(list(numbers)),
        )
        .order_by(
            people_groups.c.group_id, group_members.c.since_town_s, group_members.c.participant_id
        )
    ).all()
    return [
        Group(
            group_id=number,
            name=rows[0].name,
            maker=rows[0].maker,
            everybody=tuple(Member(r.participant_id, r.member_name, r.joined) for r in rows),
        )
        for number in dict.fromkeys(row.group_id for row in found)
        for rows in [[row for row in found if row.group_id == number]]
    ]
