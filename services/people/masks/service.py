"""Putting a mask on and taking it off: for oneself, or for another by whoever runs the town.

Nothing else changes: what somebody is listed for stands, and the one concerned still reads it. It
is care for a person and no act of the persona, so that no fact tells of it and nobody rates it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from services.kernel.audit_log import note
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, WorkshopId, require
from services.people.identity import by_id, by_name
from services.people.masks.tables import MASKED, masks


@dataclass(frozen=True, slots=True)
class MaskChanged(Event):
    """Somebody's name goes off all public boards, or may come back onto them."""

    workshop_id: WorkshopId
    name: str
    is_on: bool


def set_mask(town: Town, name: str = "", *, on: bool) -> MaskChanged:
    """One's own mask, or that of somebody by name. Twice is once.

    Raises `NotAllowed` where a participant names another, `NobodyOfThatName`.
    """
    if name:
        require(town, *STEWARDS)
        who = by_name(town, name)
    else:
        who = by_id(town, town.actor.pid)
    mine = masks.c.participant_id == who.participant_id
    if on:
        values = {"workshop_id": town.workshop_id, "since_town_s": town.now}
        is_new = insert_new(town.conn, masks, participant_id=who.participant_id, **values)
    else:
        is_new = town.conn.execute(delete(masks).where(mine)).rowcount > 0
    changed = MaskChanged(town.workshop_id, who.name, on)
    if is_new:
        note(town, "mask", "on" if on else "off", role=town.actor.role)
        town.emit(changed)
    return changed


def hidden(town: Town) -> frozenset[ParticipantId]:
    """All of the town who are not to be named in public."""
    here = MASKED.c.workshop_id == town.workshop_id
    return frozenset(town.conn.scalars(select(MASKED.c.participant_id).where(here)))
