"""Updates taken in: stored before they are confirmed, done in the transaction of their effects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from bot.runtime.tables import inbox
from services.kernel.prepared import Prepared
from services.kernel.schema import insert_new

MAX_TRIES = 5  # a poison update is parked after this many

_KEYED = (inbox.c.bot_id == bindparam("b_bot"), inbox.c.update_id == bindparam("b_update"))
_NEW = update(inbox).where(*_KEYED, inbox.c.state == "new")
_DONE = Prepared(_NEW.values(state="done", payload=""))


class AlreadyDone(Exception):
    """Another worker finished this update first; its effects and its answer stand."""


@dataclass(frozen=True, slots=True)
class Received:
    bot_id: int
    update_id: int
    payload: dict[str, Any]
    tries: int = 0


def store(conn: Connection, bot_id: int, updates: list[dict[str, Any]], now_ms: int) -> set[int]:
    """Store raw updates; the ids of those that are new. Redelivered ones are recognised."""
    return {
        raw["update_id"]
        for raw in updates
        if insert_new(
            conn,
            inbox,
            bot_id=bot_id,
            update_id=raw["update_id"],
            payload=json.dumps(raw),  # ASCII: half a surrogate pair is no text of a database
            received_ms=now_ms,
        )
    }


def undone(conn: Connection, bot_id: int) -> list[Received]:
    """Updates stored but not done, oldest first: what a stop or a kill left behind."""
    rows = conn.execute(
        select(inbox.c.update_id, inbox.c.payload, inbox.c.tries)
        .where(inbox.c.state == "new", inbox.c.bot_id == bot_id)
        .order_by(inbox.c.received_ms, inbox.c.update_id)
    )
    return [Received(bot_id, r.update_id, json.loads(r.payload), r.tries) for r in rows]


def settled(conn: Connection, bot_id: int, update_ids: set[int]) -> set[int]:
    named = (inbox.c.bot_id == bot_id, inbox.c.update_id.in_(update_ids))
    return set(conn.scalars(select(inbox.c.update_id).where(*named, inbox.c.state != "new")))


def finish(conn: Connection, bot_id: int, update_id: int) -> None:
    """Mark done, in the transaction of the effects. Raises `AlreadyDone`."""
    if _DONE.run(conn, {"b_bot": bot_id, "b_update": update_id}) != 1:
        raise AlreadyDone


def failed_once(conn: Connection, bot_id: int, update_id: int) -> int:
    """Count a failed try; how many there were."""
    keys = {"b_bot": bot_id, "b_update": update_id}
    again = update(inbox).where(*_KEYED).values(tries=inbox.c.tries + 1)
    return int(conn.scalar(again.returning(inbox.c.tries), keys) or 0)


def park(conn: Connection, bot_id: int, update_id: int, incident: str) -> None:
    """Put a poison update aside where /health shows it. Raises `AlreadyDone`."""
    parked = _NEW.values(state="parked", incident=incident)
    if conn.execute(parked, {"b_bot": bot_id, "b_update": update_id}).rowcount != 1:
        raise AlreadyDone


def count(conn: Connection, state: str) -> int:
    query = select(func.count(inbox.c.update_id)).where(inbox.c.state == state)
    return conn.execute(query).scalar_one()


def incidents(conn: Connection, limit: int) -> tuple[tuple[str, int], ...]:
    """The latest parked updates: their incidents' numbers, and how often each was tried."""
    rows = conn.execute(
        select(inbox.c.incident, inbox.c.tries)
        .where(inbox.c.state == "parked")
        .order_by(inbox.c.received_ms.desc())
        .limit(limit)
    )
    return tuple((row.incident, row.tries) for row in rows)
