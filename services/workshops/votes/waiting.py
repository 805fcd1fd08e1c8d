"""How long a law that was voted on is waited for: until the day on which it really comes."""

from __future__ import annotations

from services.kernel.time import DAY_S
from services.kernel.town import Town
from services.law import switchboard
from services.workshops.votes.changes import Change
from services.workshops.votes.records import Motion


def in_force(town: Town, motion: Motion, closed: int) -> int:
    """When waiting ended, or will: with the law, also where it was put off or brought forward since
    the vote; or with the vote that changed nothing.
    """
    if motion.outcome is None or not motion.outcome.carries:
        return closed
    midnight = closed - closed % DAY_S
    planned = midnight + motion.in_days * DAY_S if motion.in_days else closed
    switches = (one for one in motion.changes if isinstance(one, Change))
    return max((_holds_from(town, one, closed, planned) for one in switches), default=planned)


def _holds_from(town: Town, change: Change, closed: int, planned: int) -> int:
    """The first moment since the vote at which a switch says so; `planned` where it never does."""
    course = switchboard.course(town, change.switch)
    turns = [closed, *(turn for turn in course.turns if turn > closed)]
    return next((turn for turn in turns if course.at(turn) == change.value), planned)
