"""Guards broken on purpose, one at a time: what the check must catch (negative controls).

Each is a mistake that real bots make. A breach is made in the life's own process, before it starts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.runtime import inbox, outbox
from bot.runtime.database import Database
from bot.runtime.outbox import OutboxCall
from bot.runtime.receiver import Polling
from bot.runtime.tables import inbox as inbox_rows
from services.kernel.money import Fen
from services.kernel.town import Town
from services.money import ledger
from services.money.envelopes import Share, gala, service, taking
from services.money.ledger import Transfer
from services.people import facts
from services.people.facts import Fact

Work = Callable[[Connection], Any]


class Owed(threading.local):
    """What the unit of work in this thread leaves for a second transaction."""

    works: list[Work]


def swap(owner: object, name: str, broken: object) -> None:
    """Put something broken in the place of a guard, where callers look it up."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner} has no {name} to break")
    setattr(owner, name, broken)


def gap() -> None:
    """Passed between two transactions that should have been one: a named point to die at."""


def in_a_second_transaction(owed: Owed) -> None:
    """After each unit of work, do what it owes in a transaction of its own."""
    real = Database.write

    async def write(self: Database, work: Work) -> Any:
        mine: list[Work] = []

        def noting(conn: Connection) -> Any:
            owed.works = mine
            return work(conn)

        result = await real(self, noting)
        for later in mine:
            gap()
            await real(self, later)
        return result

    swap(Database, "write", write)


def confirmed_before_stored() -> None:
    """Updates are confirmed to the messenger first, as the usual polling does."""
    real = Polling._taken

    async def taken(self: Polling, updates: list[dict[str, Any]]) -> bool:
        if updates:
            self._offset = max(raw["update_id"] for raw in updates) + 1
            await self._ask(0, limit=1)
        return await real(self, updates)

    swap(Polling, "_taken", taken)


def share_and_money_apart() -> None:
    """The share is written in one transaction, its money moves in the next."""
    real, owed = taking._pay, Owed()

    def pay(town: Town, row: Row[Any], amount: Fen) -> None:
        owed.works.append(lambda conn: real(replace(town, conn=conn), row, amount))

    swap(taking, "_pay", pay)
    in_a_second_transaction(owed)


def done_apart() -> None:
    """An update is marked as done after its effects were committed."""
    real, owed = inbox.finish, Owed()

    def finish(conn: Connection, bot_id: int, update_id: int) -> None:
        this = (inbox_rows.c.bot_id == bot_id, inbox_rows.c.update_id == update_id)
        payload: str = conn.scalars(select(inbox_rows.c.payload).where(*this)).one()
        if "callback_query" not in payload:
            return real(conn, bot_id, update_id)  # of which nothing may come, and so no harm
        return owed.works.append(lambda later: real(later, bot_id, update_id))

    swap(inbox, "finish", finish)
    in_a_second_transaction(owed)


def letters_apart() -> None:
    """What is to be told is written down after the commit of what happened."""
    real, owed = outbox.enqueue, Owed()

    def enqueue(conn: Connection, calls: Sequence[OutboxCall]) -> None:
        if all(call.method == "deleteMessages" for call in calls):
            return real(conn, calls)  # tells nobody anything, so that nobody would miss it
        return owed.works.append(lambda later: real(later, calls))

    swap(outbox, "enqueue", enqueue)
    in_a_second_transaction(owed)


def answer_recomputed() -> None:
    """A second tap is answered by what is the case now, not by what was stored."""
    real = taking.own

    def own(row: Row[Any]) -> Share | None:
        return real(row) if row.left_shares else None

    swap(gala, "own", own)
    swap(service, "own", own)


def share_unguarded() -> None:
    """Nobody looks for an earlier share, and every tap pays under a key of its own."""

    def own(_: Row[Any]) -> Share | None:
        return None

    def enter_afresh(town: Town, transfer: Transfer) -> None:
        ledger.enter(town, replace(transfer, key=f"{transfer.key}:{town.key}"))

    def record_afresh(town: Town, *new: Fact) -> None:
        facts.record(town, *(replace(fact, key=f"{fact.key}:{town.key}") for fact in new))

    swap(gala, "own", own)
    swap(service, "own", own)
    swap(taking, "enter", enter_afresh)
    swap(taking, "record", record_afresh)


def leaves_unmarked() -> None:
    """A call is not marked before it leaves, so that a kill makes it leave again."""

    def mark_sending(_: Connection, __: OutboxCall) -> bool:
        return True

    swap(outbox, "mark_sending", mark_sending)


def owed_forgotten() -> None:
    """A restart does not take up what the life before still owed."""

    def owed(_: Connection, __: int) -> list[OutboxCall]:
        return []

    swap(outbox, "owed", owed)


BREACHES: dict[str, Callable[[], None]] = {
    made.__name__: made
    for made in (
        confirmed_before_stored,
        share_and_money_apart,
        done_apart,
        letters_apart,
        answer_recomputed,
        share_unguarded,
        leaves_unmarked,
        owed_forgotten,
    )
}
