"""New words to agree to, for whoever agreed to older ones. Nothing else waits for the answer."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import NotInTown
from services.kernel.town import ParticipantId, PersonId, Town, UnitOfWork
from services.people import identity


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of today, to somebody who lives in a town. `owes`: they agreed to older ones."""

    me: ParticipantId
    title: str
    owes: bool


def owes_terms(town: Town) -> bool:
    """Whether the actor agreed to older words than those of today."""
    return identity.owes_consent(town.conn, town.actor.person_id)


def my_terms(uow: UnitOfWork) -> Terms:
    """What is agreed to now. Raises `NotInTown`."""
    seat = identity.seat_of(uow)
    if seat is None:
        raise NotInTown
    owes = identity.owes_consent(uow.conn, PersonId(seat.person_id))
    return Terms(ParticipantId(seat.participant_id), seat.title, owes)


def agree_anew(uow: UnitOfWork) -> Terms:
    """Agree to the words of today. Twice is once: the first time stands. Raises `NotInTown`."""
    found = my_terms(uow)
    if found.owes:
        identity.note_consent(uow, identity.person_of(uow))
    return found
