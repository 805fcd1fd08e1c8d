"""Opening a ballot, and voting.

A vote sets one mark (this person has voted) and raises one count (so many for a choice). Nothing
tells later which mark went with which count, and so a vote cannot be changed (ADR 0023).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import change_row
from services.kernel.timers import clear_timer
from services.kernel.town import (
    STEWARDS,
    Event,
    ParticipantId,
    Randomness,
    Town,
    UnitOfWork,
    office,
    require,
)
from services.kernel.towns import lock
from services.people.identity import neighbours, own_town
from services.social import groups
from services.workshops.votes.counting import NotOpenYet, end
from services.workshops.votes.moving import DEBATE_OVER, ready
from services.workshops.votes.predicting import predict
from services.workshops.votes.records import (
    Motion,
    MotionState,
    all_motions,
    find,
    id_of,
    open_ballot,
)
from services.workshops.votes.rules import Choice, RollOf
from services.workshops.votes.tables import ballot_counts, ballot_rolls, motions

RECEIPT_BYTES = 5
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I or O: receipts are read aloud


class RollEmpty(RuleError):
    """Nobody could vote. Field: `number`."""


class AnotherBallotOpen(RuleError):
    """One ballot is open at a time. Field: `number`, of that one."""


class BallotClosed(RuleError):
    """The ballot is over: no vote is taken any more. Field: `number`."""


class NotOnRoll(RuleError):
    """The roll was fixed when the ballot opened, without them. Field: `number`."""


class NoBallot(RuleError):
    """Nothing was put to the vote yet."""


class ReceiptForged(RuleError):
    """No counted vote of this town has that receipt. Field: `typed`."""


@dataclass(frozen=True, slots=True)
class Voted:
    """Somebody has voted. `is_again`: before; what they said now was not counted."""

    motion: Motion
    receipt: str
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class MyBallot:
    """The ballot as one person finds it; `receipt` is theirs where they have voted."""

    motion: Motion
    is_on_roll: bool
    receipt: str | None
    may_run: bool = False


@dataclass(frozen=True, slots=True)
class BallotOpened(Event):
    """Everybody is asked."""

    motion: Motion


@dataclass(frozen=True, slots=True)
class VoteCast(Event):
    """One more has voted. `who` is for their own home: nobody else is told."""

    number: int
    who: ParticipantId


def open_vote(town: Town, number: int) -> Motion:
    """Open the ballot: roll and rules are fixed from now on.

    Raises `NotAllowed`, `NoSuchMotion`, `NotSeconded`, `MotionDecided`, `AnotherBallotOpen`,
    `RollEmpty`.
    """
    require(town, *STEWARDS)
    lock(town)
    motion = ready(town, number)
    other = open_ballot(town)
    if other is not None:
        raise AnotherBallotOpen(number=other.number)
    roll = _roll(town, motion)
    if not roll:
        raise RollEmpty(number=number)
    predict(town, motion)
    motion_id = id_of(town, number)
    clear_timer(town, DEBATE_OVER, str(number))
    # All at once and by id: no row tells by its place when its person voted.
    town.conn.execute(insert(ballot_rolls), [{"motion_id": motion_id, "who": w} for w in roll])
    town.conn.execute(
        insert(ballot_counts), [{"motion_id": motion_id, "choice": one.value} for one in Choice]
    )
    values = {"state": MotionState.OPEN.value, "opened_town_s": town.now}
    change_row(town.conn, motions, motion_id, **values)
    note(town, "vote_open", f"motion {number}", role=town.actor.role)
    found = find(town, number)
    town.emit(BallotOpened(found))
    return found


def cast(town: Town, number: int, choice: Choice) -> Voted:
    """Vote, once and for good; the answer says that it was counted, and not what it said.

    Raises `NoSuchMotion`, `NotOpenYet`, `BallotClosed`, `NotOnRoll`.
    """
    motion, me = find(town, number, held=True), town.actor.pid
    motion_id = id_of(town, number)
    mine = (ballot_rolls.c.motion_id == motion_id, ballot_rolls.c.who == me)
    voted = town.conn.scalar(select(ballot_rolls.c.voted).where(*mine))
    if voted:
        return Voted(motion, receipt_of(town, number, me), is_again=True)
    if motion.state is not MotionState.OPEN:
        over = motion.state in {MotionState.CLOSED, MotionState.WITHDRAWN}
        raise BallotClosed(number=number) if over else NotOpenYet(number=number)
    if voted is None:
        raise NotOnRoll(number=number)
    town.conn.execute(update(ballot_rolls).where(*mine).values(voted=1))
    counted = (ballot_counts.c.motion_id == motion_id, ballot_counts.c.choice == choice.value)
    more = ballot_counts.c.votes + 1
    town.conn.execute(update(ballot_counts).where(*counted).values(votes=more))
    town.emit(VoteCast(number, me))
    found = find(town, number)
    if found.votes == found.roll:
        end(town.as_actor(office(), key=f"{town.key}:closes"), found)
    return Voted(find(town, number), receipt_of(town, number, me))


def my_ballot(uow: UnitOfWork, number: int = 0) -> MyBallot:
    """A ballot, or the one that is open, or else the last, as the visitor finds it.

    Raises `NotInTown`, `NoSuchMotion`, `NoBallot`.
    """
    town = own_town(uow)
    if number:
        motion = find(town, number)
    else:
        found = all_motions(town, motions.c.opened_town_s.is_not(None))
        if not found:
            raise NoBallot
        motion = found[0]
    me = town.actor.participant_id
    if me is None:
        return MyBallot(motion, is_on_roll=False, receipt=None, may_run=True)
    kept = ballot_rolls.c
    mine = (kept.motion_id == id_of(town, motion.number), kept.who == me)
    voted = town.conn.scalar(select(kept.voted).where(*mine))
    receipt = receipt_of(town, motion.number, me) if voted else None
    return MyBallot(motion, is_on_roll=voted is not None, receipt=receipt)


def waits_for(town: Town) -> Motion | None:
    """The open ballot, where the actor is on its roll and has not voted."""
    found = open_ballot(town)
    if found is None or town.actor.participant_id is None:
        return None
    mine = my_ballot(town, found.number)
    return found if mine.is_on_roll and mine.receipt is None else None


def check_receipt(uow: UnitOfWork, typed: str) -> Motion:
    """The ballot in which the vote of a receipt was counted; never whose it is, nor what it said.

    Raises `NotInTown`, `ReceiptForged`.
    """
    town = own_town(uow)
    wanted = "".join(letter for letter in typed.upper() if letter in LETTERS)
    rows = town.conn.execute(
        select(motions.c.number, ballot_rolls.c.who)
        .join(ballot_rolls, ballot_rolls.c.motion_id == motions.c.motion_id)
        .where(motions.c.workshop_id == town.workshop_id, ballot_rolls.c.voted == 1)
    )
    for number, who in rows:
        if receipt_of(town, number, who).replace("-", "") == wanted:
            return find(town, number)
    raise ReceiptForged(typed=typed.strip()[:20])


def receipt_of(town: Town, number: int, who: ParticipantId) -> str:
    """The receipt of somebody's vote in a ballot: the same each time, and kept nowhere."""
    raw = Randomness(town.workshop.secret, f"ballot|{number}|{who}").token(RECEIPT_BYTES)
    whole = int.from_bytes(raw, "big")
    code = "".join(LETTERS[whole >> 5 * place & 31] for place in range(8))
    return f"{code[:4]}-{code[4:]}"


def _roll(town: Town, motion: Motion) -> list[ParticipantId]:
    """Who may vote, in an order that tells nothing."""
    people = {one.participant_id for one in neighbours(town) if not one.is_resident}
    if motion.rules.roll_of is RollOf.GROUP and motion.group_id is not None:
        group = next((g for g in groups.all_groups(town) if g.group_id == motion.group_id), None)
        people &= {one.participant_id for one in group.members} if group else set()
    return sorted(people)
