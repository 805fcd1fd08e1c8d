"""What follows a decided motion: the same put anew, or, where it is law, its reverse."""

from __future__ import annotations

from contextlib import suppress

from services.kernel.town import STEWARDS, Town, require
from services.kernel.towns import lock
from services.law import statutes
from services.law.statutes import Deed
from services.workshops.votes.changes import (
    CHANGES_MAX,
    Change,
    ChangesNothing,
    StatuteChange,
    read_changes,
    written,
)
from services.workshops.votes.counting import NotOpenYet
from services.workshops.votes.moving import UNDECIDED, MotionPut, write
from services.workshops.votes.records import Motion, MotionState, all_motions, find, row_of
from services.workshops.votes.tables import motions

TURNED = {Deed.ENACT: Deed.REPEAL, Deed.REPEAL: Deed.ENACT}
Changes = list[Change | StatuteChange]


def again(town: Town, number: int) -> Motion:
    """Put a decided motion anew: a new ballot with a roll and a count of its own. Twice is once.

    Raises `NotAllowed`, `NoSuchMotion`, `NotOpenYet`, `ChangesNothing` where it is law.
    """
    motion = _decided(town, number)
    waits = all_motions(town, motions.c.again_of == number)
    if waits:
        return waits[0]
    if not may_be_put_anew(town, motion):
        raise ChangesNothing
    values = {
        "words": motion.words if motion.mover is None else "",  # nobody else's words are copied
        "changes": written(motion.changes),
        "in_days": motion.in_days,
        "group_id": motion.group_id,
        "again_of": number,
    }
    return write(town, motion.rules, values)


def reverse(town: Town, number: int) -> Motion:
    """Move that the law be again what it was before a motion was carried. Twice is once.

    Raises `NotAllowed`, `NoSuchMotion`, `NotOpenYet`, `ChangesNothing` where it is so.
    """
    motion = _decided(town, number)
    changes = written(reversal(town, motion))
    if not changes:
        raise ChangesNothing
    states = [one.value for one in (*UNDECIDED, MotionState.OPEN)]
    same = (motions.c.changes == changes, motions.c.mover.is_(None), motions.c.state.in_(states))
    waits = all_motions(town, *same)
    if waits:
        return waits[0]
    values = {"words": "", "changes": changes, "in_days": 0, "group_id": motion.group_id}
    done = write(town, motion.rules, values)
    town.emit(MotionPut(done))
    return done


def may_be_put_anew(town: Town, motion: Motion) -> bool:
    """Whether to vote on a decided motion once more could change anything."""
    if not motion.changes or motion.outcome is None or not motion.outcome.carries:
        return True
    return bool(_left(town, [_typed(one) for one in motion.changes]))


def reversal(town: Town, motion: Motion) -> Changes:
    """What would undo a carried motion; nothing where it is undone, or more than can be moved."""
    if motion.outcome is None or not motion.outcome.carries:
        return []
    before = [pair.split("=") for pair in (row_of(town, motion.number).law_before or "").split()]
    typed: list[tuple[str, str]] = []
    for one in motion.changes:
        if not isinstance(one, StatuteChange):
            typed += [(name, value) for name, value in before if name == one.switch.value]
        elif one.deed in TURNED:
            typed.append((TURNED[one.deed].value, one.what))
        else:
            typed += [(name, value) for name, value in before]
    return _left(town, typed) if len(typed) <= CHANGES_MAX else []


def _typed(one: Change | StatuteChange) -> tuple[str, str]:
    if isinstance(one, StatuteChange):
        return one.deed.value, one.what
    return one.switch.value, str(one.value)


def _left(town: Town, typed: list[tuple[str, str]]) -> Changes:
    """What of it would change something."""
    with suppress(ChangesNothing, statutes.NotInForce):
        return read_changes(town, typed)
    return []


def _decided(town: Town, number: int) -> Motion:
    require(town, *STEWARDS)
    lock(town)
    motion = find(town, number)
    if motion.state is not MotionState.CLOSED:
        raise NotOpenYet(number=number)
    return motion
