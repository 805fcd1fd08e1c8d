"""Making groups, asking people in, writing to all, leaving. The maker names and removes.

What is written is kept nowhere, as between two people. A group without a member is no more; when
its maker leaves, it is the member's who has been there longest.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category

from sqlalchemy import delete, func, select

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.paging import Page, page_of
from services.kernel.schema import change_row, insert_new
from services.kernel.town import Event, ParticipantId, Town
from services.people import blocks, mutes
from services.people.facts import Fact, record
from services.people.identity import Neighbour, by_id, lock_participant, neighbours
from services.social import friends, moderation
from services.social.groups.records import Group, find_group, groups_of, take_out
from services.social.groups.tables import group_members, people_groups

NAME_MAX = 30  # characters
MEMBERS_MAX = 30  # with those who are asked
GROUPS_MAX = 10  # of one maker
TEXT_MAX = 500
PAGE = 20  # people on one page of the keyboard
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # turns or hides what is beside it


class GroupNameUnfit(RuleError):
    """No name of 1 to `limit` characters that can be seen, with a letter or digit."""


class TooManyGroups(RuleError):
    """The actor has made `limit` groups."""


class GroupFull(RuleError):
    """As many as `limit` are in it or asked. Field: `group`."""


class AlreadyInGroup(RuleError):
    """They are in it, or asked. Field: `name`."""


class NotTheMaker(RuleError):
    """Only the group's maker does this. Field: `name`, the maker's."""


class SeatedByDesk(RuleError):
    """Who sits at a table is for whoever runs the town. Field: `group`."""


class GroupOfOne(RuleError):
    """Nobody else has joined yet."""


class GroupTextTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


@dataclass(frozen=True, slots=True)
class GroupInvited(Event):
    """Somebody was asked into a group by somebody."""

    group: Group
    who: ParticipantId
    by_name: str


@dataclass(frozen=True, slots=True)
class GroupLeft(Event):
    """Somebody is in a group no more, by whatever way."""

    group_id: int
    who: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpoken(Event):
    """Words on their way to all others of a group. Only the outbox holds them."""

    group_id: int
    group_name: Localized | str
    speaker: ParticipantId
    speaker_name: str
    to: tuple[ParticipantId, ...]
    text: str
    enclosure: object | None = None  # what is sent with them; the messenger's business


def make(town: Town, name: str) -> Group:
    """Make a group of oneself; the same act makes one. Raises `GroupNameUnfit`, `TooManyGroups`."""
    me, named = town.actor.pid, fit_name(name)
    mutes.require_voice(town, named)
    lock_participant(town, me)
    mine = people_groups.c.maker == me
    made = select(people_groups.c.group_id).where(
        people_groups.c.workshop_id == town.workshop_id, people_groups.c.key == town.key
    )
    if town.conn.scalar(made) is None:
        if (town.conn.scalar(select(func.count()).where(mine)) or 0) >= GROUPS_MAX:
            raise TooManyGroups(limit=GROUPS_MAX)
        values = {"maker": me, "named_by": me, "name": named, "made_town_s": town.now}
        insert_new(town.conn, people_groups, workshop_id=town.workshop_id, key=town.key, **values)
        number = town.conn.execute(made).scalar_one()
        _enter(town, number, me, joined=True)
        record(town, Fact(me, "group_made", key=f"group_made:{number}"))
    return find_group(town, town.conn.execute(made).scalar_one())


def mine(town: Town) -> tuple[ParticipantId, list[Group]]:
    """The actor, and the groups they are in or asked into."""
    return town.actor.pid, groups_of(town, town.actor.pid)


def my_group(town: Town, group_id: int) -> tuple[ParticipantId, Group]:
    """The actor, and one group they are in. Raises `Outdated`."""
    return town.actor.pid, _joined(town, group_id)


def candidates(town: Town, group_id: int, page: int = 0) -> tuple[Group, Page[Neighbour]]:
    """Whom a member can ask into a group: friends first, then the others. Raises `Outdated`."""
    me, group = my_group(town, group_id)
    there = {one.participant_id for one in group.everybody} | blocks.not_heard(town, me)
    close = {one.other(me) for one in friends.of_person(town, me) if one.since is not None}
    found = [one for one in neighbours(town) if one.participant_id not in there]
    found.sort(key=lambda one: one.participant_id not in close)  # stable: by name among equals
    return group, page_of(found, page, PAGE)


def invite(town: Town, group_id: int, who: str) -> Group:
    """Ask somebody in; residents come at once. Raises `Outdated`, `NobodyOfThatName`, `GroupFull`,
    `AlreadyInGroup`, `SeatedByDesk`, and what `require_open` raises.
    """
    other = by_id(town, who)
    group, guest = _joined(town, group_id), other.participant_id
    if group.is_table:
        raise SeatedByDesk(group=group.name)
    if any(one.participant_id == guest for one in group.everybody):
        raise AlreadyInGroup(name=other.name)
    blocks.require_open(town, guest)
    if len(group.everybody) >= MEMBERS_MAX:
        raise GroupFull(limit=MEMBERS_MAX, group=group.name)
    _enter(town, group_id, guest, joined=other.is_resident)
    asked = find_group(town, group_id)
    if not other.is_resident:
        town.emit(GroupInvited(asked, guest, town.actor.name))
    return asked


def answer(town: Town, group_id: int, *, yes: bool) -> Group:
    """Join a group one was asked into, or not. Twice is once. Raises `Outdated` for others."""
    group, me = find_group(town, group_id), town.actor.pid
    if group.is_member(me) and yes:
        return group
    if not any(one.participant_id == me for one in group.asked):
        raise Outdated
    take_out(town, group_id, me)
    if yes:
        _enter(town, group_id, me, joined=True)
    return find_group(town, group_id)


def leave(town: Town, group_id: int) -> Group:
    """Leave a group; it is shown as it was. Raises `Outdated` for who is not in it."""
    group = _joined(town, group_id)
    _go(town, group, town.actor.pid)
    return group


def remove(town: Town, group_id: int, who: str) -> Group:
    """Put somebody out, or take back a question. Raises `Outdated`, `NotTheMaker`."""
    group = _made(town, group_id)
    if who == town.actor.pid or all(one.participant_id != who for one in group.everybody):
        raise Outdated
    take_out(town, group_id, ParticipantId(who))
    town.emit(GroupLeft(group_id, ParticipantId(who)))
    return find_group(town, group_id)


def rename(town: Town, group_id: int, name: str) -> Group:
    """Give a group another name. Raises `Outdated`, `NotTheMaker`, `GroupNameUnfit`."""
    _made(town, group_id)
    mutes.require_voice(town, name)
    named = {"name": fit_name(name), "named_by": town.actor.pid}
    change_row(town.conn, people_groups, group_id, **named)
    return find_group(town, group_id)


def write(
    town: Town, group_id: int, text: str, enclosure: object | None = None
) -> GroupSpoken | None:
    """Write to all others of a group; None where the words were held back.

    Raises `Outdated`, `GroupOfOne`, `GroupTextTooLong`.
    """
    if len(text) > TEXT_MAX:
        raise GroupTextTooLong(limit=TEXT_MAX, typed=len(text))
    to, me = audience(town, f"g:{group_id}"), town.actor
    if moderation.holds_back(town, text):
        return None
    record(town, Fact(me.pid, "group_message"))
    spoken = GroupSpoken(
        group_id=group_id,
        group_name=find_group(town, group_id).title,
        speaker=me.pid,
        speaker_name=me.name,
        to=to,
        text=text,
        enclosure=enclosure,
    )
    town.emit(spoken)
    return spoken


def audience(town: Town, key: str) -> tuple[ParticipantId, ...]:
    """Whom the actor reaches in a conversation: "p:" and a person's id, or "g:" and a group's.

    In a group nobody hears somebody past a block. Raises `Outdated`, `GroupOfOne`, and for one
    person `NobodyOfThatName` and what `require_open` raises.
    """
    kind, _, number = key.partition(":")
    if kind == "p":
        other = by_id(town, number).participant_id
        blocks.require_open(town, other)
        return (other,)
    if kind != "g" or not number.isdecimal():
        raise Outdated
    me = town.actor.pid
    others = {one.participant_id for one in _joined(town, int(number)).members} - {me}
    if not others:
        raise GroupOfOne
    return tuple(sorted(others - blocks.not_heard(town, me)))


def let_go(town: Town, who: ParticipantId) -> None:
    """Somebody leaves the town, and with it their groups."""
    for group in groups_of(town, who):
        _go(town, group, who)


def fit_name(typed: str) -> str:
    """A group's name as it is kept. Raises `GroupNameUnfit`."""
    name = " ".join(typed.split())
    seen = not any(category(char) in UNSEEN for char in name)
    if not seen or len(name) > NAME_MAX or not any(char.isalnum() for char in name):
        raise GroupNameUnfit(limit=NAME_MAX)
    return name


def _joined(town: Town, group_id: int) -> Group:
    group = find_group(town, group_id)
    if not group.is_member(town.actor.participant_id):
        raise Outdated
    return group


def _made(town: Town, group_id: int) -> Group:
    group = _joined(town, group_id)
    if group.maker is None:
        raise SeatedByDesk(group=group.name)
    if group.maker != town.actor.participant_id:
        raise NotTheMaker(name=by_id(town, group.maker).name)
    return group


def _enter(town: Town, group_id: int, who: ParticipantId, *, joined: bool) -> None:
    values = {"participant_id": who, "joined": joined, "since_town_s": town.now}
    is_new = insert_new(town.conn, group_members, group_id=group_id, **values)
    if is_new and joined:
        record(town, Fact(who, "group_joined"))


def _go(town: Town, group: Group, who: ParticipantId) -> None:
    take_out(town, group.group_id, who)
    town.emit(GroupLeft(group.group_id, who))
    left = [one for one in group.members if one.participant_id != who]
    if group.is_member(who):
        record(town, Fact(who, "group_left", key=f"{town.key}:group_left:{group.group_id}:{who}"))
    if not left and not group.is_table:
        gone = people_groups.c.group_id == group.group_id
        town.conn.execute(delete(people_groups).where(gone))
        return
    if group.maker == who:
        change_row(town.conn, people_groups, group.group_id, maker=left[0].participant_id)
