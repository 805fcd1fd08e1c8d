"""The simulator's memory of what was played. An act's facts may come later, or lie with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from services.kernel.schema import insert_new
from services.living.gaming.tables import played_facts

if TYPE_CHECKING:
    from services.kernel.town import Town


def note_played(town: Town, cause: str) -> None:
    """Remember that an act was done for points. Its facts' keys begin with `cause`."""
    insert_new(town.conn, played_facts, workshop_id=town.workshop_id, key=cause, town_s=town.now)


def causes(town: Town, after: int, until: int) -> frozenset[str]:
    """The acts played after one town time and up to another."""
    return frozenset(
        town.conn.scalars(
            select(played_facts.c.key).where(
                played_facts.c.workshop_id == town.workshop_id,
                played_facts.c.town_s > after,
                played_facts.c.town_s <= until,
            )
        )
    )
