"""Motions as they stand, and reading them. While a ballot is open nobody reads a count here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from services.kernel.errors import Outdated
from services.kernel.schema import AnyRow
from services.kernel.time import MINUTE_S, TownTime
from services.kernel.town import Event, ParticipantId, Town, UnitOfWork, WorkshopId
from services.law import switchboard
from services.law.switchboard import Switch
from services.people import masks
from services.people.identity import PEOPLE, name_of, own_town
from services.social import groups
from services.workshops.votes.changes import Change, StatuteChange, kept_changes
from services.workshops.votes.rules import (
    Abstentions,
    Base,
    Counts,
    Outcome,
    Quorum,
    RollOf,
    Rules,
    Tie,
)
from services.workshops.votes.tables import ballot_rolls, motion_seconds, motions


class MotionState(StrEnum):
    """How far a motion has come."""

    PUT = "put"  # waits for somebody to second it
    SECONDED = "seconded"
    DEBATE = "debate"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """A motion; of an open ballot it says how many have voted, and nothing of how."""

    workshop_id: WorkshopId
    number: int
    mover: ParticipantId | None  # None: whoever runs the town
    mover_name: str  # empty where nobody is to be named
    group_id: int | None
    group: str
    words: str
    changes: tuple[Change | StatuteChange, ...]  # none: a plain question
    in_days: int
    rules: Rules
    state: MotionState
    seconds: int
    put: TownTime
    debated: TownTime | None
    closed: TownTime | None
    again_of: int | None
    roll: int
    votes: int
    gone: int  # of the roll: left the town without a vote
    outcome: Outcome | None
    counts: Counts | None  # None: not yet, or they would tell who voted how
    measured: TownTime | None = None  # when it was looked at who has won and lost
    at: int = 0  # the town time when this was read
    rate: int = 1  # of the town's clock then

    @property
    def debate_minutes(self) -> int:
        """Real minutes from when it was read to the end of its debate, begun ones whole."""
        left_s = max(0, (self.debated or 0) - self.at)
        return -(-left_s // (MINUTE_S * self.rate))

    @property
    def is_fixed(self) -> bool:
        """Whether its rules can be changed no more."""
        return self.debated is not None or self.state not in {
            MotionState.PUT,
            MotionState.SECONDED,
        }


@dataclass(frozen=True, slots=True)
class MotionBook:
    """All motions of a town, the newest first, as one person sees them."""

    motions: tuple[Motion, ...]
    may_run: bool
    consultation: bool  # whether the law changes by a vote alone


@dataclass(frozen=True, slots=True)
class MotionChanged(Event):
    """A motion stands otherwise than before; nobody needs to be rung for it."""

    number: int


class NoSuchMotion(Outdated):
    """No motion of this town has the number. Field: `number`."""


def find(town: Town, number: int, *, held: bool = False) -> Motion:
    """A motion by its number; `held` until this unit of work ends. Raises `NoSuchMotion`."""
    return _motion(town, row_of(town, number, held=held))


def row_of(town: Town, number: int, *, held: bool = False) -> AnyRow:
    """The whole row of a motion. Raises `NoSuchMotion`."""
    query = select(motions).where(
        motions.c.workshop_id == town.workshop_id, motions.c.number == number
    )
    row = town.conn.execute(query.with_for_update() if held else query).one_or_none()
    if row is None:
        raise NoSuchMotion(number=number)
    return row


def all_motions(town: Town, *which: ColumnElement[bool]) -> list[Motion]:
    """The town's motions, the newest first."""
    query = select(motions).where(motions.c.workshop_id == town.workshop_id, *which)
    rows = town.conn.execute(query.order_by(motions.c.number.desc())).all()
    return [_motion(town, row) for row in rows]


def open_ballot(town: Town) -> Motion | None:
    """The motion that is voted on now."""
    found = all_motions(town, motions.c.state == MotionState.OPEN)
    return found[0] if found else None


def book(uow: UnitOfWork) -> MotionBook:
    """All motions of one's own town. Raises `NotInTown`."""
    town = own_town(uow)
    consults = switchboard.is_on(town, Switch.CONSULTATION)
    return MotionBook(tuple(all_motions(town)), town.actor.participant_id is None, consults)


def id_of(town: Town, number: int) -> int:
    """The row of a motion that there is."""
    return int(row_of(town, number).motion_id)


def has_seconded(town: Town, number: int, who: ParticipantId) -> bool:
    """Whether somebody has seconded a motion."""
    kept = motion_seconds.c
    mine = select(kept.who).where(kept.motion_id == id_of(town, number), kept.who == who)
    return town.conn.scalar(mine) is not None


def _motion(town: Town, row: AnyRow) -> Motion:
    seconds = select(func.count()).where(motion_seconds.c.motion_id == row.motion_id)
    state = MotionState(row.state)
    roll, votes, gone = _turnout(town, row.motion_id) if row.opened_town_s else (0, 0, 0)
    is_named = row.mover is not None and row.mover not in masks.hidden(town)
    return Motion(
        workshop_id=town.workshop_id,
        number=row.number,
        mover=row.mover,
        mover_name=name_of(town.conn, row.mover) if is_named else "",
        group_id=row.group_id,
        group=groups.name_of(town.conn, str(row.group_id)) if row.group_id else "",
        words=row.words,
        changes=tuple(kept_changes(row.changes)),
        in_days=row.in_days,
        rules=Rules(
            quorum=Quorum(str(row.quorum)),
            base=Base(row.base),
            abstentions=Abstentions(row.abstentions),
            tie=Tie(row.tie),
            roll_of=RollOf(row.roll_of),
        ),
        state=state,
        seconds=town.conn.scalar(seconds) or 0,
        put=TownTime(row.put_town_s),
        debated=row.debate_town_s,
        closed=row.closed_town_s,
        again_of=row.again_of,
        roll=roll,
        votes=votes,
        gone=gone,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        counts=None if row.yes is None else Counts(row.yes, row.no, row.abstained),
        measured=row.measured_town_s,
        at=town.now,
        rate=town.workshop.clock.rate,
    )


def _turnout(town: Town, motion_id: int) -> tuple[int, int, int]:
    """How many are on the roll, have voted, and are gone without a vote."""
    rows = town.conn.execute(
        select(ballot_rolls.c.voted, PEOPLE.c.person_id.is_(None).label("gone"))
        .join(PEOPLE, PEOPLE.c.participant_id == ballot_rolls.c.who)
        .where(ballot_rolls.c.motion_id == motion_id)
    ).all()
    votes = sum(row.voted for row in rows)
    return len(rows), votes, sum(bool(row.gone) and not row.voted for row in rows)
