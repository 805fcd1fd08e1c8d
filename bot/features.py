"""What one feature hands to the registry: routers, events it tells, cards it draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.acts import Access, GuardedRouter
from bot.replies import Message, Replies, Reply
from services.kernel.town import Event, Town

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature on the bot's storey. Everything it brings is named here, nothing is found."""

    name: str
    routers: tuple[GuardedRouter, ...] = ()
    commands: tuple[Command, ...] = ()
    event_views: Mapping[type[Event], View] = field(default_factory=dict)
    cards: Mapping[str, Draw] = field(default_factory=dict)
    # Kinds of cards that are for whoever runs the town, and for nobody who once did.
    facilitators_cards: frozenset[str] = frozenset()
