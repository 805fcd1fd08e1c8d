"""Messages to send: written with the effects that caused them, marked as they end.

States: pending → sending → sent | failed | unknown, or dropped (an answer nobody waits for any
more). A row is marked `sending` before a message leaves, so that after a kill we know whose
outcome nobody saw.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, delete, insert, or_, select, update

from bot.replies import Priority
from bot.runtime.tables import cards, media, outbox
from services.kernel.prepared import Prepared
from services.kernel.schema import Int64
from services.kernel.upsert import insert_new
from services.people.identity import move_group, set_blocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

OPEN_STATES = ("pending", "sending")
ANSWER_METHOD = "answerCallbackQuery"

_INSERT = Prepared(
    insert(outbox),
    "key",
    "bot_id",
    "chat_id",
    "priority",
    "method",
    "params",
    "created_ms",
    "card",
    "batch",
    "workshop_id",
    "waits_for",
)
# The words of a call that has ended are nobody's business any more; a dropped answer keeps its
# own, because a redelivered tap may still ask for it.
_MARK = Prepared(
    update(outbox)
    .where(
        outbox.c.key == bindparam("b_key"),
        or_(*(outbox.c.state == state for state in OPEN_STATES)),
    )
    .values(
        state=bindparam("b_state"),
        outcome=bindparam("b_outcome"),
        done_ms=bindparam("b_ms"),
        params=case((bindparam("b_keeps", type_=Int64) == 1, outbox.c.params), else_=""),
    )
)
_CARD_STALE = Prepared(
    update(cards)
    .where(cards.c.workshop_id == bindparam("b_workshop"), cards.c.card == bindparam("b_card"))
    .values(version=cards.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class OutboxCall:
    """One call of the messenger's API that is owed to somebody."""

    key: str
    bot_id: int
    chat_id: int
    priority: Priority
    method: str
    params: dict[str, Any]
    created_ms: int
    card: str = ""
    batch: str = ""
    workshop_id: int = 0
    waits_for: str = ""
    resend: bool = field(default=False, compare=False)  # nobody saw how the first sending ended


@dataclass(frozen=True, slots=True)
class DisplayedCard:
    """A card on display in one chat."""

    bot_id: int
    chat_id: int
    card: str
    workshop_id: int
    message_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How a call ended."""

    call: OutboxCall
    state: str
    outcome: str = ""
    message_id: int | None = None
    file_id: str | None = None


def enqueue(conn: Connection, calls: Sequence[OutboxCall]) -> None:
    """Write calls; those that are cards are hung up, still without a message id."""
    if not calls:
        return
    _INSERT.run_many(conn, [_row(call) for call in calls])
    for call in calls:
        if call.card:
            insert_new(
                conn,
                cards,
                bot_id=call.bot_id,
                chat_id=call.chat_id,
                card=call.card,
                workshop_id=call.workshop_id,
            )


def redraw(conn: Connection, workshop_id: int, card: str) -> None:
    """Note that what a card shows has changed."""
    _CARD_STALE.run(conn, {"b_workshop": workshop_id, "b_card": card})


def owed(conn: Connection, bot_id: int) -> list[OutboxCall]:
    """Calls that have not ended, oldest first."""
    rows = conn.execute(
        select(outbox)
        .where(outbox.c.state.in_(OPEN_STATES), outbox.c.bot_id == bot_id)
        .order_by(outbox.c.outbox_id)
    )
    return [
        OutboxCall(
            r.key,
            r.bot_id,
            r.chat_id,
            Priority(r.priority),
            r.method,
            json.loads(r.params),
            r.created_ms,
            r.card,
            r.batch,
            r.workshop_id,
            r.waits_for,
            resend=r.state == "sending",
        )
        for r in rows
    ]


def revive(conn: Connection, bot_id: int, update_ids: set[int], now_ms: int) -> list[OutboxCall]:
    """Owe the button answers of redelivered updates again, where nobody got them in time."""
    keys = [answer_key(f"{bot_id}:{update_id}") for update_id in update_ids]
    late = (outbox.c.key.in_(keys), outbox.c.state == "dropped")
    rows = conn.execute(select(outbox.c.key, outbox.c.params).where(*late)).all()
    conn.execute(update(outbox).where(*late).values(state="pending", created_ms=now_ms))
    return [
        OutboxCall(r.key, bot_id, 0, Priority.ANSWER, ANSWER_METHOD, json.loads(r.params), now_ms)
        for r in rows
    ]


def answer_key(cause: str) -> str:
    """The key of the one answer that a pressed button gets."""
    return f"{cause}:answer"


def mark_sending(conn: Connection, call: OutboxCall) -> None:
    """Note that a call is about to leave: from here on its outcome may stay unseen."""
    conn.execute(update(outbox).where(outbox.c.key == call.key).values(state="sending"))


def settle(conn: Connection, marks: Sequence[Mark], now_ms: int) -> list[tuple[int, str]]:
    """Write how calls ended; the (workshop, batch) pairs that ended with them.

    Marking twice is marking once, so a batch ends once.
    """
    batches = {(m.call.workshop_id, m.call.batch) for m in marks if m.call.batch}
    for _, batch in sorted(batches):
        _hold_batch(conn, batch)
    still = set(
        conn.scalars(
            select(outbox.c.key).where(
                outbox.c.key.in_([m.call.key for m in marks]), outbox.c.state.in_(OPEN_STATES)
            )
        )
    )
    fresh = [m for m in marks if m.call.key in still]
    if not fresh:
        return []
    _MARK.run_many(
        conn,
        [
            {
                "b_key": m.call.key,
                "b_state": m.state,
                "b_outcome": m.outcome,
                "b_ms": now_ms,
                "b_keeps": int(m.state == "dropped"),
            }
            for m in fresh
        ],
    )
    for m in fresh:
        if m.call.card and m.message_id is not None:
            _hang(conn, m.call, m.message_id)
        if m.file_id is not None:
            asset = m.call.params["$asset"]
            insert_new(conn, media, bot_id=m.call.bot_id, asset=asset, file_id=m.file_id)
    ended = {(m.call.workshop_id, m.call.batch) for m in fresh if m.call.batch}
    return [pair for pair in sorted(ended) if not _is_open(conn, pair[1])]


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
        DisplayedCard(r.bot_id, r.chat_id, r.card, r.workshop_id, r.message_id, r.version)
        for r in conn.execute(query)
    ]


def move_chat(conn: Connection, bot_id: int, old: int, new: int) -> None:
    """A group has become another chat: rewrite its id wherever we would still use it.

    What the new chat already brought along (the bot was added to it) gives way to the old.
    """
    move_group(conn, bot_id, old, new)
    hung = select(cards.c.card).where(cards.c.bot_id == bot_id, cards.c.chat_id == old)
    conn.execute(
        delete(cards).where(
            cards.c.bot_id == bot_id, cards.c.chat_id == new, cards.c.card.in_(hung)
        )
    )
    where = (cards.c.bot_id == bot_id, cards.c.chat_id == old)
    conn.execute(update(cards).where(*where).values(chat_id=new))
    conn.execute(
        update(outbox)
        .where(
            outbox.c.bot_id == bot_id,
            outbox.c.chat_id == old,
            outbox.c.state.in_(OPEN_STATES),
        )
        .values(chat_id=new)
    )


def unreachable(conn: Connection, bot_id: int, chat_id: int) -> None:
    """A person has shut the bot out: nothing more is addressed to them until they come back."""
    set_blocked(conn, bot_id, chat_id, blocked=True)


def drawn(conn: Connection, card: DisplayedCard) -> None:
    """Note the version that a card shows now."""
    conn.execute(
        update(cards)
        .where(
            cards.c.bot_id == card.bot_id,
            cards.c.chat_id == card.chat_id,
            cards.c.card == card.card,
        )
        .values(drawn=card.version)
    )


def file_ids(conn: Connection, bot_id: int) -> dict[str, str]:
    """Files the messenger already holds, by asset."""
    rows = conn.execute(select(media.c.asset, media.c.file_id).where(media.c.bot_id == bot_id))
    return {row.asset: row.file_id for row in rows}


def _hang(conn: Connection, call: OutboxCall, message_id: int) -> None:
    conn.execute(
        update(cards)
        .where(
            cards.c.bot_id == call.bot_id,
            cards.c.chat_id == call.chat_id,
            cards.c.card == call.card,
        )
        .values(message_id=message_id)
    )


def _hold_batch(conn: Connection, batch: str) -> None:
    """Two senders that end the last calls of a batch at once must not both see it open."""
    first = select(outbox.c.outbox_id).where(outbox.c.batch == batch).order_by(outbox.c.outbox_id)
    conn.execute(first.limit(1).with_for_update())


def _is_open(conn: Connection, batch: str) -> bool:
    query = select(outbox.c.outbox_id).where(
        outbox.c.batch == batch, outbox.c.state.in_(OPEN_STATES)
    )
    return conn.scalar(query.limit(1)) is not None


def _row(call: OutboxCall) -> dict[str, Any]:
    return {
        "key": call.key,
        "bot_id": call.bot_id,
        "chat_id": call.chat_id,
        "priority": int(call.priority),
        "method": call.method,
        "params": json.dumps(call.params, ensure_ascii=False),
        "created_ms": call.created_ms,
        "card": call.card,
        "batch": call.batch,
        "workshop_id": call.workshop_id,
        "waits_for": call.waits_for,
    }
