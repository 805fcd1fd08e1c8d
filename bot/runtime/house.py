"""All features put together: one dispatcher for words and buttons, one table for each hook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from aiogram import Dispatcher

from bot.acts import Access
from bot.features import Command, Draw, Feature, Job, Reaction, View
from bot.replies import Message, Replies
from bot.runtime.switchboard import Switchboard
from services.kernel.timers import TimerVerb
from services.kernel.town import Event, Town

V = TypeVar("V")


class House:
    """What the runtime asks for by name. Two features that bring the same name do not start."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(features)
        self._tells: dict[type[Event], list[View]] = {}
        for feature in self.features:
            for event, view in feature.tells.items():
                self._tells.setdefault(event, []).append(view)
        self._cards: dict[str, Draw] = _merged(f.cards for f in self.features)
        self._timers: dict[str, TimerVerb] = _merged(f.timers for f in self.features)
        self._delivered: dict[str, TimerVerb] = _merged(f.delivered for f in self.features)
        self._reactions: tuple[Reaction, ...] = tuple(
            chain.from_iterable(f.reactions for f in self.features)
        )

    def dispatcher(self) -> Dispatcher:
        """aiogram's dispatcher over every room, in the features' order."""
        dispatcher = Dispatcher(disable_fsm=True)
        rooms = tuple(chain.from_iterable(feature.rooms for feature in self.features))
        dispatcher.include_router(Switchboard(rooms))
        for room in rooms:
            dispatcher.include_router(room)
        return dispatcher

    def commands(self, *accesses: Access) -> list[Command]:
        """The menu of somebody with these accesses."""
        found = (c for f in self.features for c in f.commands if c.access in accesses)
        return sorted(found, key=lambda command: (command.rank, command.name))

    def jobs(self) -> Iterator[Job]:
        """Work for the alarm clock."""
        return chain.from_iterable(feature.jobs for feature in self.features)

    def told(self, town: Town, event: Event) -> Iterator[Replies]:
        """Let the town react to an event, then say who hears of it."""
        for react in self._reactions:
            react(town, event)
        for view in self._tells.get(type(event), ()):
            yield view(event)

    def run_timer(self, town: Town, kind: str, subject: str) -> None:
        """The verb of a timer that is due."""
        self._timers[kind](town, subject)

    def run_delivered(self, batch: str, town: Town) -> None:
        """The verb of a batch of messages that has all ended."""
        kind, _, subject = batch.partition(":")
        self._delivered[kind](town, subject)

    def draw(self, town: Town, card: str) -> Message:
        """What a card shows at present."""
        kind, _, subject = card.partition(":")
        return self._cards[kind](town, subject)


def _merged(parts: Iterable[Mapping[str, V]]) -> dict[str, V]:
    merged: dict[str, V] = {}
    for part in parts:
        if twice := merged.keys() & part.keys():
            raise ValueError(f"two features bring {sorted(twice)}")
        merged.update(part)
    return merged
