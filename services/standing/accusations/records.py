"""Accusations as they stand. What truly happened is in none of them: that is `truth`'s part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from services.kernel.errors import Outdated
from services.kernel.money import Money
from services.kernel.time import Moment
from services.kernel.town import Event, ParticipantId, Town
from services.people.identity import with_names
from services.standing.accusations.tables import evidence_looks, fall_accusations


class FallState(StrEnum):
    """How far an accusation is."""

    OPEN = "open"
    COUNTERED = "countered"
    SETTLED = "settled"
    LOST = "lost"
    WON = "won"


class Side(StrEnum):
    """Who is believed."""

    ACCUSED = "accused"
    ACCUSER = "accuser"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing the accused has looked at."""

    piece_id: str
    shows_staged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Accusation:
    """One person says that another knocked them over, and wants money for it."""

    accusation_id: int
    accuser: ParticipantId
    accuser_name: str
    accused: ParticipantId
    accused_name: str
    amount: Money
    due: Moment
    state: FallState
    is_countered: bool
    was_lost: bool
    looks: tuple[Look, ...]

    @property
    def may_be_countered(self) -> bool:
        """Until the accused pays, is believed, or has said once that it was staged."""
        return self.state in (FallState.OPEN, FallState.LOST) and not self.is_countered

    @property
    def waits(self) -> bool:
        """Whether somebody may still decide it."""
        return self.state in (FallState.OPEN, FallState.COUNTERED)


@dataclass(frozen=True, slots=True)
class Accused(Event):
    """Somebody is accused and is told so."""

    accusation: Accusation


@dataclass(frozen=True, slots=True)
class AccusationChanged(Event):
    """Something was looked at, or the accused paid or said that it was staged."""

    accusation: Accusation


@dataclass(frozen=True, slots=True)
class AccusationDecided(Event):
    """Somebody decided it, or its day has passed without an answer."""

    accusation: Accusation


def accusation_of(town: Town, accusation_id: int, *, is_held: bool = False) -> Accusation:
    """An accusation of this town; one that is to change is held meanwhile. Raises `Outdated`."""
    found = found_where(town, fall_accusations.c.accusation_id == accusation_id, is_held=is_held)
    if not found:
        raise Outdated
    return found[0]


def found_where(town: Town, *where: ColumnElement[bool], is_held: bool = False) -> list[Accusation]:
    """Accusations of this town, oldest first."""
    at = fall_accusations.c
    query = select(fall_accusations).where(at.workshop_id == town.workshop_id, *where)
    query = with_names(query, accuser=at.accuser, accused=at.accused).order_by(at.accusation_id)
    if is_held:
        query = query.with_for_update(of=fall_accusations)
    return [_accusation(town, row) for row in town.conn.execute(query).all()]


def _accusation(town: Town, row: Row[*tuple[Any, ...]]) -> Accusation:
    looked = town.conn.execute(
        select(evidence_looks.c.piece, evidence_looks.c.shows_staged)
        .where(evidence_looks.c.accusation_id == row.accusation_id)
        .order_by(evidence_looks.c.look_id)
    )
    return Accusation(
        accusation_id=row.accusation_id,
        accuser=ParticipantId(row.accuser),
        accuser_name=row.accuser_name,
        accused=ParticipantId(row.accused),
        accused_name=row.accused_name,
        amount=Money(row.amount_fen),
        due=Moment(row.due_town_s),
        state=FallState(row.state),
        is_countered=row.countered_town_s is not None,
        was_lost=row.lost_town_s is not None,
        looks=tuple(Look(piece, bool(staged)) for piece, staged in looked),
    )
