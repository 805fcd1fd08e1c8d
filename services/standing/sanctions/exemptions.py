"""Asking for an exemption: a closed door opened to one person for some days.

Whoever runs the town decides, as a court does on application. An exemption takes nothing off a
list: the door closes again when its days are over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import AnyRow, change_row, insert_new, live_row
from services.kernel.time import DAY_S, Moment
from services.kernel.town import STEWARDS, Event, ParticipantId, Role, Town, require
from services.people.identity import PEOPLE
from services.standing.sanctions.catalogue import Door, doors
from services.standing.sanctions.service import EXEMPTION_S, closed
from services.standing.sanctions.tables import exemptions

RIGHT = Role.FACILITATOR


class DoorOpen(RuleError):
    """Nothing closes this door to the actor, so there is nothing to exempt from. Field: `door`."""


class ExemptionState(StrEnum):
    """Where a question for an exemption stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """One question. `again`: the same act had been done before."""

    exemption_id: int
    who: ParticipantId
    name: str
    door: Door
    state: ExemptionState
    until: Moment | None
    count: int = 1  # which of their questions for this door it is
    days: int = 0  # since the first of them
    again: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class ExemptionAsked(Event):
    """Somebody asks; whoever runs the town is told."""

    asked: Exemption


@dataclass(frozen=True, slots=True)
class ExemptionDecided(Event):
    """The question is answered; who asked is told."""

    decided: Exemption


def ask_exemption(town: Town, door: str) -> Exemption:
    """Ask for an exemption, once while it waits. Raises `DoorOpen`, `Outdated`."""
    me = town.actor.pid
    found = doors().get(door)
    if found is None or closed(town, me, door) is None:
        raise DoorOpen(door=door if found is None else found.title)
    new = {"workshop_id": town.workshop_id, "who": me, "door": door, "asked_town_s": town.now}
    is_new = insert_new(town.conn, exemptions, key=f"{me}:{town.key}", **new)
    mine = (exemptions.c.who == me, exemptions.c.door == door)
    newest = exemptions.c.exemption_id.desc()
    row = live_row(town.conn, _asked(town).where(*mine).order_by(newest).limit(1))
    asked = _exemption(town, row, again=not is_new)
    if is_new:
        town.emit(ExemptionAsked(asked))
    return asked


def decide_exemption(town: Town, exemption_id: int, *, is_granted: bool) -> Exemption:
    """Answer a question; the first answer stands. Raises `NotAllowed`, `Outdated`."""
    require(town, *STEWARDS)
    one = exemptions.c.exemption_id == exemption_id
    row = live_row(town.conn, _asked(town).where(one).with_for_update(of=exemptions))
    if row.state != ExemptionState.ASKED:
        return _exemption(town, row, again=True)
    state = ExemptionState.GRANTED if is_granted else ExemptionState.REFUSED
    change_row(town.conn, exemptions, exemption_id, state=state.value, decided_town_s=town.now)
    note(town, "exemption", f"{row.door} {state.value}", role=RIGHT)
    decided = _exemption(town, live_row(town.conn, _asked(town).where(one)))
    town.emit(ExemptionDecided(decided))
    return decided


def waiting_exemptions(town: Town) -> tuple[Exemption, ...]:
    """The requests that wait for an answer, the longest first. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    wait = _asked(town).where(exemptions.c.decided_town_s.is_(None))
    rows = town.conn.execute(wait.order_by(exemptions.c.exemption_id)).all()
    return tuple(_exemption(town, row) for row in rows)


def count_asked(town: Town) -> int:
    """How many requests wait for an answer."""
    wait = (exemptions.c.workshop_id == town.workshop_id, exemptions.c.decided_town_s.is_(None))
    return town.conn.scalar(select(func.count()).select_from(exemptions).where(*wait)) or 0


def exemption(town: Town, exemption_id: int) -> Exemption:
    """A question of the town as it stands. Raises `Outdated`."""
    one = exemptions.c.exemption_id == exemption_id
    return _exemption(town, live_row(town.conn, _asked(town).where(one)))


def _asked(town: Town) -> Select[Any]:
    return (
        select(exemptions, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == exemptions.c.who)
        .where(exemptions.c.workshop_id == town.workshop_id)
    )


def _exemption(town: Town, row: AnyRow, *, again: bool = False) -> Exemption:
    granted = row.state == ExemptionState.GRANTED
    at = exemptions.c
    mine = (at.who == row.who, at.door == row.door, at.exemption_id <= row.exemption_id)
    count, first = town.conn.execute(
        select(func.count(), func.min(at.asked_town_s)).where(*mine)
    ).one()
    return Exemption(
        exemption_id=row.exemption_id,
        who=row.who,
        name=row.name,
        door=doors()[row.door],
        state=ExemptionState(row.state),
        until=Moment(row.decided_town_s + EXEMPTION_S) if granted else None,
        count=count,
        days=(town.now - first) // DAY_S,
        again=again,
    )
