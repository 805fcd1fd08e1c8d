"""Cards on display: which message of a chat each is, and whether it shows the present.

Rows of `cards`, written in the transactions of the outbox and of what changes the cards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update

from bot.replies import Priority
from bot.runtime.tables import cards
from services.kernel.prepared import Prepared
from services.kernel.schema import insert_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

ALL_OF_KIND = ":*"
_CARD_STALE = Prepared(
    update(cards)
    .where(cards.c.workshop_id == bindparam("b_workshop"), cards.c.card == bindparam("b_card"))
    .values(version=cards.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class Draw:
    """A card of one chat that shows less than the present."""

    chat_id: int
    card: str
    priority: Priority = Priority.BROADCAST


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayedCard:
    """A card on display in one chat."""

    bot_id: int
    chat_id: int
    card: str
    workshop_id: int
    message_id: int
    version: int


def expect(conn: Connection, bot_id: int, chat_id: int, card: str, workshop_id: int) -> None:
    """A card is on its way to a chat, where it does not hang already.

    One of the same name from another town gives way: it must not be drawn as this one.
    """
    row = {"bot_id": bot_id, "chat_id": chat_id, "card": card, "workshop_id": workshop_id}
    if not insert_new(conn, cards, **row):
        foreign = (*_place(bot_id, chat_id, card), cards.c.workshop_id != workshop_id)
        now = {"workshop_id": workshop_id, "message_id": None}
        conn.execute(update(cards).where(*foreign).values(now))


def hang(conn: Connection, bot_id: int, chat_id: int, card: str, message_id: int) -> None:
    """Note which message of a chat a card is."""
    conn.execute(update(cards).where(*_place(bot_id, chat_id, card)).values(message_id=message_id))


def redraw(conn: Connection, workshop_id: int, card: str) -> list[str]:
    """Note that what a card (or each of "kind:*") shows has changed; the cards' names."""
    named = [card]
    if card.endswith(ALL_OF_KIND):
        of_kind = cards.c.card.startswith(card.removesuffix("*"), autoescape=True)
        query = select(cards.c.card).where(cards.c.workshop_id == workshop_id, of_kind)
        named = sorted(set(conn.scalars(query)))
    for one in named:
        _CARD_STALE.run(conn, {"b_workshop": workshop_id, "b_card": one})
    return named


def stale_cards(conn: Connection, bot_id: int, named: Sequence[str] | None) -> list[DisplayedCard]:
    """Cards on display that show less than the present, among those named (or all)."""
    query = select(cards).where(
        cards.c.bot_id == bot_id,
        cards.c.version > cards.c.drawn,
        cards.c.message_id.is_not(None),
    )
    if named is not None:
        query = query.where(cards.c.card.in_(named))
    return [
        DisplayedCard(
            bot_id=r.bot_id,
            chat_id=r.chat_id,
            card=r.card,
            workshop_id=r.workshop_id,
            message_id=r.message_id,
            version=r.version,
        )
        for r in conn.execute(query)
    ]


def drawn(conn: Connection, card: DisplayedCard) -> None:
    """Note the version that a card shows now."""
    place = _place(card.bot_id, card.chat_id, card.card)
    conn.execute(update(cards).where(*place).values(drawn=card.version))


def take_down(conn: Connection, card: DisplayedCard) -> None:
    """A card is drawn no more in this chat."""
    conn.execute(delete(cards).where(*_place(card.bot_id, card.chat_id, card.card)))


def move(conn: Connection, bot_id: int, old: int, new: int) -> None:
    """A chat has another number: what hung there hangs nowhere until it is sent again."""
    hung = select(cards.c.card).where(cards.c.bot_id == bot_id, cards.c.chat_id == new)
    of_old = (cards.c.bot_id == bot_id, cards.c.chat_id == old)
    conn.execute(delete(cards).where(*of_old, cards.c.card.in_(hung)))
    conn.execute(update(cards).where(*of_old).values(chat_id=new, message_id=None))


def forget(conn: Connection, bot_id: int, chat_id: int, workshop_id: int) -> None:
    """Whoever has left a town sees its cards change no more: nothing leads to them."""
    here = (cards.c.bot_id == bot_id, cards.c.chat_id == chat_id)
    conn.execute(delete(cards).where(*here, cards.c.workshop_id == workshop_id))


def _place(bot_id: int, chat_id: int, card: str) -> tuple[ColumnElement[bool], ...]:
    return (cards.c.bot_id == bot_id, cards.c.chat_id == chat_id, cards.c.card == card)
