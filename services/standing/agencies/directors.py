"""Who sits for a company: a participant whom the facilitator has given its seat.

One person a company, one company a person: whoever is given a seat that is taken takes it over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, require
from services.people.identity import PEOPLE, by_name
from services.standing.agencies.catalogue import Agency, NoSuchAgency, catalogue, find
from services.standing.agencies.feeds import NotACompany
from services.standing.agencies.tables import company_seats


class NoSeatForResidents(RuleError):
    """Residents sit for nobody. Field: `name`."""


class NoCompanySeat(RuleError):
    """What companies gain is for those who sit for one, and for whoever runs the town."""


@dataclass(frozen=True, slots=True)
class Director:
    """Somebody who sits for a company."""

    who: ParticipantId
    name: str
    agency: Agency


@dataclass(frozen=True, slots=True)
class SeatGiven(Event):
    """Somebody sits for a company from now on; `before` sat for it until now."""

    director: Director
    before: ParticipantId | None


@dataclass(frozen=True, slots=True)
class SeatTaken(Event):
    """Somebody sits for a company no more, and nobody does; they go on living in the town."""

    director: Director


def give_seat(town: Town, typed: str) -> Director:
    """Give somebody a company's seat: a name and a company, in either order. Twice is once.

    Raises `NotAllowed`, `NobodyOfThatName`, `NoSeatForResidents`, `NoSuchAgency`, `NotACompany`.
    """
    require(town, *STEWARDS)
    name, one = _read(typed)
    if not one.is_company:
        raise NotACompany(agency=one.agency_id)
    chosen = by_name(town, name)
    if chosen.is_resident:
        raise NoSeatForResidents(name=chosen.name)
    done = Director(chosen.participant_id, chosen.name, one)
    before = seated(town).get(one.agency_id)
    if before == done:
        return done
    resign(town, done.who)
    if before is not None:
        resign(town, before.who)
    row = {"participant_id": done.who, "workshop_id": town.workshop_id, "agency": one.agency_id}
    town.conn.execute(insert(company_seats).values(row))
    note(town, "company_seat", one.agency_id, role=town.actor.role)
    town.emit(SeatGiven(done, None if before is None else before.who))
    return done


def take_seat(town: Town, who: ParticipantId) -> None:
    """Let somebody sit for no company. Twice is once. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    sat = next((one for one in seated(town).values() if one.who == who), None)
    if sat is not None:
        resign(town, who)
        note(town, "company_seat", "taken", role=town.actor.role)
        town.emit(SeatTaken(sat))


def resign(town: Town, who: ParticipantId) -> None:
    """Whoever leaves the town, or sits elsewhere, sits here no more."""
    town.conn.execute(delete(company_seats).where(company_seats.c.participant_id == who))


def seated(town: Town) -> Mapping[str, Director]:
    """Who sits, by company."""
    seats, known = company_seats.c, catalogue()
    rows = town.conn.execute(
        select(seats.agency, seats.participant_id, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == seats.participant_id)
        .where(seats.workshop_id == town.workshop_id)
    )
    return {
        agency: Director(ParticipantId(who), name, known[agency])
        for agency, who, name in rows
        if agency in known
    }


def director_of(town: Town, agency_id: str) -> ParticipantId | None:
    """Who sits for one company, if anybody does."""
    one = seated(town).get(agency_id)
    return None if one is None else one.who


def company_of(town: Town, who: ParticipantId | None) -> Agency | None:
    """For which company somebody sits."""
    return next((one.agency for one in seated(town).values() if one.who == who), None)


def own_company(town: Town) -> Agency:
    """For which company the actor sits. Raises `NoCompanySeat`."""
    one = company_of(town, town.actor.participant_id)
    if one is None:
        raise NoCompanySeat
    return one


def _read(typed: str) -> tuple[str, Agency]:
    """A town name is one word; a company's may be several, and its id goes before any name."""
    begun, _, last = typed.strip().rpartition(" ")
    if begun in catalogue():
        return last, find(begun)
    first, _, rest = typed.strip().partition(" ")
    try:
        return first, find(rest)
    except NoSuchAgency:
        return last, find(begun or typed)
