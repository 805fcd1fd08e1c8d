"""What one feature hands to the registry: routers, events it tells, cards it draws."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import Connection

from bot.acts import Access, GuardedRouter
from bot.replies import Button, Message, Replies, Reply, Say, Text
from services.kernel.town import Event, ParticipantId, Town

T = TypeVar("T")
View = Callable[[Any], Replies | Reply]
Draw = Callable[[Town, str], Message]


def drawn(find: Callable[[Town, int], T], view: Callable[[T], Message]) -> Draw:
    """Draws the card of what goes by a number, as it stands now."""
    return lambda town, number: view(find(town, int(number)))


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the menu; its description is the text `command.<name>`."""

    name: str
    access: Access
    rank: int = 50  # the menu's order


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something waits for the actor: a line of their home, and where it leads."""

    text: Say
    open: CallbackData


# What of one feature waits for the actor.
Waits = Callable[[Town], Iterable[Waiting]]
# What the town's card tells of it between two town times (the second is not part of it).
TownNews = Callable[[Town, int, int], Iterable["Text | Button"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature on the bot's storey. Everything it brings is named here, nothing is found."""

    name: str
    routers: tuple[GuardedRouter, ...] = ()
    commands: tuple[Command, ...] = ()
    event_views: Mapping[type[Event], View] = field(default_factory=dict)
    cards: Mapping[str, Draw] = field(default_factory=dict)
    # By the beginning of a conversation's key: what the one with such a subject is called.
    talks: Mapping[str, Callable[[Connection, str], str]] = field(default_factory=dict)
    # Who talks to somebody in a chat without topics: what is the town's own says so there.
    in_talks: Callable[[Town], Collection[ParticipantId]] | None = None
    # Kinds of cards that are for whoever runs the town, and for nobody who once did.
    facilitators_cards: frozenset[str] = frozenset()
    waits: tuple[Waits, ...] = ()
    news: tuple[TownNews, ...] = ()
