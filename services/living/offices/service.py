"""Showing the offices to those who keep them, and closing or opening one in a town."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import case, func, or_, select

from services.kernel.errors import NotAllowed, NoWorkshop, RuleError
from services.kernel.time import DAY_S
from services.kernel.town import STEWARDS, ParticipantId, Role, Town, UnitOfWork, require
from services.living.offices.catalogue import Office, catalogue
from services.living.offices.tables import office_incidents
from services.people.facts import FACTS, Fact, record, strike
from services.people.identity import facilitator_town, has_role
from services.standing.agencies import close_source, closed_sources, open_source


@dataclass(frozen=True, slots=True)
class OfficeTruth:
    """One office so far: reports that were made, and those filed under the wrong person."""

    reported: int
    wrong: int


def truth(town: Town) -> Mapping[str, OfficeTruth]:
    """Every office that has reported anything. Raises `NotAllowed` for participants."""
    require(town, *STEWARDS)
    kept = office_incidents.c
    rows = town.conn.execute(
        select(kept.office, func.count(), func.count(case((kept.who != kept.named, 1))))
        .where(kept.workshop_id == town.workshop_id, kept.reported_town_s.is_not(None))
        .group_by(kept.office)
    )
    return {office: OfficeTruth(count, wrong) for office, count, wrong in rows}


def promptness(town: Town) -> Iterator[tuple[str, bool]]:
    """Every report whose day has come: whose, and whether it was made within a day of it."""
    kept = office_incidents.c
    last = kept.due_town_s + DAY_S
    query = select(kept.office, kept.reported_town_s <= last).where(
        kept.workshop_id == town.workshop_id,
        or_(kept.reported_town_s.is_not(None), last < town.now),
    )
    for office, in_time in town.conn.execute(query):
        yield office, bool(in_time)


class NoSuchOffice(RuleError):
    """None of the offices is called that. Field: `typed`."""


TYPED_MAX = 40
NOTHING_YET = OfficeTruth(0, 0)


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One office as it stands in a town."""

    office: Office
    is_open: bool
    so_far: OfficeTruth


@dataclass(frozen=True, slots=True)
class OfficeList:
    """All offices; `has_town` when the asker runs a town in which they can be closed."""

    lines: tuple[OfficeLine, ...]
    has_town: bool


@dataclass(frozen=True, slots=True)
class Switched:
    """One office after an act; `changed` is False when it stood so already."""

    office: Office
    is_open: bool
    changed: bool


def all_offices(uow: UnitOfWork) -> OfficeList:
    """The 38 offices, with the state of the asker's own town. Raises `NotAllowed`."""
    if isinstance(uow, Town):
        return of_town(uow)
    if uow.visitor is None or not has_role(uow.conn, uow.visitor, Role.FACILITATOR):
        raise NotAllowed(act="all_offices")
    try:
        return of_town(facilitator_town(uow, also_closed=True))
    except NoWorkshop:
        return OfficeList(_lines(frozenset(), {}), has_town=False)


def of_town(town: Town) -> OfficeList:
    """The offices as they stand in one town. Raises `NotAllowed` for participants."""
    lines = _lines(closed_sources(town), truth(town))
    lawful = (replace(one, office=one.office.in_law(town)) for one in lines)
    return OfficeList(tuple(lawful), has_town=True)


def close(town: Town, typed: str) -> Switched:
    """Close an office: what it said counts in no score from now on, and it says nothing more.

    Raises `NoSuchOffice`, `NotAllowed`. Twice is once.
    """
    office = _office(typed)
    return Switched(office, is_open=False, changed=close_source(town, office.office_id))


def reopen(town: Town, typed: str) -> Switched:
    """Open it again, with all that it said before. Raises `NoSuchOffice`, `NotAllowed`."""
    office = _office(typed)
    return Switched(office, is_open=True, changed=open_source(town, office.office_id))


def report_wrongly(town: Town, typed: str, kind: str, who: ParticipantId) -> str:
    """An office reports what somebody else did under somebody's name; the fact's key.

    Raises `NoSuchOffice`, `NotAllowed`.
    """
    require(town, *STEWARDS)
    office = _office(typed)
    most = max(one.amount[1] for one in office.reports if one.kind == kind)
    key = f"{town.key}:wrongly:{office.office_id}:{kind}"
    record(town, Fact(who, kind, most, source=office.office_id, is_true=False, key=key))
    return key


def correct_report(town: Town, key: str) -> None:
    """What was reported wrongly counts no more. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    mine = (FACTS.c.workshop_id == town.workshop_id, FACTS.c.key == key)
    for row in town.conn.execute(select(FACTS.c.participant_id, FACTS.c.source).where(*mine)):
        strike(town, ParticipantId(row.participant_id), [key], row.source)


def _office(typed: str) -> Office:
    wanted = " ".join(typed.split()).casefold()
    for office in catalogue().values():
        names = {office.office_id, office.title.en.casefold(), office.title.zh.casefold()}
        if office.is_office and wanted in names:
            return office
    raise NoSuchOffice(typed=typed.strip()[:TYPED_MAX])


def _lines(closed: frozenset[str], said: Mapping[str, OfficeTruth]) -> tuple[OfficeLine, ...]:
    return tuple(
        OfficeLine(office, office.office_id not in closed, said.get(office.office_id, NOTHING_YET))
        for office in catalogue().values()
        if office.is_office
    )
