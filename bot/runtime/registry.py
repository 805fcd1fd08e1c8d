"""All features put together: one dispatcher for words and buttons, one table for each hook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from aiogram import Dispatcher

from bot.acts import Access
from bot.features import Command, Draw, Feature, View
from bot.replies import Message, Redraw, Replies
from bot.runtime.switchboard import Switchboard
from services.kernel.town import Event, Town
from services.modules import merged
from services.people.identity import FacilitatorChanged


class Registry:
    """What the runtime asks for by name. Two features that bring the same name do not start."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(features)
        self._tells: dict[type[Event], list[View]] = {}
        for feature in self.features:
            for event, view in feature.event_views.items():
                self._tells.setdefault(event, []).append(view)
        self._cards: dict[str, Draw] = merged(f.cards for f in self.features)
        self._for_facilitator = {kind for f in self.features for kind in f.facilitators_cards}

    def dispatcher(self) -> Dispatcher:
        """aiogram's dispatcher over every router, in the features' order."""
        dispatcher = Dispatcher(disable_fsm=True)
        routers = tuple(chain.from_iterable(feature.routers for feature in self.features))
        dispatcher.include_router(Switchboard(routers))
        for router in routers:
            dispatcher.include_router(router)
        return dispatcher

    def commands(self, *accesses: Access) -> list[Command]:
        """The menu of somebody with these accesses."""
        found = (c for f in self.features for c in f.commands if c.access in accesses)
        return sorted(found, key=lambda command: (command.rank, command.name))

    def replies_to(self, event: Event) -> Iterator[Replies]:
        """Who hears of an event, and what."""
        for view in self._tells.get(type(event), ()):
            yield view(event)
        if isinstance(event, FacilitatorChanged):
            yield tuple(Redraw(f"{kind}:*") for kind in sorted(self._for_facilitator))

    def is_for_facilitator(self, card: str) -> bool:
        """Whether a card is for whoever runs the town alone."""
        return card.partition(":")[0] in self._for_facilitator

    def draw(self, town: Town, card: str) -> Message:
        """What a card shows at present."""
        kind, _, subject = card.partition(":")
        return self._cards[kind](town, subject)
