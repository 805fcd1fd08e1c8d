"""Who did something of late: to the minute, so that a minute of taps is one row written."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from services.kernel.prepared import Prepared
from services.kernel.town import Event, ParticipantId, Town, WorkshopId
from services.people.identity.tables import participants

GRAIN_MS = 60_000
_ACTED = Prepared(
    update(participants)
    .where(
        participants.c.participant_id == bindparam("b_who"),
        participants.c.acted_ms <= bindparam("b_before"),
    )
    .values(acted_ms=bindparam("b_now"))
)  # prepared: each act of a participant asks


@dataclass(frozen=True, slots=True)
class Stirred(Event):
    """A person has done something, who had not in the minute before."""

    workshop_id: WorkshopId


def note_act(town: Town) -> None:
    """The actor has just done something."""
    now = {"b_now": town.wall_ms, "b_before": town.wall_ms - GRAIN_MS}
    if _ACTED.run(town.conn, {"b_who": town.actor.pid, **now}):
        town.emit(Stirred(town.workshop_id))


def active_since(town: Town, wall_ms: int) -> frozenset[ParticipantId]:
    """Which people have done something since."""
    here = participants.c.workshop_id == town.workshop_id
    of_late = (participants.c.person_id.is_not(None), participants.c.acted_ms >= wall_ms)
    query = select(participants.c.participant_id).where(here, *of_late)
    return frozenset(town.conn.scalars(query))
