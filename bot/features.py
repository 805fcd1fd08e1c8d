"""What one feature hands to the house: rooms, events it tells, cards it draws, timers, jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from bot.acts import Access, Room
from bot.replies import Message, Replies
from services.kernel.timers import TimerVerb
from services.kernel.town import Event, Town
from services.ledger import BookFault

View = Callable[[Any], Replies]
Draw = Callable[[Town, str], Message]
Audit = Callable[[Connection], list[BookFault]]
Reaction = Callable[[Town, Event], None]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the menu; its description is the text `command.<name>`."""

    name: str
    access: Access
    rank: int = 50  # the menu's order


@dataclass(frozen=True, slots=True)
class Job:
    """Work that the alarm clock wakes in every open, running town, a transaction each."""

    name: str
    every_s: float
    verb: Callable[[Town], None]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature on the bot's storey. Everything it brings is named here, nothing is found."""

    name: str
    rooms: tuple[Room, ...] = ()
    commands: tuple[Command, ...] = ()
    tells: Mapping[type[Event], View] = field(default_factory=dict)
    cards: Mapping[str, Draw] = field(default_factory=dict)
    timers: Mapping[str, TimerVerb] = field(default_factory=dict)
    delivered: Mapping[str, TimerVerb] = field(default_factory=dict)
    reactions: tuple[Reaction, ...] = ()
    jobs: tuple[Job, ...] = ()
    audits: tuple[Audit, ...] = ()  # invariants of its own rows, for /health and the chaos run
