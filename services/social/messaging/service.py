"""Relaying words from one person of the town to another, and showing who lives here.

The words themselves are kept nowhere: the fact says that somebody wrote to somebody, the event
carries the text to the outbox, and that is all.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.paging import page_of
from services.kernel.town import Town
from services.people.facts import Fact, record
from services.people.identity import Neighbour, by_name, neighbours
from services.social.messaging.errors import MessageTooLong, MessageToSelf
from services.social.messaging.events import MessageSent

TEXT_MAX = 500  # characters
PAGE_SIZE = 30  # people on one page of the directory


@dataclass(frozen=True, slots=True)
class Sent:
    """The receipt of a message."""

    receiver_name: str


@dataclass(frozen=True, slots=True)
class Directory:
    """One page of the town's people, the asker left out. Pages count from 0."""

    people: tuple[Neighbour, ...]
    page: int
    pages: int
    total: int


def send(town: Town, to_name: str, text: str) -> Sent:
    """Write to somebody by name. Raises `NobodyOfThatName`, `MessageToSelf`, `MessageTooLong`."""
    receiver = by_name(town, to_name)
    if receiver.participant_id == town.actor.pid:
        raise MessageToSelf
    if len(text) > TEXT_MAX:
        raise MessageTooLong(limit=TEXT_MAX, typed=len(text))
    record(town, Fact(town.actor.pid, "message_sent", counterpart=receiver.participant_id))
    town.emit(
        MessageSent(town.actor.pid, town.actor.name, receiver.participant_id, receiver.name, text)
    )
    return Sent(receiver.name)


def directory(town: Town, page: int = 0) -> Directory:
    """Who else lives here, by name. A page beyond the last shows the last."""
    people = [n for n in neighbours(town) if n.participant_id != town.actor.participant_id]
    shown = page_of(people, page, PAGE_SIZE)
    return Directory(shown.items, shown.number, shown.pages, shown.total)
