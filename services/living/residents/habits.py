"""Habits as data: `seeds/residents.yaml` read into values. Knows nothing of what is done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.kernel.town import Randomness

SEEDS = Path(__file__).parents[3] / "seeds" / "residents.yaml"
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the most, both included."""

    least: int
    most: int

    def draw(self, chance: Randomness) -> int:
        """One of them."""
        return chance.between(self.least, self.most)


@dataclass(frozen=True, slots=True)
class Occasion:
    """How often somebody acts when there is occasion to, and after how many town minutes."""

    percent: int
    after: Span


@dataclass(frozen=True, slots=True)
class Phrases:
    """What somebody says, in one language."""

    notes: tuple[str, ...]
    wishes: tuple[str, ...]
    messages: tuple[str, ...]
    talks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """How one kind of resident lives. `a_day` maps an act to its percent a town day."""

    a_day: Mapping[str, int]
    payment: Span  # thousandths of the wallet
    envelope: Span
    opens: Occasion
    accepts: Occasion
    declines: int  # percent of the payments that are not accepted at once
    picks_up: Occasion
    replies: Occasion
    befriends: Occasion
    honours: int  # percent of judgments paid before they are due
    keeps: Span  # town minutes for which a hired thing is out
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class Role:
    """One of the twelve, in one language."""

    name: str
    trade: str
    habit: str


@dataclass(frozen=True, slots=True)
class Script:
    """All that is written down about a town's residents, in one language."""

    roles: tuple[Role, ...]
    habits: Mapping[str, Habit]
    replies: tuple[str, ...]
    welcome: tuple[str, ...]
    welcome_note: str


@lru_cache(maxsize=4)
def script(language: str, path: Path = SEEDS) -> Script:
    """The script in one language."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Script(
        tuple(
            Role(one["name"][language], one["trade"][language], one["habit"])
            for one in raw["residents"]
        ),
        {name: _habit(given, language) for name, given in raw["habits"].items()},
        tuple(raw["replies"][language]),
        tuple(raw["welcome"][language]),
        raw["welcome_note"][language],
    )


def happens(chance: Randomness, percent: int) -> bool:
    """Whether something of that likelihood happens."""
    return chance.below(PERCENT) < percent


def one_of(chance: Randomness, words: tuple[str, ...]) -> str:
    """One of some words."""
    return words[chance.below(len(words))]


def _habit(given: Mapping[str, Any], language: str) -> Habit:
    words = {kind: tuple(said[language]) for kind, said in given["words"].items()}
    payments = given["payments"]
    return Habit(
        a_day=given["a_day"],
        payment=Span(*given["thousandths"]["payment"]),
        envelope=Span(*given["thousandths"]["envelope"]),
        opens=Occasion(given["envelopes"]["opens"], Span(*given["envelopes"]["after"])),
        accepts=Occasion(payments["accepts"], Span(*payments["after"])),
        declines=payments["declines"],
        picks_up=Occasion(given["rings"]["picks_up"], Span(*given["rings"]["after"])),
        replies=Occasion(given["messages"]["replies"], Span(*given["messages"]["after"])),
        befriends=Occasion(given["friendships"]["accepts"], Span(*given["friendships"]["after"])),
        honours=given["judgments"]["honours"],
        keeps=Span(*given["rentals"]["keeps"]),
        phrases=Phrases(**words),
    )
