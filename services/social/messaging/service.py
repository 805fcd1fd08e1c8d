"""Relaying words from one person of the town to another, and showing who lives here.

The words themselves are kept nowhere: the fact says that somebody wrote to somebody, the event
carries the text to the outbox, and that is all.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import RuleError
from services.kernel.town import Event, ParticipantId, Town
from services.people.facts import Fact, record
from services.people.identity import Directory, by_name, others


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """Words on their way to one person. Only the outbox holds them, until they are delivered."""

    sender: ParticipantId
    sender_name: str
    receiver: ParticipantId
    receiver_name: str
    text: str


class MessageToSelf(RuleError):
    """A message to oneself reaches nobody."""


class MessageTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


TEXT_MAX = 500  # characters
PAGE_SIZE = 30  # people on one page of the directory


def send(town: Town, to_name: str, text: str) -> MessageSent:
    """Write to somebody by name. Raises `NobodyOfThatName`, `MessageToSelf`, `MessageTooLong`."""
    receiver = by_name(town, to_name)
    if receiver.participant_id == town.actor.pid:
        raise MessageToSelf
    if len(text) > TEXT_MAX:
        raise MessageTooLong(limit=TEXT_MAX, typed=len(text))
    record(town, Fact(town.actor.pid, "message_sent", counterpart=receiver.participant_id))
    sent = MessageSent(
        sender=town.actor.pid,
        sender_name=town.actor.name,
        receiver=receiver.participant_id,
        receiver_name=receiver.name,
        text=text,
    )
    town.emit(sent)
    return sent


def directory(town: Town, page: int = 0) -> Directory:
    """Who else lives here, by name. A page beyond the last shows the last."""
    return others(town, page, PAGE_SIZE)
