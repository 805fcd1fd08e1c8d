"""Messages to send: written with the effects that caused them, marked as they end.

States: pending → sending → sent | failed | unknown, or dropped (an answer nobody waits for any
more). A row is marked `sending` before a message leaves, so that after a kill we know whose
outcome nobody saw.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, insert, or_, select, update

from bot.replies import Priority
from bot.runtime import displays
from bot.runtime.attachments import Attachment, packed, unpacked
from bot.runtime.tables import media, outbox, shown
from services.kernel.prepared import Prepared
from services.kernel.schema import Int64, insert_new
from services.kernel.towns import is_hidden
from services.people.identity import Address, move_group

OPEN_STATES = ("pending", "sending")
ENDED_STATES = ("sent", "failed", "unknown", "dropped")
ANSWER_METHOD, EDIT_METHOD = "answerCallbackQuery", "editMessageText"
# Beside the parameters in a row's JSON; no method of the API has them.
_ATTACHED, _TALK, _SOURCE, _INSTEAD = "attachment", "talk", "source", "instead"
_HELD = "held_ms"

_STORED = (
    *("key", "bot_id", "chat_id", "priority", "method", "params", "created_ms"),
    *("card", "batch", "workshop_id", "waits_for"),
)
_INSERT = Prepared(insert(outbox), *_STORED)
# The words of a call that has ended are nobody's business any more; a dropped answer keeps its
# own, because a redelivered tap may still ask for it.
_OPEN = or_(*(outbox.c.state == state for state in OPEN_STATES))
_MARK = Prepared(
    update(outbox)
    .where(outbox.c.key == bindparam("b_key"), _OPEN)
    .values(
        state=bindparam("b_state"),
        outcome=bindparam("b_outcome"),
        done_ms=bindparam("b_ms"),
        message_id=bindparam("b_message"),
        params=case((bindparam("b_keeps", type_=Int64) == 1, outbox.c.params), else_=""),
    )
)
_IS_ANSWER = outbox.c.priority <= int(Priority.RECEIPT)
_IS_HIDDEN = is_hidden(outbox.c.workshop_id, outbox.c.created_ms, _IS_ANSWER)
_MARK_SENDING = Prepared(
    update(outbox).where(outbox.c.key == bindparam("b_key"), ~_IS_HIDDEN).values(state="sending")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCall:
    """One call of the messenger's API that is owed to somebody, once it has a key."""

    key: str = ""
    bot_id: int
    chat_id: int = 0  # of a button's answer
    priority: Priority = Priority.RECEIPT
    method: str
    params: dict[str, Any]
    created_ms: int = 0
    attachment: Attachment | None = None
    card: str = ""
    batch: str = ""
    workshop_id: int = 0
    waits_for: str = ""
    talk: str = ""  # the conversation it belongs to
    source: str = ""  # "bot:chat:message" of the message that it is a copy of
    held_ms: int = 0  # it leaves so long after it was written, and no sooner
    instead: str = ""  # said in place of an attachment that was not taken
    resend: bool = field(default=False, compare=False)  # nobody saw how the first sending ended
    is_own: bool = field(default=False, compare=False)  # an answer to its reader's own act
    asker: Address | None = field(default=None, compare=False)  # hears when a group does not
    # what it answers, where only the newest answer counts
    question: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Mark:
    call: OutboxCall
    state: str
    outcome: str = ""
    message_id: int | None = None
    notice: OutboxCall | None = None  # what is owed to somebody because it ended so
    file: tuple[str, str] | None = None  # an asset, and the id by which the messenger holds it


def enqueue(conn: Connection, calls: Sequence[OutboxCall]) -> None:
    """Write calls; those that are cards are hung up, still without a message id."""
    if not calls:
        return
    _INSERT.run_many(conn, [_row(call) for call in calls])
    for call in calls:
        if call.method == EDIT_METHOD:
            message_id = call.params["message_id"]
            displays.cover(conn, call.bot_id, call.chat_id, message_id, becomes=call.card)
        if call.card:
            displays.expect(conn, call.bot_id, call.chat_id, call.card, call.workshop_id)


def owed(conn: Connection, bot_id: int) -> list[OutboxCall]:
    """Calls that have not ended, oldest first."""
    still = select(outbox).where(outbox.c.state.in_(OPEN_STATES), outbox.c.bot_id == bot_id)
    return [_call_of(row) for row in conn.execute(still.order_by(outbox.c.outbox_id))]


def revive(conn: Connection, bot_id: int, update_ids: set[int], now_ms: int) -> list[OutboxCall]:
    """Owe the button answers of redelivered updates again, where nobody got them in time."""
    keys = [answer_key(f"{bot_id}:{update_id}") for update_id in update_ids]
    late = (outbox.c.key.in_(keys), outbox.c.state == "dropped")
    rows = conn.execute(select(outbox.c.key, outbox.c.params).where(*late)).all()
    conn.execute(update(outbox).where(*late).values(state="pending", created_ms=now_ms))
    return [
        OutboxCall(
            key=r.key,
            bot_id=bot_id,
            priority=Priority.ANSWER,
            method=ANSWER_METHOD,
            params=json.loads(r.params),
            created_ms=now_ms,
        )
        for r in rows
    ]


def answer_key(cause: str) -> str:
    """The key of the one answer that a pressed button gets."""
    return f"{cause}:answer"


def mark_sending(conn: Connection, call: OutboxCall) -> bool:
    """Note that a call is about to leave: from here on its outcome may stay unseen.

    False when its town has gone blank and it must not leave: of what has come since only answers.
    """
    return _MARK_SENDING.run(conn, {"b_key": call.key}) == 1


@dataclass(frozen=True, slots=True)
class Settled:
    """What followed from how calls ended: (workshop, batch) pairs that are over, calls owed."""

    batches: tuple[tuple[int, str], ...] = ()
    calls: tuple[OutboxCall, ...] = ()


def settle(conn: Connection, marks: Sequence[Mark], now_ms: int) -> Settled:
    """Write how calls ended. Marking twice is marking once, so a batch ends once."""
    batches = {(m.call.workshop_id, m.call.batch) for m in marks if m.call.batch}
    for _, batch in sorted(batches):
        _hold_batch(conn, batch)
    fresh = [m for m in marks if _ended(conn, m, now_ms)]
    if not fresh:
        return Settled()
    owed = _fresh_notices(conn, fresh)
    for m in fresh:
        of = m.call
        if of.card and m.message_id is not None:
            older = displays.hang(conn, of.bot_id, of.chat_id, of.card, m.message_id)
            if of.card.startswith(displays.PINNED):
                owed += _pin(of, m.message_id, older, now_ms)
        if of.talk and m.message_id is not None:
            place = {"bot_id": of.bot_id, "chat_id": of.chat_id, "message_id": m.message_id}
            insert_new(conn, shown, **place, talk=of.talk, source=of.source, shown_ms=now_ms)
        if m.file is not None:
            insert_new(conn, media, bot_id=of.bot_id, asset=m.file[0], file_id=m.file[1])
    enqueue(conn, owed)
    ended = {(m.call.workshop_id, m.call.batch) for m in fresh if m.call.batch}
    over = tuple(pair for pair in sorted(ended) if not _is_open(conn, pair[1]))
    return Settled(over, tuple(owed))


def _ended(conn: Connection, mark: Mark, now_ms: int) -> bool:
    """Note an end; True for the first."""
    values = {
        "b_key": mark.call.key,
        "b_state": mark.state,
        "b_outcome": mark.outcome,
        "b_ms": now_ms,
        "b_message": 0 if mark.call.talk else mark.message_id or 0,
        "b_keeps": int(mark.state == "dropped" and mark.call.method == ANSWER_METHOD),
    }
    return _MARK.run(conn, values) == 1


def _fresh_notices(conn: Connection, marks: Sequence[Mark]) -> list[OutboxCall]:
    """Of what could not be delivered to several its sender hears once."""
    found = {m.notice.key: m.notice for m in marks if m.notice is not None}
    told = set(conn.scalars(select(outbox.c.key).where(outbox.c.key.in_(found)))) if found else ()
    return [notice for key, notice in found.items() if key not in told]


def move_chat(conn: Connection, bot_id: int, old: int, new: int) -> None:
    """A group has become another chat: its future moves, what was sent stays where it was.

    A card that hung in the old chat hangs nowhere until it is sent again: its message's number
    means another message in the new one. A chat that the bot has met under its new number already
    (it was added to it) keeps the cards of that, but belongs where the old one did.
    """
    move_group(conn, bot_id, old, new)
    displays.move(conn, bot_id, old, new)
    here = (outbox.c.bot_id == bot_id, outbox.c.chat_id == old)
    still = outbox.c.state.in_(OPEN_STATES)
    conn.execute(update(outbox).where(*here, still).values(chat_id=new))


def counts(conn: Connection) -> Counter[str]:
    rows = conn.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return Counter({state: number for state, number in rows})


def failed_receipts(conn: Connection, since_ms: int) -> int:
    """How many answers to people's own acts were refused for good; blocked chats do not count."""
    failed = select(func.count(outbox.c.outbox_id)).where(
        outbox.c.state == "failed",
        outbox.c.priority == Priority.RECEIPT.value,
        outbox.c.done_ms >= since_ms,
        ~outbox.c.outcome.startswith("Forbidden"),
    )
    return conn.execute(failed).scalar_one()


def file_ids(conn: Connection, bot_id: int) -> dict[str, str]:
    rows = conn.execute(select(media.c.asset, media.c.file_id).where(media.c.bot_id == bot_id))
    return {row.asset: row.file_id for row in rows}


def _pin(of: OutboxCall, message_id: int, older: int | None, now_ms: int) -> list[OutboxCall]:
    """One home a chat, and one panel: the new one is pinned in silence, the one before goes."""
    if older is None and of.method == EDIT_METHOD:
        return []  # it was pinned here when it came
    there = {"chat_id": of.chat_id, "message_id": message_id}
    pin = replace(
        of,
        key=f"{of.key}:pin",
        priority=Priority.BROADCAST,
        method="pinChatMessage",
        params=there | {"disable_notification": True},
        created_ms=now_ms,
        card="",
        batch="",
        waits_for="",
        resend=False,
    )
    if older is None:
        return [pin]
    gone = there | {"message_id": older}
    return [pin, replace(pin, key=f"{of.key}:older", method="deleteMessage", params=gone)]


def _hold_batch(conn: Connection, batch: str) -> None:
    """Two senders that end the last calls of a batch at once must not both see it open."""
    first = select(outbox.c.outbox_id).where(outbox.c.batch == batch).order_by(outbox.c.outbox_id)
    conn.execute(first.limit(1).with_for_update())


def _is_open(conn: Connection, batch: str) -> bool:
    still = (outbox.c.batch == batch, outbox.c.state.in_(OPEN_STATES))
    return conn.scalar(select(outbox.c.outbox_id).where(*still).limit(1)) is not None


def _call_of(row: Row[*tuple[Any, ...]]) -> OutboxCall:
    params = json.loads(row.params)
    attachment = params.pop(_ATTACHED, None)
    talk, source = params.pop(_TALK, ""), params.pop(_SOURCE, "")
    instead, held_ms = params.pop(_INSTEAD, ""), params.pop(_HELD, 0)
    stored = {name: row._mapping[name] for name in _STORED} | {
        "priority": Priority(row.priority),
        "params": params,
        "attachment": None if attachment is None else unpacked(attachment),
        "talk": talk,
        "source": source,
        "instead": instead,
        "held_ms": held_ms,
        "resend": row.state == "sending",
    }
    return OutboxCall(**stored)


def _row(call: OutboxCall) -> dict[str, Any]:
    params = call.params
    if call.attachment is not None:
        params = params | {_ATTACHED: packed(call.attachment), _INSTEAD: call.instead}
    if call.talk:
        params = params | {_TALK: call.talk, _SOURCE: call.source}
    if call.held_ms:
        params = params | {_HELD: call.held_ms}
    row = {name: getattr(call, name) for name in _STORED}
    return row | {"priority": int(call.priority), "params": json.dumps(params, ensure_ascii=False)}
