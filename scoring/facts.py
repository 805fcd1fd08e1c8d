"""What a score is made from: facts about one person, as plain values.

Owns the `Fact` and the rule that a fact counts once. It must not know where facts are kept or who
reported them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY_S = 86_400
"""Seconds in a town day."""

MAX_AMOUNT = 10**9
"""Largest amount of one fact; keeps every sum exact in 64 bits and in a browser's whole numbers."""

MAX_TIME_S = 10**11
"""How far from the town's first midnight a fact may lie, before or after."""

MAX_FACTS = 50_000
"""Most facts one person may bring to one evaluation."""


class BadFact(ValueError):
    """A fact that cannot be scored: the message names the fact and what it should be."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened: what kind, when (town seconds), how much, and its identity.

    Two facts with the same `key` are one fact told twice. Raises `BadFact` for an amount out of
    range.
    """

    kind: str
    at: int
    amount: int = 0
    key: str = ""
    counterpart: str | None = None
    purpose: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            raise BadFact(f"fact {self.kind!r} at {self.at}: give it a key, so that it counts once")
        if not 0 <= self.amount <= MAX_AMOUNT:
            raise BadFact(
                f"fact {self.key!r}: amount {self.amount} must be between 0 and {MAX_AMOUNT}"
            )
        if abs(self.at) > MAX_TIME_S:
            raise BadFact(f"fact {self.key!r}: {self.at} is not a second of the town's time")


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in one fixed order, each key once: how they were delivered leaves no trace.

    Should two different facts claim one key, the one that sorts first counts, whoever came first.
    """
    by_key: dict[str, Fact] = {}
    for fact in facts:
        known = by_key.get(fact.key)
        if known is None or _order(fact) < _order(known):
            by_key[fact.key] = fact
    if len(by_key) > MAX_FACTS:
        raise BadFact(f"{len(by_key)} facts about one person: at most {MAX_FACTS} can be scored")
    return tuple(sorted(by_key.values(), key=_order))


def _order(fact: Fact) -> tuple[int, str, str, int, str, str, str]:
    other = fact.counterpart or ""
    return (fact.at, fact.key, fact.kind, fact.amount, other, fact.purpose, fact.source)
