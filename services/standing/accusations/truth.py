"""What the simulator knows of falls and no person is told: who is truly to blame."""

from __future__ import annotations

from sqlalchemy import case, select

from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.standing.accusations.tables import fall_accusations


def truly_to_blame(town: Town) -> frozenset[ParticipantId]:
    """Who staged a fall, and who truly knocked somebody over. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    at = fall_accusations.c
    blame = case((at.is_staged, at.accuser), else_=at.accused)
    found = town.conn.scalars(select(blame).where(at.workshop_id == town.workshop_id))
    return frozenset(map(ParticipantId, found))


def late_counter_claims(town: Town) -> list[tuple[ParticipantId, int]]:
    """Who contested what they had lost before, and when."""
    at = fall_accusations.c
    late = (at.workshop_id == town.workshop_id, at.countered_town_s >= at.lost_town_s)
    rows = town.conn.execute(select(at.accused, at.countered_town_s).where(*late))
    return [(ParticipantId(who), int(when)) for who, when in rows]
