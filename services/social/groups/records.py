"""Groups as they stand, with the names of those who are in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.kernel.typed import plain
from services.people.identity import PEOPLE
from services.social.groups.tables import group_members, people_groups

TABLE_NAMES = {"en": "Table {number}", "zh": "{number} 号桌"}  # of one that nobody has named


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a group. Not `joined`: asked, and without an answer yet."""

    participant_id: ParticipantId
    name: str
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group. Its name is empty once whoever gave it has left the town; a table has no maker."""

    group_id: int
    name: str
    maker: ParticipantId | None
    everybody: tuple[Member, ...]  # the longest there first

    @property
    def is_table(self) -> bool:
        """Whether people are seated in it by whoever runs the town."""
        return self.maker is None

    @property
    def title(self) -> Localized | str:
        """Its name; that of a table of a number in each reader's language."""
        number = _number_in(_bare(self.name)) if self.is_table else ""
        if not number:
            return self.name
        return Localized(**{one: text.format(number=number) for one, text in TABLE_NAMES.items()})

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
    """The oldest group of a name, whatever its case and gaps; a table by its number alone too.

    For whoever runs the town.
    """
    return among(all_groups(town), typed)


def among(some: Iterable[Group], typed: str) -> Group | None:
    """The same of some groups."""
    wanted = _bare(typed)
    meant = {wanted, *_numbered(wanted)}
    return next((one for one in some if _bare(one.name) in meant), None)


def name_of(conn: Connection, number: str) -> str:
    """What a group of any town is called; empty where it has no name, or is no more."""
    named = select(people_groups.c.name).where(people_groups.c.group_id == int(number))
    return conn.scalar(named) or ""


def take_out(town: Town, number: int, who: ParticipantId) -> None:
    """Somebody is in a group no more, or not asked any more."""
    here = (group_members.c.group_id == number, group_members.c.participant_id == who)
    town.conn.execute(delete(group_members).where(*here))


def _numbered(typed: str) -> Iterator[str]:
    """What a table of a number is called in each language, whichever it was typed in."""
    if number := _number_in(typed):
        yield from (_bare(text).format(number=number) for text in TABLE_NAMES.values())


def _number_in(typed: str) -> str:
    """The number of a table, by itself or in what it is called; empty for other names."""
    patterns = (_bare(text).replace("{number}", r"(\d+)") for text in TABLE_NAMES.values())
    found = filter(None, (re.fullmatch(pattern, typed) for pattern in (r"(\d+)", *patterns)))
    return next((one[1] for one in found), "")


def _bare(name: str) -> str:
    return "".join(plain(name).casefold().split())


def _groups(town: Town, numbers: Iterable[int]) -> list[Group]:
    found = town.conn.execute(
        select(
            people_groups,
            *(column for column in group_members.c if column.name != "group_id"),
            PEOPLE.c.name.label("member_name"),
        )
        .outerjoin(group_members, group_members.c.group_id == people_groups.c.group_id)
        .outerjoin(PEOPLE, PEOPLE.c.participant_id == group_members.c.participant_id)
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
            everybody=tuple(
                Member(r.participant_id, r.member_name, r.joined)
                for r in rows
                if r.participant_id is not None  # a table stays when nobody sits at it
            ),
        )
        for number in dict.fromkeys(row.group_id for row in found)
        for rows in [[row for row in found if row.group_id == number]]
    ]
