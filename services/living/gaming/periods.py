"""The town's time cut by what people could know of the calculation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from services.kernel.time import DAY_S, TOWN_OPENS_AT, TownTime
from services.law import switchboard
from services.law.switchboard import Switch
from services.standing.scores import Explanation

if TYPE_CHECKING:
    from services.kernel.town import Town

LEAST_S = DAY_S  # whoever plays does so once a day: a shorter period holds nothing to compare


class Knowledge(StrEnum):
    """What the law lets people know of how a score comes about."""

    HIDDEN = "hidden"
    REASONS = "reasons"
    RECEIPT = "receipt"

    @classmethod
    def under(cls, explanation: Explanation) -> Knowledge:
        """What one knows under a way of explaining."""
        return cls.HIDDEN if explanation.is_secret else cls(explanation.value)


@dataclass(frozen=True, slots=True)
class Period:
    """From one town time to another, one thing could be known."""

    knowledge: Knowledge
    start: TownTime
    end: TownTime


def periods(town: Town) -> list[Period]:
    """The periods of a day at least, oldest first; the present one ends now."""
    starts = sorted(
        {TOWN_OPENS_AT}
        | {
            one.in_force_from
            for one in switchboard.history(town)
            if one.switch is Switch.EXPLANATION and one.in_force_from <= town.now
        }
    )
    known = [(start, knowledge_at(town, start)) for start in starts]
    turns = [
        (start, what)
        for number, (start, what) in enumerate(known)
        if number == 0 or what is not known[number - 1][1]
    ]
    ends = [*(start for start, _ in turns[1:]), town.now]
    found = [Period(what, start, end) for (start, what), end in zip(turns, ends, strict=True)]
    return [one for one in found if one.end - one.start >= LEAST_S]


def knowledge_at(town: Town, at: int | None = None) -> Knowledge:
    """What the law lets people know as of a town time (now where none is given)."""
    return Knowledge.under(Explanation(str(switchboard.value(town, Switch.EXPLANATION, at))))
