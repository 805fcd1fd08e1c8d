"""What spares the search of `recourse` most of its work: a bound for choices, and fewer facts.

The bound says how high choices of actions could carry a score at the very most. It may promise too
much, never too little: a choice whose bound stays below a gate cannot pass it.

A count that has long reached its limit need not be counted again in thousands of futures. What is
left out can change no points, now or at any later moment: of counts, different people and different
days, the newest that reach the limit are enough, because facts leave a window oldest first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import numpy as np

from scoring.columns import Ints
from scoring.document import Rule, ScoreDocument
from scoring.evaluate import Input, evaluate
from scoring.facts import DAY_S, Fact, Standing
from scoring.points import points_of, reach, settled
from scoring.settings import Action

_COUNTING = ("count", "days", "counterparts", "open", "sum")  # one fact moves them by its weight
# What a measure counts: of facts that are the same to it, the newest is enough.
_COUNTED: Mapping[str, Callable[[Fact], Hashable]] = {
    "count": lambda fact: fact.key,
    "counterparts": lambda fact: fact.counterpart,
    "days": lambda fact: fact.at // DAY_S,
}


class Prospect:
    """One person before one document, and the actions open to them."""

    def __init__(
        self, document: ScoreDocument, standing: Standing, actions: Mapping[str, Action]
    ) -> None:
        self._document, self._standing, self._actions = document, standing, actions
        self._days = np.array([action.days for action in actions.values()], dtype=np.int64)
        # By action and rule: how far one fact more can move what the rule measures.
        weights = [[_weight(rule, one) for rule in document.rules] for one in actions.values()]
        self._weights = np.array(weights, dtype=np.int64).reshape(-1, len(document.rules))
        self._waited: dict[int, tuple[Input, ...]] = {}
        self._bounds: dict[tuple[int, int, int], int] = {}

    def at_most(self, choices: Sequence[Sequence[str]]) -> Ints:
        """For each choice of actions a score that it cannot exceed."""
        counts = [[steps.count(name) for name in self._actions] for steps in choices]
        often = np.array(counts, dtype=np.int64).reshape(-1, len(self._actions))
        return self._at_most(often @ self._days, often @ self._weights)

    def ceiling(self, most: Mapping[str, int]) -> int:
        """A score that no choice can exceed where each action is taken so often at most."""
        often = np.array([most[name] for name in self._actions], dtype=np.int64)
        days = np.arange(int(often @ self._days) + 1, dtype=np.int64)
        moved = np.broadcast_to(often @ self._weights, (len(days), self._weights.shape[1]))
        return int(self._at_most(days, moved).max())

    def _at_most(self, days: Ints, moved: Ints) -> Ints:
        score = np.full(len(days), self._document.base.points, dtype=np.int64)
        number = 0
        for factor in self._document.factors:
            given = np.zeros(len(days), dtype=np.int64)
            for _ in factor.rules:
                given += self._of_rule(number, days, moved[:, number])
                number += 1
            cap = factor.cap
            score += given if cap is None else np.clip(given, cap.at_least, cap.at_most)
        return score

    def _of_rule(self, number: int, days: Ints, moved: Ints) -> Ints:
        width = int(moved.max(initial=0)) + 1
        pairs, inverse = np.unique(days * width + moved, return_inverse=True)
        bounds = [self._bound(number, *divmod(pair, width)) for pair in pairs.tolist()]
        return np.array(bounds, dtype=np.int64)[inverse]

    def _bound(self, number: int, days: int, moved: int) -> int:
        asked = (number, days, moved)
        if asked not in self._bounds:
            rule, given = self._document.rules[number], self._after(days)[number]
            self._bounds[asked] = _best(rule, given, moved)
        return self._bounds[asked]

    def _after(self, days: int) -> tuple[Input, ...]:
        """What each rule gives if nothing but these days goes by."""
        if days not in self._waited:
            now = self._standing
            moment = now.as_of + days * DAY_S
            result = evaluate(self._document, now.facts, as_of=moment, law=now.law)
            self._waited[days] = tuple(i for part in result.contributions for i in part.inputs)
        return self._waited[days]


def _weight(rule: Rule, action: Action) -> int:
    # A fact of no amount moves a sum too: from nothing measured to zero.
    return sum(
        max(1, trace.amount) if rule.measure == "sum" else 1
        for trace in action.leaves
        if trace.kind in rule.kinds
    )


def _best(rule: Rule, given: Input, moved: int) -> int:
    """The most points for any value that lies within so much of the present one."""
    if given.outlawed or moved == 0:
        return given.points
    if rule.measure not in _COUNTING or rule.decay:
        return reach(rule)[1]
    value = given.value or 0
    low, high = max(0, value - moved), value + moved
    within = [low, high, *(b.start for b in rule.bins if low < b.start < high)]
    best = max(points_of(rule, at) for at in within)
    return best if rule.when_none is None else max(best, rule.when_none)


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
            chosen = _first_different(newest, counted, settled(rule))
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
