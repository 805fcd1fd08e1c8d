"""Errands as their person sees them, what a town does where, and what an identity card gathers.

Reads; changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import AnyRow, live_row
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId, Town
from services.living.errands.catalogue import (
    Later,
    Option,
    Service,
    ServiceGate,
    Step,
    Trace,
    services,
)
from services.living.errands.tables import errands
from services.money import merchants
from services.standing import sanctions
from services.standing.sanctions import Closed


class ErrandState(StrEnum):
    """Where a use of a service stands."""

    OPEN = "open"  # something is still to be chosen
    ASKED = "asked"  # a gate asks for a deposit
    DROPPED = "dropped"
    REFUSED = "refused"  # a door was closed to its person
    OUT = "out"  # used, and something is to be done later
    LATE = "late"  # the same, after its day
    DONE = "done"


WAITING = (ErrandState.OPEN, ErrandState.ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One use of a service. `again`: the same act had been done before."""

    errand_id: int
    who: ParticipantId
    service: Service
    options: tuple[Option, ...]  # picked so far
    state: ErrandState
    paid: Fen
    code: str
    score: int | None
    used: TownTime | None
    due: TownTime | None
    has_deposit: bool
    closed: Closed | None = None  # what kept its person out
    again: bool = field(default=False, compare=False)

    @property
    def step(self) -> Step | None:
        """What is asked next; None when all is chosen."""
        picked = len(self.options)
        return self.service.steps[picked] if picked < len(self.service.steps) else None

    @property
    def price(self) -> Fen:
        """What the options so far cost."""
        return Fen(sum(one.fen for one in self.options))

    @property
    def later(self) -> Later | None:
        """What is to be done later."""
        return next((one.later for one in self.options if one.later), None)

    @property
    def gates(self) -> tuple[ServiceGate, ...]:
        """What is asked of whoever comes so."""
        return (*self.service.gates, *(gate for one in self.options for gate in one.gates))

    @property
    def traces(self) -> tuple[Trace, ...]:
        """The facts it leaves."""
        return (*self.service.leaves, *(trace for one in self.options for trace in one.leaves))

    @property
    def place(self) -> Localized:
        """Where it happens."""
        chosen = next((one.place for one in self.options if one.place), None)
        return chosen or merchants.catalogue()[self.service.merchant].place


@dataclass(frozen=True, slots=True)
class Shelf:
    """All services, those the asker has left, and what they have still to do."""

    services: tuple[Service, ...]
    left: frozenset[str]
    out: tuple[Errand, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What somebody did with one service."""

    uses: int
    paid: Fen


def find_errand(town: Town, errand_id: int) -> Errand:
    """An errand of the town as it stands. Raises `Outdated`."""
    return _errand(town, live_row(town.conn, _errands(town, errands.c.errand_id == errand_id)))


def locked_errand(town: Town, errand_id: int) -> Errand:
    """The actor's own, held for the rest of this unit of work. Raises `Outdated`."""
    mine = (errands.c.errand_id == errand_id, errands.c.who == town.actor.pid)
    return _errand(town, live_row(town.conn, _errands(town, *mine).with_for_update()))


def my_errands(town: Town, *states: ErrandState, service: str | None = None) -> list[Errand]:
    """The actor's errands in these states, oldest first."""
    where = [errands.c.who == town.actor.pid, errands.c.state.in_(states)]
    if service is not None:
        where.append(errands.c.service == service)
    query = _errands(town, *where).order_by(errands.c.errand_id)
    return [_errand(town, row) for row in town.conn.execute(query) if row.service in services()]


def my_errand(town: Town, errand_id: int) -> Errand:
    """A use by the actor. Raises `Outdated`."""
    errand = find_errand(town, errand_id)
    if errand.who != town.actor.pid:
        raise Outdated
    return errand


def duties(town: Town) -> list[Errand]:
    """What the actor has still to do, oldest first."""
    return my_errands(town, ErrandState.OUT, ErrandState.LATE)


def usage(town: Town, who: ParticipantId) -> Mapping[str, Usage]:
    """What somebody did with each service they ever used, in order of the first use."""
    rows = town.conn.execute(
        select(errands.c.service, func.count(), func.sum(errands.c.paid_fen))
        .where(errands.c.who == who, errands.c.used_town_s.is_not(None))
        .group_by(errands.c.service)
        .order_by(func.min(errands.c.errand_id))
    )
    return {service: Usage(count, Fen(int(paid))) for service, count, paid in rows}


def refusals(town: Town) -> Mapping[str, int]:
    """How often a closed door kept the actor out, by the agency on whose word."""
    at = errands.c
    query = select(at.refused_for, func.count()).where(
        at.workshop_id == town.workshop_id,
        at.who == town.actor.pid,
        at.state == ErrandState.REFUSED,
    )
    rows = town.conn.execute(query.group_by(at.refused_for).order_by(at.refused_for))
    return {agency: int(count) for agency, count in rows}


def crowd(town: Town) -> tuple[tuple[Localized, int], ...]:
    """Where people were in the last town day by what they did, the fullest place first."""
    rows = town.conn.execute(
        select(errands.c.place, func.count())
        .where(
            errands.c.workshop_id == town.workshop_id,
            errands.c.used_town_s > town.now - DAY_S,
            errands.c.place != "",
        )
        .group_by(errands.c.place)
    )
    known = places()
    found = [(known[place], count) for place, count in rows if place in known]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0].en)))


def places() -> Mapping[str, Localized]:
    """Every place where a service happens, by its English name."""
    options = (one for s in services().values() for step in s.steps for one in step.options)
    chosen = [one.place for one in options if one.place is not None]
    sellers = [merchants.catalogue()[s.merchant].place for s in services().values()]
    return {place.en: place for place in (*sellers, *chosen)}


def _errands(town: Town, *where: ColumnElement[bool]) -> Select[Any]:
    return select(errands).where(errands.c.workshop_id == town.workshop_id, *where)


def _errand(town: Town, row: AnyRow) -> Errand:
    service = services().get(row.service)
    if service is None:  # its file is gone
        raise Outdated
    try:
        options = service.options(row.picked.split())
    except KeyError as gone:
        raise Outdated from gone
    return Errand(
        errand_id=row.errand_id,
        who=row.who,
        service=service,
        options=options,
        state=ErrandState(row.state),
        paid=Fen(row.paid_fen),
        code=row.code,
        score=row.score,
        used=row.used_town_s,
        due=row.due_town_s,
        has_deposit=row.deposit is not None,
        closed=_closed(town, row) if row.refused_by else None,
    )


def _closed(town: Town, row: AnyRow) -> Closed | None:
    return sanctions.as_refused(town, row.refused_by, row.refused_for, row.score)
