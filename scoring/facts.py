"""What a score is made from: facts about one person, as plain values, and what the law lets count.

Owns the rule that a fact counts once, and the reading of switches. It must not know where facts are
kept or who reported them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DAY_S = 86_400  # of town time
MAX_AMOUNT = 10**9  # keeps every sum exact in 64 bits and in a browser's whole numbers
MAX_TIME_S = 10**11  # before or after the town's first midnight
MAX_FACTS = 50_000  # of one person in one evaluation

Law = Mapping[str, str | bool]  # switch name to its value: on/off as words or truth values
_VALUES = {"on": True, "off": False, True: True, False: False}


class BadFact(ValueError):
    """A fact that cannot be scored: the message names the fact and what it should be."""


class BadLaw(ValueError):
    """A switch holds something that is neither on nor off."""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """One person before a score: their facts, the moment, the law."""

    facts: tuple[Fact, ...]
    as_of: int
    law: Law = field(default_factory=dict)


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in one fixed order, each key once: how they were delivered leaves no trace.

    Should two different facts claim one key, the one that sorts first counts, whoever came first.
    """
    by_key: dict[str, Fact] = {}
    for fact in sorted(facts, key=_order):
        by_key.setdefault(fact.key, fact)
    if len(by_key) > MAX_FACTS:
        raise BadFact(f"{len(by_key)} facts about one person: at most {MAX_FACTS} can be scored")
    return tuple(by_key.values())


def _order(fact: Fact) -> tuple[int, str, str, int, str, str, str]:
    other = fact.counterpart or ""
    return (fact.at, fact.key, fact.kind, fact.amount, other, fact.purpose, fact.source)


def allowed(switch: str | None, law: Law) -> bool:
    """Whether what hangs on this switch counts. Raises `BadLaw`."""
    if switch is None or switch not in law:
        return True
    value = law[switch]
    if value not in _VALUES:
        raise BadLaw(f"the switch {switch} is {value!r}: it must be on or off")
    return _VALUES[value]
