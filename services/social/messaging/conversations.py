"""With whom somebody talks, and where their plain words are said. Never what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from services.kernel.errors import RuleError
from services.kernel.paging import Page, page_of
from services.kernel.schema import AnyRow, insert_new
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people.identity import Neighbour, by_id, by_name, neighbours
from services.social import calls, friends, groups
from services.social.groups import Group
from services.social.messaging.enclosures import Kind
from services.social.messaging.tables import conversations, open_talks

PERSON = "p"  # a conversation with a person is "p:<participant>"
GROUP = "g"  # with a group "g:<its number>"
CHATS_PAGE = 8
NONCE_BYTES = 6


class NotTalking(RuleError):
    """No conversation is open, so none can be left or used."""


class TalkToSelf(RuleError):
    """A conversation with oneself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation with one person. `has_topic`: it has a place of its own on the screen;
    `is_beside_call`: words go there and not down the line; the `nonce` makes one gift of all taps
    on one keyboard."""

    other: Neighbour
    has_topic: bool = False
    is_beside_call: bool = False
    nonce: str = ""

    @property
    def talk(self) -> str:
        """Its key."""
        return talk_with(self.other.participant_id)


@dataclass(frozen=True, slots=True)
class GroupConversation:
    """A conversation with a group."""

    group: Group
    has_topic: bool
    is_beside_call: bool

    @property
    def talk(self) -> str:
        """Its key."""
        return f"{GROUP}:{self.group.group_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLine:
    """One line of the list. `at` is None where nothing was said yet; `unread` counts messages."""

    other: Neighbour
    is_friend: bool
    kind: Kind | None = None
    is_mine: bool = False
    unread: int = 0
    at: TownTime | None = None


def talk_with(who: str) -> str:
    """The key of the conversation with a participant."""
    return f"{PERSON}:{who}"


def subject_of(talk: str) -> ParticipantId | None:
    """The participant of a conversation's key; None where it is with nobody."""
    kind, _, who = talk.partition(":")
    return ParticipantId(who) if kind == PERSON else None


def group_of(talk: str) -> int | None:
    """The group of a conversation's key; None where it is with none."""
    kind, _, number = talk.partition(":")
    return int(number) if kind == GROUP and number.isdecimal() else None


def open_group(town: Town, group_id: int) -> GroupConversation:
    """Open the conversation of a group one is in. Raises `Outdated`."""
    _, group = groups.my_group(town, group_id)
    return GroupConversation(group, *_enter(town, f"{GROUP}:{group_id}"))


def open_with(town: Town, who: str) -> Conversation:
    """Open a conversation: from here on plain words go there, where it has no topic of its own.

    Raises `NobodyOfThatName`, `TalkToSelf`.
    """
    return _open(town, by_id(town, who))


def open_by_name(town: Town, name: str) -> Conversation:
    """The same by name."""
    return _open(town, by_name(town, name))


def current(town: Town) -> Conversation:
    """The open conversation. Raises `NotTalking`."""
    who = subject_of(open_talk(town, town.actor.pid))
    if who is None:
        raise NotTalking
    nonce = town.randomness("gift").token(NONCE_BYTES).hex()
    return Conversation(other=by_id(town, who), nonce=nonce)


def ring_here(town: Town) -> calls.Call | calls.GroupCall:
    """Call the one, or all of the group, whose conversation is open.

    Raises `NotTalking` and what ringing raises.
    """
    group = group_of(open_talk(town, town.actor.pid))
    if group is not None:
        return calls.call_group(town, group)
    return calls.ring_neighbour(town, current(town).other.participant_id)


def whom_to_leave(town: Town) -> tuple[str, bool]:
    """Who would hear what is typed here, and whether on the phone; of nobody, an empty name."""
    on_the_phone, _ = phone(town, town.actor.pid)
    talk = on_the_phone or open_talk(town, town.actor.pid)
    group, who = group_of(talk), subject_of(talk)
    if group is not None:
        return groups.name_of(town.conn, str(group)), bool(on_the_phone)
    return "" if who is None else by_id(town, who).name, bool(on_the_phone)


def leave(town: Town) -> str:
    """Leave the open conversation: plain words go to nobody; whose it was. Raises `NotTalking`."""
    group = group_of(open_talk(town, town.actor.pid))
    left = current(town).other.name if group is None else groups.name_of(town.conn, str(group))
    town.conn.execute(delete(open_talks).where(open_talks.c.participant_id == town.actor.pid))
    return left


def chats(town: Town, page: int = 0) -> Page[ChatLine]:
    """Conversations, the latest first; then friends, then everybody else, by name."""
    me = town.actor.pid
    query = select(conversations).where(conversations.c.participant_id == me)
    rows = {row.talk: row for row in town.conn.execute(query)}
    known = {f.other(me) for f in friends.of_person(town, me) if f.state == "friends"}
    lines = [
        _line(one, rows.get(talk_with(one.participant_id)), is_friend=one.participant_id in known)
        for one in neighbours(town)
        if one.participant_id != me
    ]
    lines.sort(key=lambda line: (line.at is None, -(line.at or 0), not line.is_friend))
    return page_of(lines, page, CHATS_PAGE)


def open_talk(town: Town, who: ParticipantId) -> str:
    """The conversation that somebody has open; empty for none."""
    its = select(open_talks.c.talk).where(open_talks.c.participant_id == who)
    return town.conn.scalar(its) or ""


def phone(town: Town, who: ParticipantId) -> tuple[str, str]:
    """The conversation of the call that somebody is in, and which call that is; or nothing."""
    call = calls.current_call(town, who)
    if call is not None:
        is_on = call.state is calls.CallState.CONNECTED
        return (talk_with(call.other(who)), f"call:{call.call_id}") if is_on else ("", "")
    group = calls.current_group_call(town, who)
    if group is None:
        return "", ""
    return f"{GROUP}:{group.group_id}", f"group_call:{group.group_call_id}"


def open_beside(town: Town, who: ParticipantId, call: str) -> str:
    """The conversation that somebody has opened while they were in a call; empty for none."""
    here = open_talks.c.participant_id == who, open_talks.c.beside == call
    return town.conn.scalar(select(open_talks.c.talk).where(*here)) or "" if call else ""


def in_talks(town: Town) -> Sequence[ParticipantId]:
    """All who have a conversation open, of any town."""
    return town.conn.scalars(select(open_talks.c.participant_id)).all()


def is_open(town: Town, who: ParticipantId, talk: str) -> bool:
    """Whether somebody has this conversation open."""
    return open_talk(town, who) == talk


def knows(town: Town, who: ParticipantId, talk: str) -> bool:
    """Whether anything was ever said in a conversation, as one of its two sees it."""
    return town.conn.scalar(select(conversations.c.talk).where(*_is(who, talk))) is not None


def note(
    town: Town, who: ParticipantId, talk: str, kind: Kind, *, is_mine: bool, unread: int = 0
) -> None:
    """Somebody wrote or was written to; what one answers one has read."""
    now: dict[str, Any] = {"kind": kind, "is_mine": is_mine, "last_town_s": town.now}
    row = {"participant_id": who, "talk": talk, "unread": unread}
    if not insert_new(town.conn, conversations, **row, **now):
        count = conversations.c.unread + unread if unread else 0
        changed = update(conversations).values(unread=count, **now)
        town.conn.execute(changed.where(*_is(who, talk)))


def let_go(town: Town, who: ParticipantId) -> None:
    """Somebody has left the town: whom they talked with is nobody's business."""
    for table in (conversations, open_talks):
        town.conn.execute(delete(table).where(table.c.participant_id == who))


def _open(town: Town, other: Neighbour) -> Conversation:
    me = town.actor.pid
    if other.participant_id == me:
        raise TalkToSelf
    has_topic, is_beside_call = _enter(town, talk_with(other.participant_id))
    return Conversation(other=other, has_topic=has_topic, is_beside_call=is_beside_call)


def _enter(town: Town, talk: str) -> tuple[bool, bool]:
    """Let plain words go there: whether it has a topic of its own, so that they do anyway, and
    whether that is beside a call with somebody else.
    """
    me, has_topic = town.actor.pid, town.visitor is not None and town.visitor.has_topics
    on_the_phone, call = phone(town, me)
    beside = "" if talk == on_the_phone else call
    row = {"talk": talk, "beside": beside}
    if not has_topic and not insert_new(town.conn, open_talks, participant_id=me, **row):
        mine = update(open_talks).where(open_talks.c.participant_id == me)
        town.conn.execute(mine.values(**row))
    town.conn.execute(update(conversations).where(*_is(me, talk)).values(unread=0))
    return has_topic, bool(beside)


def _is(who: ParticipantId, talk: str) -> tuple[Any, ...]:
    return conversations.c.participant_id == who, conversations.c.talk == talk


def _line(other: Neighbour, row: AnyRow | None, *, is_friend: bool) -> ChatLine:
    if row is None:
        return ChatLine(other=other, is_friend=is_friend)
    return ChatLine(
        other=other,
        is_friend=is_friend,
        kind=Kind(row.kind),
        is_mine=row.is_mine,
        unread=row.unread,
        at=row.last_town_s,
    )
