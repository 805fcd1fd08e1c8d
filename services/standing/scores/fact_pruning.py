"""The few facts of a long life that still decide what can become of a score.

A search for what would lift a score evaluates thousands of futures; a count that has long reached
its limit need not be counted again in each. What is left out can change no points, now or at any
later moment: of counts, different people and different days, the newest that reach the limit are
enough, because facts leave a window oldest first. All else is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from scoring import DAY_S, Fact

if TYPE_CHECKING:
    from scoring import ScoreDocument
    from scoring.document import Rule

# What a measure counts: of facts that are the same to it, the newest is enough.
_COUNTED: Mapping[str, Callable[[Fact], Hashable]] = {
    "count": lambda fact: fact.key,
    "counterparts": lambda fact: fact.counterpart,
    "days": lambda fact: fact.at // DAY_S,
}


def prune_facts(
    document: ScoreDocument, facts: Iterable[Fact], always: frozenset[str]
) -> tuple[Fact, ...]:
    """The facts that matter; kinds that are to be kept `always` are kept whole."""
    readers: dict[str, list[Rule]] = {}
    for rule in document.rules:
        for kind in rule.kinds:
            readers.setdefault(kind, []).append(rule)
    newest = sorted(facts, key=lambda fact: (-fact.at, fact.key))
    of_kind: dict[str, list[Fact]] = {}
    for fact in newest:
        of_kind.setdefault(fact.kind, []).append(fact)
    kept: list[Fact] = []
    for kind, mine in of_kind.items():
        if kind in always:
            kept += mine
        elif kind in readers:
            kept += _needed(readers[kind], mine)
    return tuple(kept)


def _needed(rules: Sequence[Rule], newest: Sequence[Fact]) -> list[Fact]:
    """What at least one of the rules needs of one kind."""
    needed: dict[str, Fact] = {}
    for rule in rules:
        counted = None if rule.decay else _COUNTED.get(rule.measure)
        if counted is not None:
            chosen = _first_different(newest, counted, _enough(rule))
        elif rule.measure == "days_since_first" and rule.window_days is None:
            chosen = list(newest[-1:])
        else:
            return list(newest)
        needed.update((fact.key, fact) for fact in chosen)
    return list(needed.values())


def _first_different(
    newest: Sequence[Fact], counted: Callable[[Fact], Hashable], enough: int
) -> list[Fact]:
    found: dict[Hashable, Fact] = {}
    for fact in newest:
        if len(found) > enough:
            break
        found.setdefault(counted(fact), fact)
    return list(found.values())


def _enough(rule: Rule) -> int:
    """The value from which on a rule's points stay the same."""
    if rule.each is None:
        return rule.bins[-1].start
    return -(-abs(rule.each.limit) * rule.each.per // abs(rule.each.points))
