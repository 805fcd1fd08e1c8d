"""All features put together: one dispatcher for words and buttons, one table for each hook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.types import CallbackQuery, TelegramObject
from sqlalchemy import Connection
from typing_extensions import override

from bot.acts import Access, GuardedRouter
from bot.features import Command, Draw, Feature, View
from bot.replies import Message, Redraw, Replies, Reply, Say, say
from services.kernel.town import Event, ParticipantId, Town, UnitOfWork
from services.modules import merged
from services.people.identity import FacilitatorChanged, desk_title


class Switchboard(Router):
    """Leads a pressed button straight to the routers that know its kind.

    aiogram asks every router in turn; with dozens of them that costs more than the tap itself. The
    kinds are read off the routers' own filters: nothing is listed twice, every filter still
    decides. What it does not know goes the ordinary way. Two kinds that begin alike do not start:
    one would be pressed and the other done.
    """

    def __init__(self, routers: Iterable[GuardedRouter]) -> None:
        super().__init__(name="switchboard")
        self._routers: dict[str, list[GuardedRouter]] = {}
        kinds: dict[str, type[CallbackData]] = {}
        for router in routers:
            for kind in dict.fromkeys(_kinds(router)):
                if kinds.setdefault(kind.__prefix__, kind) is not kind:
                    raise ValueError(f"{kind} and {kinds[kind.__prefix__]} begin alike")
                self._routers.setdefault(kind.__prefix__, []).append(router)

    @override
    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        if not isinstance(event, CallbackQuery) or update_type != "callback_query":
            return UNHANDLED
        prefix = (event.data or "").partition(":")[0]
        for router in self._routers.get(prefix, ()):
            answer = await router.propagate_event(update_type, event, **kwargs)
            if answer is not UNHANDLED:
                return answer
        return UNHANDLED


def _kinds(router: GuardedRouter) -> Iterable[type[CallbackData]]:
    for handler in router.callback_query.handlers:
        for condition in handler.filters or ():
            if isinstance(condition.callback, CallbackQueryFilter):
                yield condition.callback.callback_data


class Registry:
    """What the runtime asks for by name. Two features that bring the same name do not start."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(features)
        self._tells: dict[type[Event], list[View]] = {}
        for feature in self.features:
            for event, view in feature.event_views.items():
                self._tells.setdefault(event, []).append(view)
        self._cards: dict[str, Draw] = merged(f.cards for f in self.features)
        self._talks = merged(f.talks for f in self.features)
        self._for_facilitator = {kind for f in self.features for kind in f.facilitators_cards}

    def dispatcher(self) -> Dispatcher:
        dispatcher = Dispatcher(disable_fsm=True)
        routers = tuple(chain.from_iterable(feature.routers for feature in self.features))
        dispatcher.include_router(Switchboard(routers))
        for router in routers:
            dispatcher.include_router(router)
        return dispatcher

    def commands(self, *accesses: Access) -> list[Command]:
        found = (c for f in self.features for c in f.commands if c.access in accesses)
        return sorted(found, key=lambda command: (command.rank, command.name))

    def replies_to(self, event: Event) -> Iterator[Replies | Reply]:
        for view in self._tells.get(type(event), ()):
            yield view(event)
        if isinstance(event, FacilitatorChanged):
            yield tuple(Redraw(f"{kind}:*") for kind in sorted(self._for_facilitator))

    def talk_title(self, conn: Connection, talk: str) -> str:
        """What a conversation is called; empty where there is none such."""
        kind, _, subject = talk.partition(":")
        title = self._talks.get(kind)
        return "" if title is None else title(conn, subject)

    def in_talks(self, town: Town) -> set[ParticipantId]:
        """Who talks to somebody in a chat without topics."""
        asked = (f.in_talks for f in self.features if f.in_talks is not None)
        return {who for one in asked for who in one(town)}

    def is_for_facilitator(self, card: str) -> bool:
        return card.partition(":")[0] in self._for_facilitator

    def desk_label(self, uow: UnitOfWork, card: str, *, to_desk: bool = False) -> Say | None:
        """Of which town a message to its desk is, where one of those who run it runs another."""
        is_titled = card.partition(":")[0] == "panel"
        if is_titled or not (to_desk or self.is_for_facilitator(card)):
            return None
        title = desk_title(uow) if isinstance(uow, Town) else ""
        return say("of_town", title=title) if title else None

    def draw(self, town: Town, card: str) -> Message:
        """A card as it stands now; of a blank town they all show nothing."""
        if town.workshop.is_blank:
            return Message(say("town_blank"))
        kind, _, subject = card.partition(":")
        return self._cards[kind](town, subject)
