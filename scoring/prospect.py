"""How high choices of actions could carry a score at the very most, many choices at a time.

Owns the bound that spares the search of `recourse` most of its evaluations. It may promise too
much, never too little: a choice whose bound stays below a gate cannot pass it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scoring.columns import Ints
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, Fact
from scoring.points import points_of, reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.document import Rule, ScoreDocument
    from scoring.law import Law
    from scoring.results import Input
    from scoring.settings import Action

_COUNTING = ("count", "days", "counterparts", "open", "sum")  # one fact moves them by its weight


class Prospect:
    """One person before one document, and the actions open to them."""

    def __init__(
        self,
        document: ScoreDocument,
        facts: Sequence[Fact],
        *,
        as_of: int,
        law: Law,
        actions: Mapping[str, Action],
    ) -> None:
        self._document, self._facts, self._as_of, self._law = document, facts, as_of, law
        self._actions = actions
        self._waited: dict[int, tuple[Input, ...]] = {}
        self._bounds: dict[tuple[int, int, int], int] = {}

    def at_most(self, choices: Sequence[Sequence[str]]) -> Ints:
        """For each choice of actions a score that it cannot exceed."""
        often = self._counted(choices)
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

    def _counted(self, choices: Sequence[Sequence[str]]) -> Ints:
        places = {name: number for number, name in enumerate(self._actions)}
        often = np.zeros((len(choices), len(places)), dtype=np.int64)
        for row, steps in zip(often, choices, strict=True):
            for step in steps:
                row[places[step]] += 1
        return often

    @cached_property
    def _days(self) -> Ints:
        return np.array([action.days for action in self._actions.values()], dtype=np.int64)

    @cached_property
    def _weights(self) -> Ints:
        """By action and rule: how far one fact more can move what the rule measures."""
        weights = [[_weight(r, a) for r in self._document.rules] for a in self._actions.values()]
        return np.array(weights, dtype=np.int64).reshape(len(weights), len(self._document.rules))

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
            moment = self._as_of + days * DAY_S
            result = evaluate(self._document, self._facts, as_of=moment, law=self._law)
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
