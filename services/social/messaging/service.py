"""Relaying what one person of the town sends another, and showing who lives here.

What is sent is kept nowhere: the fact says that somebody wrote to somebody, the event carries the
words to the outbox, and that is all.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import Outdated, RuleError
from services.kernel.town import Event, ParticipantId, Role, Town
from services.people import blocks
from services.people.facts import Fact, record
from services.people.identity import (
    Directory,
    Neighbour,
    NobodyOfThatName,
    addresses,
    by_id,
    by_name,
    others,
)
from services.social import calls, groups, moderation, notices
from services.social.messaging.conversations import (
    group_of,
    is_open,
    knows,
    note,
    open_beside,
    open_talk,
    phone,
    subject_of,
    talk_with,
    whom_to_leave,
)
from services.social.messaging.enclosures import Enclosure, Kind, KindNotCarried, check


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """Words on their way to one person. Only the outbox holds them, until they are delivered.

    `in_view`: the receiver has this conversation open. `aside`: it went elsewhere than what the
    sender has open, so that they are told.
    """

    sender: ParticipantId
    sender_name: str
    receiver: ParticipantId
    receiver_name: str
    text: str
    enclosure: Enclosure | None = None
    in_view: bool = False
    aside: bool = True

    @property
    def kind(self) -> Kind:
        """What it is made of."""
        return Kind.TEXT if self.enclosure is None else self.enclosure.kind


@dataclass(frozen=True, slots=True)
class MessageCorrected(Event):
    """The sender has changed what they wrote; copies of it follow, but none past a block."""

    sender_name: str
    text: str
    not_to: frozenset[ParticipantId]


class MessageToSelf(RuleError):
    """A message to oneself reaches nobody."""


class MessageTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


class NotReached(RuleError):
    """The receiver has shut the bot out. Field: `name`."""


class LeadsNowhere(RuleError):
    """Words that answer what came from nobody, or in a topic that is nobody's."""


TEXT_MAX = 500  # characters
PAGE_SIZE = 30  # people on one page of the directory


def send(town: Town, to_name: str, text: str) -> MessageSent | None:
    """Write to somebody by name; None where the words were held back.

    Raises `NobodyOfThatName`, `MessageToSelf`, `MessageTooLong`, and what `require_open` does.
    """
    return _send(town, by_name(town, to_name), text)


def say(town: Town, text: str, enclosure: Enclosure | None = None) -> MessageSent | None:
    """Say something where one is: to whom it answers, in a topic, on the phone, or to whom one has
    open. None when it was said on the phone or in a group, or held back.

    Raises `LeadsNowhere`, `NobodyListens`, `BeingRung`, `StillRinging`, and what `send` raises.
    """
    me, place = town.actor.pid, town.visitor.talk if town.visitor else ""
    on_the_phone, call = phone(town, me)
    place = place or open_beside(town, me, call)
    if on_the_phone and place in {"", on_the_phone}:
        if enclosure is None:
            calls.talk(town, text)
            return None
        place = on_the_phone
    opened = open_talk(town, me)
    talk = place or opened
    if not talk:
        calls.talk(town, text)  # says why nobody hears it
    if (group := group_of(talk)) is not None:
        _say_in_group(town, group, text, enclosure)
        return None
    try:
        receiver = by_id(town, subject_of(talk) or "")
    except NobodyOfThatName:
        raise LeadsNowhere from None
    has_topics = town.visitor is not None and town.visitor.has_topics
    return _send(town, receiver, text, enclosure, aside=talk != opened and not has_topics)


def call_off(town: Town, text: str) -> tuple[str, bool]:
    """Somebody calls something off where they are heard: by whom, and whether on the phone.

    Raises `NobodyListens`, `BeingRung`, `StillRinging` where nobody hears them.
    """
    name, on_the_phone = whom_to_leave(town)
    if not name:
        calls.talk(town, text)  # says why nobody hears it
    return name, on_the_phone


def correct(town: Town, text: str) -> None:
    """Change what one wrote before. Raises `MessageTooLong`."""
    _check_length(text)
    if not moderation.holds_back(town, text):
        not_heard = blocks.not_heard(town, town.actor.pid)
        town.emit(MessageCorrected(town.actor.name, text, not_heard))


def refuse_kind(_: Town, why: object) -> None:
    """Raises `KindNotCarried`; why is the messenger's to say, as kinds are its own."""
    raise KindNotCarried(why=why)


def directory(town: Town, page: int = 0) -> Directory:
    """Who else lives here, by name. A page beyond the last shows the last."""
    return others(town, page, PAGE_SIZE)


def _send(
    town: Town,
    receiver: Neighbour,
    text: str,
    enclosure: Enclosure | None = None,
    *,
    aside: bool = True,
) -> MessageSent | None:
    me = town.actor
    if receiver.participant_id == me.pid:
        raise MessageToSelf
    _check_length(text)
    who = receiver.participant_id
    if not receiver.is_resident and who not in addresses(town, [who]):
        raise NotReached(name=receiver.name)
    if enclosure is not None:
        check(enclosure)
    blocks.require_open(town, who)
    is_first = not knows(town, me.pid, talk_with(who))
    if (is_first and notices.comes_before(town, who)) or moderation.holds_back(town, text):
        return None
    sent = MessageSent(
        sender=me.pid,
        sender_name=me.name,
        receiver=who,
        receiver_name=receiver.name,
        text=text,
        enclosure=enclosure,
        in_view=is_open(town, who, talk_with(me.pid)),
        aside=aside,
    )
    key = f"{town.key}:{sent.kind}:message_sent:{me.pid}:{who}"
    record(town, Fact(me.pid, "message_sent", counterpart=who, key=key))
    if me.role is Role.PARTICIPANT:
        note(town, me.pid, talk_with(who), sent.kind, is_mine=True)
    if not receiver.is_resident:
        unread = 0 if sent.in_view else 1
        note(town, who, talk_with(me.pid), sent.kind, is_mine=False, unread=unread)
    town.emit(sent)
    return sent


def _say_in_group(town: Town, group_id: int, text: str, enclosure: Enclosure | None) -> None:
    if enclosure is not None:
        check(enclosure)
    try:
        groups.write(town, group_id, text, enclosure)
    except Outdated:
        raise LeadsNowhere from None


def _check_length(text: str) -> None:
    if len(text) > TEXT_MAX:
        raise MessageTooLong(limit=TEXT_MAX, typed=len(text))
