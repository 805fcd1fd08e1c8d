"""Putting a motion, seconding it, fixing its rules, debating it.

Nothing of it leaves a fact: facts are what agencies read, and a motion must not be held against
whoever moved it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, update

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import one_line
from services.kernel.schema import change_row, insert_new
from services.kernel.time import MINUTE_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, Event, Role, Town, require
from services.kernel.towns import lock
from services.law import switchboard
from services.people import mutes
from services.social import groups
from services.workshops.votes.changes import read_changes, written
from services.workshops.votes.records import Motion, MotionChanged, MotionState, find, id_of
from services.workshops.votes.rules import Abstentions, Base, Quorum, RollOf, Rules, Tie
from services.workshops.votes.tables import motion_seconds, motions

DEBATE_OVER = "debate_over"  # the timer's kind
WORDS_MAX = 300
MOTIONS_MAX = 3  # of one person that are not decided
MINUTES_MAX = 240
ASKS = ("?", "？")
UNDECIDED = (MotionState.PUT, MotionState.SECONDED, MotionState.DEBATE)
KINDS = {"quorum": Quorum, "base": Base, "abstentions": Abstentions, "tie": Tie, "roll_of": RollOf}


class MotionTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


class NoQuestion(RuleError):
    """Neither a change of law nor a question, which ends in a question mark."""


class TooManyMotions(RuleError):
    """As many as `limit` of the mover's motions are undecided."""


class OwnMotion(RuleError):
    """Another has to second it. Field: `number`."""


class RulesFixed(RuleError):
    """Rules stand once a motion is debated or voted on. Field: `number`."""


class NotSeconded(RuleError):
    """Nobody has seconded it yet. Field: `number`."""


class VoteWhilePaused(RuleError):
    """Nobody can vote, or be given time to speak, while the town stands still."""


class MotionDecided(RuleError):
    """It is voted on, decided or taken back: for that a new motion is put. Field: `number`."""


class MinutesOutOfRange(RuleError):
    """A debate lasts one minute to `high`."""


@dataclass(frozen=True, slots=True)
class MotionPut(Event):
    """Somebody moved something."""

    motion: Motion


@dataclass(frozen=True, slots=True)
class DebateBegan(Event):
    """A motion is debated for so many minutes, of the room (`in_room`) or the town."""

    motion: Motion
    minutes: int
    in_room: bool


@dataclass(frozen=True, slots=True)
class DebateEnded(Event):
    """Time is up."""

    motion: Motion


def put(
    town: Town, typed: Iterable[tuple[str, str]], *, words: str = "", in_days: int = 0
) -> Motion:
    """Move a change of law, by switches and values or deeds and statutes; or a question. The same
    update moves it once; what whoever runs the town puts needs nobody to second it.

    Raises `MotionTooLong`, `NoQuestion`, `TooManyMotions`, and what reading the changes raises.
    """
    changes, said = read_changes(town, typed), one_line(words)
    mutes.require_voice(town, said)
    if len(said) > WORDS_MAX:
        raise MotionTooLong(limit=WORDS_MAX, typed=len(said))
    if not changes and not said.endswith(ASKS):
        raise NoQuestion
    if not 0 <= in_days <= switchboard.DELAY_MAX_DAYS:
        raise switchboard.DelayOutOfRange(high=switchboard.DELAY_MAX_DAYS)
    lock(town)
    mine = (motions.c.workshop_id == town.workshop_id, motions.c.key == town.key)
    kept = town.conn.scalar(select(motions.c.number).where(*mine))
    if kept is not None:
        return find(town, kept)
    _require_room(town)
    values = {"words": said, "changes": written(changes), "in_days": in_days}
    done = write(town, Rules(), values)
    town.emit(MotionPut(done))
    return done


def write(town: Town, rules: Rules, values: dict[str, object]) -> Motion:
    """A new motion's row; the town is locked."""
    here = motions.c.workshop_id == town.workshop_id
    number = (town.conn.scalar(select(func.max(motions.c.number)).where(here)) or 0) + 1
    is_desks = town.actor.role in STEWARDS
    insert_new(
        town.conn,
        motions,
        workshop_id=town.workshop_id,
        number=number,
        mover=town.actor.participant_id,
        quorum=int(rules.quorum),
        **{kind: getattr(rules, kind).value for kind in KINDS if kind != "quorum"},
        state=(MotionState.SECONDED if is_desks else MotionState.PUT).value,
        put_town_s=town.now,
        key=town.key,
        **values,
    )
    return find(town, number)


def second(town: Town, number: int) -> Motion:
    """Second a motion; twice is once. Whoever runs the town may take it up instead.

    Raises `NoSuchMotion`, `OwnMotion`, `MotionDecided`.
    """
    motion, me = find(town, number, held=True), town.actor.participant_id
    if motion.state not in UNDECIDED:
        raise MotionDecided(number=number)
    if me is not None and me == motion.mover:
        raise OwnMotion(number=number)
    motion_id = id_of(town, number)
    is_new = me is None or insert_new(town.conn, motion_seconds, motion_id=motion_id, who=me)
    if motion.state is MotionState.PUT:
        _set_state(town, motion, MotionState.SECONDED)
    if is_new:
        town.emit(MotionChanged(number))
    return find(town, number)


def name_group(town: Town, number: int, group_id: int) -> Motion:
    """Move it in the name of a group one is in. Raises `Outdated`, `RulesFixed`."""
    motion = find(town, number, held=True)
    _, group = groups.my_group(town, group_id)
    if motion.mover != town.actor.pid:
        raise Outdated
    if motion.is_fixed:
        raise RulesFixed(number=number)
    change_row(town.conn, motions, id_of(town, number), group_id=group.group_id)
    town.emit(MotionChanged(number))
    return find(town, number)


def set_rule(town: Town, number: int, kind: str, value: str) -> Motion:
    """Fix one of a motion's rules, before anything of it is debated or voted on.

    Raises `NotAllowed`, `NoSuchMotion`, `RulesFixed`, `Outdated`.
    """
    require(town, *STEWARDS)
    motion = find(town, number, held=True)
    if motion.is_fixed:
        raise RulesFixed(number=number)
    choices = [one.value for one in KINDS.get(kind, ())]
    if value not in choices or (value == RollOf.GROUP and motion.group_id is None):
        raise Outdated
    kept = int(value) if kind == "quorum" else value
    change_row(town.conn, motions, id_of(town, number), **{kind: kept})
    town.emit(MotionChanged(number))
    return find(town, number)


def withdraw(town: Town, number: int) -> Motion:
    """Take a motion back: its mover, or whoever runs the town; twice is once.

    Raises `NotAllowed`, `NoSuchMotion`, `MotionDecided`.
    """
    motion = find(town, number, held=True)
    if town.actor.participant_id != motion.mover:
        require(town, *STEWARDS)
    if motion.state is MotionState.WITHDRAWN:
        return motion
    if motion.state not in UNDECIDED:
        raise MotionDecided(number=number)
    clear_timer(town, DEBATE_OVER, str(number))
    _set_state(town, motion, MotionState.WITHDRAWN)
    town.emit(MotionChanged(number))
    return find(town, number)


def debate(town: Town, number: int, minutes: int, *, in_room: bool = True) -> Motion:
    """Have a motion debated, by minutes of the room's clock or the town's; its rules stand now.

    Raises `NotAllowed`, `NoSuchMotion`, `NotSeconded`, `MotionDecided`, `MinutesOutOfRange`.
    """
    require(town, *STEWARDS)
    if not 1 <= minutes <= MINUTES_MAX:
        raise MinutesOutOfRange(high=MINUTES_MAX)
    motion = ready(town, number)
    seconds = minutes * MINUTE_S
    clear_timer(town, DEBATE_OVER, str(number))
    until = set_timer(
        town,
        DEBATE_OVER,
        str(number),
        due=town.now + seconds * (town.workshop.clock.rate if in_room else 1),
        waits_s=seconds if in_room else 0,
    )
    change_row(town.conn, motions, id_of(town, number), debate_town_s=until)
    _set_state(town, motion, MotionState.DEBATE)
    note(town, "debate", f"motion {number}", role=town.actor.role)
    found = find(town, number)
    town.emit(DebateBegan(found, minutes, in_room))
    return found


def end_debate(town: Town, number: str) -> None:
    """A timer's verb: time is up; the ballot is opened by whoever runs the town."""
    motion = find(town, int(number), held=True)
    if motion.state is MotionState.DEBATE:
        _set_state(town, motion, MotionState.SECONDED)
        town.emit(DebateEnded(find(town, motion.number)))


def ready(town: Town, number: int) -> Motion:
    """A motion that can be debated or voted on, held.

    Raises `VoteWhilePaused`, `NotSeconded`, `MotionDecided`.
    """
    if not town.workshop.clock.running:
        raise VoteWhilePaused
    motion = find(town, number, held=True)
    if motion.state is MotionState.PUT:
        raise NotSeconded(number=number)
    if motion.state not in UNDECIDED:
        raise MotionDecided(number=number)
    return motion


def _set_state(town: Town, motion: Motion, state: MotionState) -> None:
    here = (motions.c.workshop_id == town.workshop_id, motions.c.number == motion.number)
    town.conn.execute(update(motions).where(*here).values(state=state.value))


def _require_room(town: Town) -> None:
    if town.actor.role is not Role.PARTICIPANT:
        return
    mine = (motions.c.mover == town.actor.pid, motions.c.state.in_(UNDECIDED))
    if (town.conn.scalar(select(func.count()).select_from(motions).where(*mine)) or 0) >= (
        MOTIONS_MAX
    ):
        raise TooManyMotions(limit=MOTIONS_MAX)
