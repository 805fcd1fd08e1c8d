"""Cards: messages that show the present. Noticed when stale, drawn from what is committed.

What hangs in many chats is drawn once for all who read it in one language, and shown there when
nothing else waits to be sent (ADR-0009).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

from sqlalchemy import Connection

from bot.replies import Message, Priority, Say, say
from bot.runtime import displays
from bot.runtime.composing import compose
from bot.runtime.core import Core
from bot.runtime.displays import DisplayedCard
from bot.runtime.transport import Moved, Outcome, Refused, Sent, Transport
from services.kernel.errors import Retryable
from services.kernel.town import Town, UnitOfWork, WorkshopId, office
from services.people.identity import Address, facilitator_address, language_of, office_town

RETRY_S = 0.5
LOOK_EVERY_S = 0.1  # at most; in a rush every tap makes a card stale
FEW = 5  # chats; a card that hangs in more of them waits for what concerns somebody
NOT_QUEUED = 99
DRAWINGS_KEPT = 100

Params: TypeAlias = dict[str, Any]
Drawing: TypeAlias = tuple[Params, bool]  # what is shown, and whether for good


class CardRedrawer:
    def __init__(self, core: Core, bot_id: int) -> None:
        self._core = core
        self._bot_id = bot_id
        self._stale: set[str] = set()
        self._all = False
        self._queued: dict[tuple[int, str], int] = {}  # by place, in which priority
        # By town, card, version and language.
        self._drawings: dict[tuple[int, str, int, str], Drawing] = {}
        self._news = asyncio.Event()
        self._drawing_one = asyncio.Lock()  # so that others read too, and nothing is drawn twice
        self._edited: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def notice(self, cards: list[str] | None) -> None:
        """Some cards (or any card, for None) may show less than the present."""
        if cards is None:
            self._all = True
            self._drawings.clear()
        else:
            self._stale.update(cards)
            kept = [*self._drawings.items()]  # at once: a reader's thread may add to it meanwhile
            self._drawings = {k: v for k, v in kept if k[1] not in cards}
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
            kinds = Counter(card.kind for card in displayed)
            for card in displayed:
                rank = Priority.COPY if kinds[card.kind] > FEW else Priority.CHAT
                rank = min(rank, card.priority)
                place = (card.chat_id, card.card)
                if rank < self._queued.get(place, NOT_QUEUED):
                    self._queued[place] = rank
                    draw(replace(card, priority=rank))
            await asyncio.sleep(LOOK_EVERY_S)

    def turn_to_edit(self, chat_id: int) -> asyncio.Lock:
        """A card that was drawn before its message shows another screen must not arrive after."""
        return self._edited.setdefault(chat_id, asyncio.Lock())

    async def redraw(self, transport: Transport, stale: DisplayedCard) -> Outcome:
        """Show a card's present; one that is up to date meanwhile is left alone."""
        self._queued.pop((stale.chat_id, stale.card), None)
        async with self.turn_to_edit(stale.chat_id):
            async with self._drawing_one:
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
    ) -> tuple[DisplayedCard, Params, bool] | None:
        card = displays.still_stale(conn, stale)
        if card is None:
            return None
        uow = UnitOfWork(conn, self._core.clock.now_ms(), "draw", b"")
        town = office_town(uow, WorkshopId(card.workshop_id), office())
        here = Address(card.bot_id, card.chat_id, language_of(town, card.bot_id, card.chat_id))
        if self._is_not_theirs(town, here, card):
            drawing = _shown(Message(say("card_over"), card=card.card, is_last=True), here)
        else:
            drawing = self._drawing(town, here, card)
        params, is_over = drawing
        return card, params | {"chat_id": card.chat_id, "message_id": card.message_id}, is_over

    def _is_not_theirs(self, town: Town, here: Address, card: DisplayedCard) -> bool:
        """Whether a card is the facilitator's, and hangs with somebody who is that no more."""
        return self._core.performer.registry.is_for_facilitator(card.card) and not any(
            (one.bot_id, one.chat_id) == (here.bot_id, here.chat_id)
            for one in facilitator_address(town, blocked=True)
        )

    def _drawing(self, town: Town, here: Address, card: DisplayedCard) -> Drawing:
        key, drawings = (card.workshop_id, card.card, card.version, here.language), self._drawings
        found = drawings.get(key)
        if found is None:
            registry = self._core.performer.registry
            message = replace(registry.draw(town, card.card), card=card.card)
            found = _shown(message, here, registry.desk_label(town, card.card))
            if len(drawings) >= DRAWINGS_KEPT:
                drawings.clear()
            drawings[key] = found
        return found


def _shown(message: Message, here: Address, label: Say | None = None) -> Drawing:
    (call,) = compose(message, here, label)
    return call.params, message.is_last
