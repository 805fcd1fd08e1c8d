"""By which rules votes are counted, and what follows from them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

TOLD_FROM = 5  # votes; of fewer, and of votes all alike, numbers would tell who voted how
PERCENT = 100


class Choice(StrEnum):
    """What a vote says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Quorum(StrEnum):
    """How much of the roll has to vote, in percent."""

    NONE = "0"
    QUARTER = "25"
    HALF = "50"
    THREE_QUARTERS = "75"


class Base(StrEnum):
    """Of what more than half is needed."""

    CAST = "cast"
    ROLL = "roll"


class Abstentions(StrEnum):
    """Whether abstentions are among the votes cast of which more than half is needed."""

    ASIDE = "aside"
    COUNTED = "counted"


class Tie(StrEnum):
    """What becomes of exactly half."""

    FALLS = "falls"
    CARRIES = "carries"
    LOT = "lot"


class RollOf(StrEnum):
    """Who may vote: all people of the town, or those of the group that moves it."""

    TOWN = "town"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Fixed before a ballot opens."""

    quorum: Quorum = Quorum.NONE
    base: Base = Base.CAST
    abstentions: Abstentions = Abstentions.ASIDE
    tie: Tie = Tie.FALLS
    roll_of: RollOf = RollOf.TOWN


class Outcome(StrEnum):
    """How a ballot ended."""

    CARRIED = "carried"
    LOST = "lost"
    TIE_CARRIED = "tie_carried"
    TIE_LOST = "tie_lost"
    LOT_CARRIED = "lot_carried"
    LOT_LOST = "lot_lost"
    NO_QUORUM = "no_quorum"
    NOBODY = "nobody"
    BROKEN_OFF = "broken_off"  # the town was closed over it

    @property
    def carries(self) -> bool:
        """Whether what was moved is decided."""
        return self in {Outcome.CARRIED, Outcome.TIE_CARRIED, Outcome.LOT_CARRIED}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many votes each choice has."""

    yes: int
    no: int
    abstained: int

    @property
    def votes(self) -> int:
        """All that were cast."""
        return self.yes + self.no + self.abstained

    @property
    def may_be_told(self) -> bool:
        """Whether numbers tell nobody's vote: enough of them, and not all alike."""
        alike = max(self.yes, self.no, self.abstained) == self.votes
        return self.votes >= TOLD_FROM and not alike


def outcome_of(rules: Rules, roll: int, counts: Counts, lot: Callable[[], bool]) -> Outcome:
    """What the votes come to; `lot` is asked only where the rules leave a tie to it."""
    if counts.votes == 0:
        return Outcome.NOBODY
    if PERCENT * counts.votes < int(rules.quorum) * roll:
        return Outcome.NO_QUORUM
    of_cast = counts.votes if rules.abstentions is Abstentions.COUNTED else counts.yes + counts.no
    whole = roll if rules.base is Base.ROLL else of_cast
    if counts.yes == 0 or 2 * counts.yes < whole:
        return Outcome.LOST
    if 2 * counts.yes > whole:
        return Outcome.CARRIED
    if rules.tie is Tie.LOT:
        return Outcome.LOT_CARRIED if lot() else Outcome.LOT_LOST
    return Outcome.TIE_CARRIED if rules.tie is Tie.CARRIES else Outcome.TIE_LOST
