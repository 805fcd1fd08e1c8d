"""Who did something of late: to the minute, so that a minute of taps is one row written."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from services.kernel.prepared import Prepared
from services.kernel.town import Event, ParticipantId, Town, UnitOfWork, WorkshopId
from services.people.identity.tables import participants

GRAIN_MS = 60_000
_LATELY = update(participants).where(participants.c.acted_ms <= bindparam("b_before"))
_ACTED = Prepared(
    _LATELY.where(participants.c.participant_id == bindparam("b_who")).values(
        acted_ms=bindparam("b_now")
    )
)  # prepared: each act of a participant asks


@dataclass(frozen=True, slots=True)
class Stirred(Event):
    """A person has done something, who had not in the minute before."""

    workshop_id: WorkshopId


def note_act(uow: UnitOfWork) -> bool:
    """Whoever lives somewhere has just done something there, or outside of any town (a hand).

    Whether it is the first in their town for a minute.
    """
    now = {"b_now": uow.wall_ms, "b_before": uow.wall_ms - GRAIN_MS}
    if isinstance(uow, Town):
        who = uow.actor.participant_id
        if who is not None and _ACTED.run(uow.conn, {"b_who": who, **now}):
            uow.emit(Stirred(uow.workshop_id))
            return True
    elif uow.visitor is not None and uow.visitor.person_id is not None:
        theirs = (participants.c.person_id == uow.visitor.person_id, participants.c.seated)
        stirred = _LATELY.where(*theirs).values(acted_ms=bindparam("b_now"))
        found = stirred.returning(participants.c.workshop_id)
        for workshop_id in uow.conn.scalars(found, now).all():
            uow.emit(Stirred(WorkshopId(workshop_id)))
    return False


def active_since(town: Town, wall_ms: int) -> frozenset[ParticipantId]:
    """Which people have done something since."""
    here = participants.c.workshop_id == town.workshop_id
    of_late = (participants.c.person_id.is_not(None), participants.c.acted_ms >= wall_ms)
    query = select(participants.c.participant_id).where(here, *of_late)
    return frozenset(town.conn.scalars(query))
