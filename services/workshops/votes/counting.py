"""Closing a ballot: what was cast is counted, what follows from it is done, and the counts go."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import change_row
from services.kernel.time import DAY_S
from services.kernel.town import (
    STEWARDS,
    Event,
    Randomness,
    Town,
    UnitOfWork,
    office,
    require,
)
from services.law import statutes, switchboard
from services.money.ledger import BookFault
from services.people.identity import own_town
from services.workshops.sessions import WorkshopShut
from services.workshops.votes.changes import Change, StatuteChange
from services.workshops.votes.predicting import await_anew, await_measure
from services.workshops.votes.records import (
    Motion,
    MotionState,
    find,
    id_of,
    open_ballot,
)
from services.workshops.votes.rules import Choice, Counts, Outcome, outcome_of
from services.workshops.votes.tables import ballot_counts, ballot_rolls, motions


class NotOpenYet(RuleError):
    """The ballot is not open. Field: `number`."""


class PollDidNotCarry(RuleError):
    """That poll did not carry this. Fields: `number`, `switch`, `value`."""


class PollOvertaken(RuleError):
    """The town has voted on the same rule since. Fields: `number`, `later`."""


@dataclass(frozen=True, slots=True)
class BallotEnded(Event):
    """The result stands, and so does what follows from it."""

    motion: Motion
    language: str


def close(town: Town, number: int) -> Motion:
    """Close the ballot: its result stands, and the law changes by it. Twice is once.

    Raises `NotAllowed`, `NoSuchMotion`, `NotOpenYet`.
    """
    require(town, *STEWARDS)
    motion = find(town, number, held=True)
    if motion.state is MotionState.CLOSED:
        return motion
    if motion.state is not MotionState.OPEN:
        raise NotOpenYet(number=number)
    end(town, motion)
    return find(town, number)


def enact_carried(
    town: Town, typed_switch: str, typed_value: str, *, poll: int, in_days: int = 0
) -> switchboard.LawEnacted:
    """Set the law as a poll has carried it, now or later.

    Raises `PollDidNotCarry`, `PollOvertaken`, and what setting the law raises.
    """
    require(town, *STEWARDS)
    _require_carried(town, typed_switch, typed_value, poll)
    return switchboard.enact(town, typed_switch, typed_value, in_days=in_days, poll=poll)


def draft_carried(
    uow: UnitOfWork, typed_switch: str, typed_value: str, *, poll: int, in_days: int = 0
) -> statutes.SwitchDraft:
    """What that would be, looked at before. Raises the same, for nobody's lack of a right."""
    _require_carried(own_town(uow), typed_switch, typed_value, poll)
    return statutes.draft_switch(uow, typed_switch, typed_value, in_days)


def _require_carried(town: Town, typed_switch: str, typed_value: str, poll: int) -> None:
    """Raises `PollDidNotCarry`, `PollOvertaken`, and what reading them raises."""
    setting = switchboard.one_switch(town, typed_switch).clause.setting
    wanted = switchboard.read_value(setting, typed_value)
    motion = find(town, poll)
    carried = motion.outcome is not None and motion.outcome.carries
    if not carried or Change(setting.switch, wanted) not in motion.changes:
        raise PollDidNotCarry(number=poll, switch=setting.switch.value, value=str(wanted))
    by_poll = [one for one in switchboard.decisions(town, setting.switch) if one.poll]
    later = find(town, by_poll[-1].poll or poll) if by_poll else motion
    if (later.closed or 0, later.number) > (motion.closed or 0, poll):
        raise PollOvertaken(number=poll, later=later.number)


def handle_event(town: Town, event: Event) -> None:
    """A reaction: a ballot that is open when the town closes is broken off, uncounted; a law that
    comes on another day than was voted is measured from that day.
    """
    if isinstance(event, switchboard.LawEnacted):
        await_anew(town, event.switch)
    if isinstance(event, WorkshopShut) and (found := open_ballot(town)):
        _keep(town, found, Counts(0, 0, 0), Outcome.BROKEN_OFF)


def audit(conn: Connection) -> list[BookFault]:
    """Ballots, of all towns, with more or fewer votes counted than people who have voted."""
    marks = select(func.sum(ballot_rolls.c.voted)).where(
        ballot_rolls.c.motion_id == motions.c.motion_id
    )
    counted = select(func.sum(ballot_counts.c.votes)).where(
        ballot_counts.c.motion_id == motions.c.motion_id
    )
    stands = func.coalesce(motions.c.votes, counted.scalar_subquery())
    wrong = select(motions.c.motion_id).where(
        motions.c.opened_town_s.is_not(None), stands != marks.scalar_subquery()
    )
    return [BookFault("votes_counted_once", f"motion {number}") for number in conn.scalars(wrong)]


def end(town: Town, motion: Motion) -> None:
    """Count what was cast and let follow what follows; the motion is held."""
    kept = ballot_counts.c
    rows = select(kept.choice, kept.votes).where(kept.motion_id == id_of(town, motion.number))
    said = {choice: votes for choice, votes in town.conn.execute(rows)}
    counts = Counts(*(said[one.value] for one in Choice))
    lot = Randomness(town.workshop.secret, f"tie|{motion.number}")
    outcome = outcome_of(motion.rules, motion.roll, counts, lambda: lot.below(2) == 1)
    _keep(town, motion, counts, outcome)
    note(town, "vote_close", f"motion {motion.number} {outcome}", role=town.actor.role)
    if outcome.carries:
        for index, one in enumerate(motion.changes):
            place = town.as_actor(office(), key=f"motion:{motion.number}:{index}")
            if isinstance(one, StatuteChange):
                _pass(place, one, motion)
                continue
            value, days = str(one.value), motion.in_days
            switchboard.enact(place, one.switch.value, value, in_days=days, poll=motion.number)
        await_measure(town, find(town, motion.number))
    town.emit(BallotEnded(find(town, motion.number), town.workshop.language))


def _pass(town: Town, change: StatuteChange, motion: Motion) -> None:
    """Let a statute come or go, unless it has gone before its vote was counted."""
    midnight = town.now - town.now % DAY_S
    at = midnight + motion.in_days * DAY_S if motion.in_days else statutes.AT_ONCE
    with suppress(statutes.NotInForce):
        drafted = statutes.draft(town, change.deed, change.what, at)
        poll, book = motion.number, drafted.book
        statutes.pass_(town, change.deed, change.what, at, book=book, poll=poll)


def _keep(town: Town, motion: Motion, counts: Counts, outcome: Outcome) -> None:
    """What stands of a ballot: numbers only where they tell nobody's vote; the counts go."""
    motion_id, told = id_of(town, motion.number), counts.may_be_told
    change_row(
        town.conn,
        motions,
        motion_id,
        state=MotionState.CLOSED.value,
        closed_town_s=town.now,
        outcome=outcome.value,
        roll=motion.roll,
        votes=motion.votes,
        yes=counts.yes if told else None,
        no=counts.no if told else None,
        abstained=counts.abstained if told else None,
    )
    town.conn.execute(delete(ballot_counts).where(ballot_counts.c.motion_id == motion_id))
