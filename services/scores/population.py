"""The facts of everybody at once: one query, because the town waits while a list is drawn up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from scoring import Fact
from services.facts.tables import facts

if TYPE_CHECKING:
    from services.kernel.town import Town


def facts_of_everybody(town: Town) -> dict[str, list[Fact]]:
    """What is known of each participant up to now, by participant id."""
    known: dict[str, list[Fact]] = defaultdict(list)
    rows = town.conn.execute(
        select(
            facts.c.participant_id,
            facts.c.kind,
            facts.c.town_s,
            facts.c.amount,
            facts.c.key,
            facts.c.counterpart,
            facts.c.purpose,
            facts.c.source,
        ).where(facts.c.workshop_id == town.workshop_id, facts.c.town_s <= town.now)
    )
    for who, kind, at, amount, key, counterpart, purpose, source in rows:
        known[who].append(Fact(kind, at, amount, key, counterpart or None, purpose, source))
    return known
