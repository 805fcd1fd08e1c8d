"""Cards on display: which message of a chat each is, and whether it shows the present.

Rows of `cards`, written in the transactions of the outbox and of what changes the cards. A message
in which another screen is shown for a while keeps its lasting card: covered, it is not drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.replies import Priority
from bot.runtime.tables import cards, outbox
from services.kernel.prepared import Prepared
from services.kernel.schema import insert_new
from services.kernel.towns import TOWNS

ALL = "*"  # cards of the town, or after "kind:" of that kind
HOME, TOWN, PANEL = "home", "town", "panel"  # kinds of the cards that each chat has one of
PINNED = (f"{HOME}:", f"{PANEL}:")
REMOVED_MAX = 100  # messages that one call takes away, the messenger's limit
AT_ONCE = Priority.RECEIPT  # of the redrawing of what is blanked
COVERED = 2**62  # "drawn" of a card whose message shows another screen
_CARD_STALE = Prepared(
    update(cards)
    .where(cards.c.workshop_id == bindparam("b_workshop"), cards.c.card == bindparam("b_card"))
    .values(version=cards.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class DisplayedCard:
    bot_id: int
    chat_id: int
    card: str
    workshop_id: int
    message_id: int
    version: int  # that it is to show; of one card the same in all chats
    priority: Priority = Priority.CHAT  # of its redrawing

    @property
    def kind(self) -> str:
        return self.card.partition(":")[0]


_SHOWN = (
    *(cards.c.bot_id, cards.c.chat_id, cards.c.card),
    *(cards.c.workshop_id, cards.c.message_id, cards.c.version),
)
_BEHIND = (cards.c.version > cards.c.drawn, cards.c.message_id.is_not(None))
_PLACE = (
    cards.c.bot_id == bindparam("b_bot"),
    cards.c.chat_id == bindparam("b_chat"),
    cards.c.card == bindparam("b_card"),
)
_BLANK = select(TOWNS.c.workshop_id).where(TOWNS.c.blank_since_ms > 0)
_STALE_ONE = Prepared(select(*_SHOWN).where(*_PLACE, *_BEHIND))
_HUNG = Prepared(select(cards.c.message_id).where(*_PLACE))
_HANG = Prepared(update(cards).where(*_PLACE).values(message_id=bindparam("b_message")))
_TAKE_DOWN = Prepared(delete(cards).where(*_PLACE))
_DRAWN = Prepared(
    update(cards).where(*_PLACE, cards.c.drawn != COVERED).values(drawn=bindparam("b_version"))
)


def expect(conn: Connection, bot_id: int, chat_id: int, card: str, workshop_id: int) -> None:
    """A card is on its way to a chat, where it does not hang already.

    One of the same name from another town gives way: it must not be drawn as this one.
    """
    elsewhere = (cards.c.workshop_id == workshop_id, cards.c.card == card)
    version = conn.scalar(select(func.max(cards.c.version)).where(*elsewhere)) or 0
    now = {"workshop_id": workshop_id, "version": version, "drawn": version}
    if not insert_new(conn, cards, bot_id=bot_id, chat_id=chat_id, card=card, **now):
        place = _place(bot_id, chat_id, card)
        moved = update(cards).where(*place, cards.c.workshop_id != workshop_id)
        conn.execute(moved.values(message_id=None, **now))
        covered = (*place, cards.c.drawn == COVERED)
        conn.execute(update(cards).where(*covered).values(drawn=cards.c.version))


def cover(conn: Connection, bot_id: int, chat_id: int, message_id: int, becomes: str = "") -> None:
    """A message will show something else, or a card again: what hung there is gone, or waits.

    It may be tapped before we know which card it is: that it shows another screen is then noted
    for the moment when its card is hung.
    """
    chat = (cards.c.bot_id == bot_id, cards.c.chat_id == chat_id)
    there = (*chat, cards.c.message_id == message_id)
    lasts = or_(*(cards.c.card.startswith(f"{kind}:") for kind in (HOME, TOWN, PANEL)))
    conn.execute(delete(cards).where(*there, ~lasts))
    known = conn.execute(update(cards).where(*there).values(drawn=COVERED)).rowcount
    name = _another(message_id)
    if becomes:
        conn.execute(delete(cards).where(*_place(bot_id, chat_id, name)))
    elif not known and (town := _card_on_its_way(conn, bot_id, chat_id)):
        insert_new(conn, cards, bot_id=bot_id, chat_id=chat_id, card=name, workshop_id=town)


def hang(conn: Connection, bot_id: int, chat_id: int, card: str, message_id: int) -> int | None:
    """The message in which the card hung before, where that was another."""
    chat = {"b_bot": bot_id, "b_chat": chat_id}
    row = _HUNG.one_or_none(conn, {**chat, "b_card": card})
    _HANG.run(conn, {**chat, "b_card": card, "b_message": message_id})
    if card.startswith(f"{TOWN}:"):
        here = (cards.c.bot_id == bot_id, cards.c.chat_id == chat_id, cards.c.card != card)
        over = (cards.c.card.startswith(f"{TOWN}:"), cards.c.drawn == COVERED)
        conn.execute(delete(cards).where(*here, *over))
    if _TAKE_DOWN.run(conn, {**chat, "b_card": _another(message_id)}):
        conn.execute(update(cards).where(*_place(bot_id, chat_id, card)).values(drawn=COVERED))
    return None if row is None or row.message_id == message_id else row.message_id


def stays(conn: Connection, bot_id: int, chat_id: int, message_id: int, becomes: str) -> bool:
    """Whether a message keeps its place: pages of the desk come below the panel, not upon it."""
    there = (cards.c.bot_id == bot_id, cards.c.chat_id == chat_id)
    hung = select(cards.c.card).where(*there, cards.c.message_id == message_id)
    panel = cards.c.card.startswith(f"{PANEL}:")
    return not becomes.startswith(f"{PANEL}:") and conn.scalar(hung.where(panel)) is not None


def of_kind(
    conn: Connection, workshop_id: int, kind: str, *, card: str = ""
) -> dict[tuple[int, int], str]:
    """The latest card of a kind in each chat (bot, chat) of a town; or one card where it hangs."""
    named = cards.c.card == card if card else cards.c.card.startswith(f"{kind}:")
    query = select(cards.c.bot_id, cards.c.chat_id, cards.c.card).where(
        cards.c.workshop_id == workshop_id, named
    )
    return {(row.bot_id, row.chat_id): row.card for row in conn.execute(query)}


def redraw(conn: Connection, workshop_id: int, card: str) -> list[str]:
    """Note that what a card (or each of "kind:*", or of "*") shows has changed; the cards' names.

    For "*" the lasting cards also take the place of the screens that were opened in their messages.
    """
    named = [card]
    if card == ALL:
        _uncover(conn, workshop_id)
    if card.endswith(ALL):
        of_kind = cards.c.card.startswith(card.removesuffix("*"), autoescape=True)
        query = select(cards.c.card).where(cards.c.workshop_id == workshop_id, of_kind)
        named = sorted(set(conn.scalars(query)))
    for one in named:
        _CARD_STALE.run(conn, {"b_workshop": workshop_id, "b_card": one})
    return named


def read_of_late(conn: Connection, workshop_id: int) -> dict[tuple[int, int], list[int]]:
    """By chat (bot, chat) of a town the latest messages that were sent there, up to a hundred:
    all but its cards, and what people said to each other.
    """
    of_town = select(outbox.c.bot_id, outbox.c.chat_id).where(
        outbox.c.workshop_id == workshop_id, outbox.c.message_id > 0
    )
    chat, number = (outbox.c.bot_id, outbox.c.chat_id), outbox.c.message_id
    hangs = [cards.c[one.name] == one for one in (*chat, number)]
    sent = select(*chat, number).where(
        number > 0,
        outbox.c.workshop_id.in_((0, workshop_id)),  # 0: read by somebody in no town
        tuple_(*chat).in_(of_town),
        ~exists().where(*hangs),
    )
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in conn.execute(sent.distinct().order_by(number)):
        found[row.bot_id, row.chat_id].append(row.message_id)
    return {chat: ids[-REMOVED_MAX:] for chat, ids in found.items()}


def stale_cards(conn: Connection, bot_id: int, named: Sequence[str] | None) -> list[DisplayedCard]:
    """Cards on display that show less than the present, among those named (or all).

    Those of a blank town come before all others' and wait for nothing.
    """
    query = select(*_SHOWN).where(cards.c.bot_id == bot_id, *_BEHIND)
    if named is not None:
        query = query.where(cards.c.card.in_(named))
    found = [DisplayedCard(*row) for row in conn.execute(query)]
    theirs = {card.workshop_id for card in found}
    blank = set(conn.scalars(_BLANK.where(TOWNS.c.workshop_id.in_(theirs)))) if theirs else ()
    return [replace(c, priority=AT_ONCE) if c.workshop_id in blank else c for c in found]


def still_stale(conn: Connection, card: DisplayedCard) -> DisplayedCard | None:
    """A card as it hangs now; None when it shows the present, or hangs no more."""
    row = _STALE_ONE.one_or_none(conn, _key(card))
    return None if row is None else DisplayedCard(*row)


def drawn(conn: Connection, card: DisplayedCard) -> None:
    """A card shows a version; one that was covered meanwhile stays covered."""
    _DRAWN.run(conn, {**_key(card), "b_version": card.version})


def take_down(conn: Connection, card: DisplayedCard) -> None:
    """A card has been drawn for the last time. The town's last one stays noted, by its day."""
    if card.kind == TOWN:
        conn.execute(
            update(cards).where(*_place(card.bot_id, card.chat_id, card.card)).values(drawn=COVERED)
        )
    else:
        _TAKE_DOWN.run(conn, _key(card))


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


def _uncover(conn: Connection, workshop_id: int) -> None:
    """Screens give way to the cards they cover, but where the screen is a card itself."""
    other = cards.alias()
    here = (other.c.bot_id == cards.c.bot_id, other.c.chat_id == cards.c.chat_id)
    shown = (other.c.message_id == cards.c.message_id, other.c.drawn != COVERED)
    conn.execute(
        update(cards)
        .where(cards.c.workshop_id == workshop_id, cards.c.drawn == COVERED)
        .where(~exists().where(*here, *shown))
        .values(drawn=cards.c.version)
    )


def _key(card: DisplayedCard) -> dict[str, Any]:
    return {"b_bot": card.bot_id, "b_chat": card.chat_id, "b_card": card.card}


def _place(bot_id: int, chat_id: int, card: str) -> tuple[ColumnElement[bool], ...]:
    return (cards.c.bot_id == bot_id, cards.c.chat_id == chat_id, cards.c.card == card)


def _another(message_id: int) -> str:
    """The name under which a message is noted that shows another screen than its card."""
    return f"another:{message_id}"


def _card_on_its_way(conn: Connection, bot_id: int, chat_id: int) -> int | None:
    """The town of a card that has left for a chat, and whose message's number is not known yet."""
    to = (outbox.c.bot_id == bot_id, outbox.c.chat_id == chat_id, outbox.c.card != "")
    is_open = outbox.c.state.in_(("pending", "sending"))  # as the index of open calls has it
    return conn.scalar(select(outbox.c.workshop_id).where(*to, is_open).limit(1))
