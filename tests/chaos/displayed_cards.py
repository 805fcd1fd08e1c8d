"""Invariant of the cards (I10): what hangs in a chat at rest is what the town would draw now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from bot.features import Draw
from bot.money import envelopes, transfers
from bot.runtime.clock import SystemClock
from bot.runtime.composing import compose
from sandbox import Sandbox
from services.kernel.town import Town, UnitOfWork, WorkshopId, office
from services.people.identity import Address, language_of, office_town
from tests.chaos.told import chat_of, plain
from tests.chaos.verdict import Violation

DRAWS: Mapping[str, Draw] = {**envelopes.FEATURE.cards, **transfers.FEATURE.cards}
COPIES = frozenset({"gala_copy", "envelope_copy"})  # drawn again only when all is over
HANGING = """SELECT c.bot_id, c.chat_id, c.card, c.workshop_id, c.message_id,
                    COALESCE(e.state, '') AS state
             FROM cards c LEFT JOIN envelopes e
               ON c.card IN ('gala_copy:' || e.envelope_id, 'envelope_copy:' || e.envelope_id)
             WHERE c.message_id IS NOT NULL"""


def displayed_cards(conn: Connection, sandbox: Sandbox) -> Iterator[Violation]:
    """Every card about money, in every chat."""
    towns: dict[int, Town] = {}
    for row in conn.exec_driver_sql(HANGING).all():
        kind, _, subject = row.card.partition(":")
        if kind not in DRAWS or (kind in COPIES and row.state == "open"):
            continue
        town = towns.setdefault(row.workshop_id, _town(conn, row.workshop_id))
        language = language_of(town, row.bot_id, row.chat_id)
        address = Address(row.bot_id, row.chat_id, language)
        due = plain(compose(DRAWS[kind](town, subject), address)[0].params["text"])
        message = chat_of(sandbox, row.bot_id, row.chat_id).messages.get(row.message_id)
        shown = None if message is None else message.body["text"]
        if shown != due:
            yield Violation("I10", f"{row.card} in chat {row.chat_id} shows {shown!r}, not {due!r}")


def _town(conn: Connection, workshop_id: int) -> Town:
    uow = UnitOfWork(conn, SystemClock().now_ms(), "look", b"")
    return office_town(uow, WorkshopId(workshop_id), office())
