"""Cards: messages that show the present. Noticed when stale, drawn from what is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import Connection

from bot.replies import Message, say
from bot.runtime import displays
from bot.runtime.composing import compose
from bot.runtime.core import Core
from bot.runtime.displays import DisplayedCard
from bot.runtime.transport import Moved, Outcome, Refused, Sent, Transport
from services.kernel.errors import Retryable
from services.kernel.town import UnitOfWork, WorkshopId, office
from services.people.identity import Address, facilitator_address, language_of, office_town

RETRY_S = 0.5


class CardRedrawer:
    def __init__(self, core: Core, bot_id: int) -> None:
        self._core = core
        self._bot_id = bot_id
        self._stale: set[str] = set()
        self._all = False
        self._queued: set[tuple[int, str]] = set()
        self._news = asyncio.Event()
        self._edited: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def notice(self, cards: list[str] | None) -> None:
        """Some cards (or any card, for None) may show less than the present."""
        if cards is None:
            self._all = True
        else:
            self._stale.update(cards)
        if self._all or self._stale:
            self._news.set()

    async def run(self, draw: Callable[[DisplayedCard], None]) -> None:
        """Say which cards are to be drawn, for as long as the program runs."""
        while True:
            await self._news.wait()
            self._news.clear()
            named = None if self._all else sorted(self._stale)
            self._all = False
            self._stale.clear()
            try:
                look = partial(displays.stale_cards, bot_id=self._bot_id, named=named)
                displayed = await self._core.database.read(look)
            except Retryable:
                self.notice(named)
                await asyncio.sleep(RETRY_S)
                continue
            for card in displayed:
                place = (card.chat_id, card.card)
                if place not in self._queued:
                    self._queued.add(place)
                    draw(card)

    def turn_to_edit(self, chat_id: int) -> asyncio.Lock:
        """A card that was drawn before its message shows another screen must not arrive after."""
        return self._edited.setdefault(chat_id, asyncio.Lock())

    async def redraw(self, transport: Transport, stale: DisplayedCard) -> Outcome:
        """Show a card's present; one that is up to date meanwhile is left alone."""
        self._queued.discard((stale.chat_id, stale.card))
        async with self.turn_to_edit(stale.chat_id):
            drawn = await self._core.database.read(lambda c: self._compose(c, stale))
            if drawn is None:
                return Sent(None)
            displayed, params, is_over = drawn
            outcome = await transport.call("editMessageText", params)
        if isinstance(outcome, Sent | Refused | Moved):
            end = displays.take_down if is_over else displays.drawn
            await self._core.database.write(lambda c: end(c, displayed))
        return outcome

    def _compose(
        self, conn: Connection, stale: DisplayedCard
    ) -> tuple[DisplayedCard, dict[str, Any], bool] | None:
        card, chat_id = stale.card, stale.chat_id
        found = displays.stale_cards(conn, self._bot_id, [card])
        displayed = next((one for one in found if one.chat_id == chat_id), None)
        if displayed is None:
            return None
        uow = UnitOfWork(conn, self._core.clock.now_ms(), "draw", b"")
        town = office_town(uow, WorkshopId(displayed.workshop_id), office())
        registry = self._core.performer.registry
        is_over = registry.is_for_facilitator(card) and not any(
            (one.bot_id, one.chat_id) == (self._bot_id, chat_id)
            for one in facilitator_address(town, blocked=True)
        )
        message = Message(say("card_over")) if is_over else registry.draw(town, card)
        is_over = is_over or message.is_last
        address = Address(self._bot_id, chat_id, language_of(town, self._bot_id, chat_id))
        (shown,) = compose(replace(message, card=card), address)
        return displayed, shown.params | {"message_id": displayed.message_id}, is_over
