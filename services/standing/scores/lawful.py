"""What the law in force says about scores: how they are explained, and what may count.

Owns the reading of the law for this package; the switches and their history are the law's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring import ScoreDocument
from services.kernel.errors import RuleError
from services.kernel.town import Town
from services.law import switchboard
from services.law.switchboard import Switch


class NotRatedThere(RuleError):
    """The agency does not rate the asker. Field: its `title`."""


class CalculationSecret(RuleError):
    """The law in force lets agencies keep their calculation to themselves. Field: `opens`, from
    which value of the explanation on they may not.
    """

    opened_by = "explanation {opens}"


class LeaderboardOff(RuleError):
    """The law in force ranks nobody."""

    opened_by = "leaderboard on"


class NoSuchGate(RuleError):
    """No service of that name asks for a score. Fields: `typed`, `known`."""


class NoScoreYet(RuleError):
    """There is no score yet that could be shown or complained about."""


class Explanation(StrEnum):
    """How much a person is told of how their score comes about."""

    NONE = "none"
    VAGUE = "vague"
    REASONS = "reasons"
    RECEIPT = "receipt"

    @property
    def is_secret(self) -> bool:
        """Whether the calculation is the agency's secret."""
        return self in (Explanation.NONE, Explanation.VAGUE)


@dataclass(frozen=True, slots=True)
class Lawful:
    """The law of one moment."""

    explanation: Explanation
    switches: Mapping[str, str]
    has_standard_bands: bool
    has_leaderboard: bool

    @property
    def forbidden(self) -> frozenset[str]:
        """The kinds of facts that count for nobody, whatever a document reads."""
        return switchboard.forbidden(self.switches)

    @property
    def opens_books(self) -> bool:
        """Whether people may see what is known of themselves: by right, or nothing is secret."""
        return self.switches[Switch.DATA_RIGHTS] == "on" or not self.explanation.is_secret

    def for_document(self, document: ScoreDocument) -> dict[str, str | bool]:
        """What the law says on the switches that a document declares."""
        return {name: self.switches[name] for name in document.switches if name in self.switches}


def lawful_under(said: Mapping[str, str | int]) -> Lawful:
    """The same by what every switch says."""
    words = {name: str(value) for name, value in said.items()}
    return Lawful(
        Explanation(words[Switch.EXPLANATION]),
        words,
        words[Switch.STANDARD_BANDS] == "on",
        words[Switch.LEADERBOARD] == "on",
    )


def law_of(town: Town) -> Lawful:
    """The law as of the town's now."""
    return lawful_under(switchboard.switches(town))
