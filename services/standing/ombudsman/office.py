"""Who holds the office, and who of them may decide a case: nobody with a tie to it.

People of the town hold it where whoever runs the workshop has asked some; else, or where all of
them have a tie, it decides by published rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from services.kernel.audit_log import note
from services.kernel.errors import NotAllowed, RuleError
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, Event, ParticipantId, Role, Town, UnitOfWork, require
from services.law import switchboard
from services.law.switchboard import Switch
from services.people.identity import PEOPLE, by_name, own_town
from services.social import kin
from services.standing import agencies, complaints
from services.standing.complaints import Complaint, ComplaintState, Forum
from services.standing.ombudsman.tables import ombudsman_seats

SEATS_MAX = 5
OFF = frozenset({"off", "撤"})


class NoSeatInOffice(RuleError):
    """Residents hold no office. Field: `name`."""


class OfficeFull(RuleError):
    """So many hold the office already. Field: `limit`."""


class SitsForCompany(NotAllowed):
    """Nobody holds the office who sits for a company, once the law bans conflicts of interest; the
    attempt is in the audit log. Fields: `name`, `company`, `act`.
    """


class NotOfOffice(RuleError):
    """Whoever asks does not hold the ombudsman's office."""


class NotImpartial(RuleError):
    """Whoever would decide has a tie to the case. Field: `number`."""


class NotWithOmbudsman(RuleError):
    """The case is with the court or the town hall. Field: `number`."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds the office."""

    who: ParticipantId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office as it stands: who holds it, and what waits there."""

    is_on: bool
    holders: tuple[Holder, ...]
    waiting: tuple[Complaint, ...]
    decided: int
    overdue: int
    is_run: bool  # by whoever looks: they give seats
    is_own: bool  # whoever looks holds it


@dataclass(frozen=True, slots=True)
class OfficeChanged(Event):
    """Somebody holds the office from now on, or does no more."""

    holder: Holder
    holds: bool


def appoint(town: Town, typed: str) -> OfficeChanged:
    """Give somebody a seat in the office, or take it with `off` behind the name. Twice is once.

    Raises `NotAllowed`, `NobodyOfThatName`, `NoSeatInOffice`, `OfficeFull`, `SitsForCompany`.
    """
    require(town, *STEWARDS)
    name, _, rest = typed.strip().partition(" ")
    chosen = by_name(town, name)
    holds = rest.strip().casefold() not in OFF
    sitting = holders(town)
    holder = Holder(chosen.participant_id, chosen.name)
    done = OfficeChanged(holder, holds)
    if holds is (holder in sitting):
        return done
    if holds:
        if chosen.is_resident:
            raise NoSeatInOffice(name=chosen.name)
        if switchboard.is_on(town, Switch.CONFLICT_BAN) and (of := _company(town, holder.who)):
            raise SitsForCompany(name=chosen.name, company=of.title, act="ombudsman seat")
        if len(sitting) >= SEATS_MAX:
            raise OfficeFull(limit=SEATS_MAX)
        row = {"participant_id": holder.who, "workshop_id": town.workshop_id}
        insert_new(town.conn, ombudsman_seats, **row)
    else:
        resign(town, holder.who)
    note(town, "ombudsman_seat", "given" if holds else "taken", role=town.actor.role)
    town.emit(done)
    return done


def unseat_director(town: Town, given: agencies.SeatGiven) -> None:
    """Whoever comes to sit for a company holds the office no more, once the law bans it."""
    who = given.director.who
    if switchboard.is_on(town, Switch.CONFLICT_BAN) and resign(town, who):
        note(town, "ombudsman_seat", "conflict of interest", role=town.actor.role)
        town.emit(OfficeChanged(Holder(who, given.director.name), holds=False))


def _company(town: Town, who: ParticipantId) -> agencies.Agency | None:
    """For which company somebody sits."""
    seats = agencies.seated(town).values()
    return next((seat.agency for seat in seats if seat.who == who), None)


def resign(town: Town, who: ParticipantId) -> bool:
    """Whoever leaves the town holds its office no more. Whether they did."""
    mine = ombudsman_seats.c.participant_id == who
    return town.conn.execute(delete(ombudsman_seats).where(mine)).rowcount > 0


def holders(town: Town) -> tuple[Holder, ...]:
    """Who holds the office, by name."""
    seats = ombudsman_seats.c
    rows = town.conn.execute(
        select(seats.participant_id, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == seats.participant_id)
        .where(seats.workshop_id == town.workshop_id)
        .order_by(PEOPLE.c.name)
    )
    return tuple(Holder(ParticipantId(who), name) for who, name in rows)


def office(uow: UnitOfWork) -> Office:
    """The office as everybody of the town may see it. Raises `NotInTown`."""
    town = own_town(uow)
    mine = [one for one in complaints.of_town(town) if one.forum is Forum.OMBUDSMAN]
    waiting = tuple(one for one in mine if one.state is ComplaintState.OPEN)
    return Office(
        is_on=switchboard.is_on(town, Switch.OMBUDSMAN),
        holders=holders(town),
        waiting=waiting,
        decided=len(mine) - len(waiting),
        overdue=sum(one.clock is not None and one.clock.is_overdue for one in waiting),
        is_run=town.actor.role in (*STEWARDS, Role.ADMIN),
        is_own=is_holder(town, town.actor.participant_id),
    )


def require_holder(town: Town) -> None:
    """Raise `NotOfOffice` unless the actor holds the office."""
    if not is_holder(town, town.actor.participant_id):
        raise NotOfOffice


def is_holder(town: Town, who: ParticipantId | None) -> bool:
    """Whether somebody holds the office."""
    return who is not None and any(one.who == who for one in holders(town))


def case_of(town: Town, number: int) -> Complaint:
    """A case that the actor may decide. Raises `NoSuchComplaint`, `NotOfOffice`,
    `NotWithOmbudsman`, `NotImpartial`.
    """
    require_holder(town)
    one = complaints.complaint_of(town, number)
    if one.forum is not Forum.OMBUDSMAN:
        raise NotWithOmbudsman(number=number)
    if has_tie(town, one, town.actor.pid):
        raise NotImpartial(number=number)
    return one


def has_tie(town: Town, one: Complaint, who: ParticipantId) -> bool:
    """Whether it is somebody's own case: theirs, their team's, their family's, their company's, or
    one that they have decided before.
    """
    team = {holder.who for holder in holders(town)}
    relatives = {relative.participant_id for relative in kin.kin_of(town, who)}
    company = agencies.company_of(town, who)
    return (
        one.who in team | relatives
        or (company is not None and company.agency_id == one.agency_id)
        or who in signed_before(town, one)
    )


def signed_before(town: Town, one: Complaint) -> tuple[ParticipantId, ...]:
    """Who signed the decision that this one asks to have reconsidered."""
    if not one.is_again:
        return ()
    same = [o for o in complaints.of_town(town) if o.thing == one.thing and o.number < one.number]
    signed = max((o for o in same if o.signer), key=lambda o: o.number, default=None)
    both = () if signed is None else (signed.signer, signed.second)
    return tuple(who for who in both if who is not None)


def impartial(town: Town, one: Complaint) -> tuple[Holder, ...]:
    """Who of the office may decide a case; nobody: it is decided by rules."""
    return tuple(holder for holder in holders(town) if not has_tie(town, one, holder.who))
