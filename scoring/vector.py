"""Scores of a whole population from its columns.

Owns the fast evaluator: a rule becomes a table of points, a score a handful of gathers and
additions. It must agree with `evaluate` to the last integer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.columns import Columns, Ints
from scoring.evaluate import NO_LAW
from scoring.law import Law, allowed
from scoring.points import PERCENT, reach

if TYPE_CHECKING:
    from scoring.document import Factor, Rule, ScoreDocument

Scores = NDArray[np.int32]

WIDEST_TABLE = 65_536
"""Rules that still give new points beyond this value are computed, not looked up."""

BLOCK = 16_384
"""People scored at a time, so that the columns of a block stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores and each factor's contribution, in the order of `people`."""

    people: tuple[str, ...]
    scores: Scores
    contributions: Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class _Line:
    """A rule made ready: its table, or None where the values reach too far for one."""

    rule: Rule
    table: Scores | None

    def add(self, slots: Ints, total: Scores, room: Scores) -> None:
        """Add this rule's points to the running total of a block."""
        if self.table is None:
            total += _points(self.rule, slots)
        else:
            np.take(self.table, slots, out=room, mode="clip")
            total += room


def evaluate_columns(document: ScoreDocument, columns: Columns, *, law: Law = NO_LAW) -> Scored:
    """Scores and contributions of everybody in the columns. Raises `BadLaw`."""
    size = len(columns.people)
    scores = np.full(size, document.base.points, dtype=np.int32)
    contributions: dict[str, Scores] = {}
    room = np.empty(min(BLOCK, size), dtype=np.int32)
    for factor in document.factors:
        points = contributions[factor.id] = np.zeros(size, dtype=np.int32)
        lines = _lines(factor, law)
        for start in range(0, size if lines else 0, BLOCK):
            block = points[start : start + BLOCK]
            for line in lines:
                slots = columns.slots[line.rule.id][start : start + BLOCK]
                line.add(slots, block, room[: len(block)])
            _cap(factor, lines, block)
            scores[start : start + BLOCK] += block
    return Scored(columns.people, scores, contributions)


def _lines(factor: Factor, law: Law) -> tuple[_Line, ...]:
    if not allowed(factor.switch, law):
        return ()
    return tuple(_Line(r, _table(r)) for r in factor.rules if allowed(r.switch, law))


def _cap(factor: Factor, lines: tuple[_Line, ...], block: Scores) -> None:
    """Hold a block within the factor's cap, where its rules could leave it at all."""
    if factor.cap is None:
        return
    low = sum(reach(line.rule)[0] for line in lines)
    high = sum(reach(line.rule)[1] for line in lines)
    if low < factor.cap.at_least or high > factor.cap.at_most:
        np.clip(block, factor.cap.at_least, factor.cap.at_most, out=block)


def _table(rule: Rule) -> Scores | None:
    last = _settled(rule)
    if last >= WIDEST_TABLE:
        return None
    return _points(rule, np.arange(last + 2, dtype=np.int64))


def _settled(rule: Rule) -> int:
    """The value from which on the points no longer change."""
    if rule.each is None:
        return rule.bins[-1].start
    parts = PERCENT if rule.decay else 1
    return -(-rule.each.limit * rule.each.per * parts // rule.each.points)


def _points(rule: Rule, slots: Ints) -> Scores:
    value = np.maximum(slots - 1, 0)
    if rule.each is not None:
        parts = rule.each.per * (PERCENT if rule.decay else 1)
        points = rule.each.points * value // parts
        limit = rule.each.limit
        points = np.minimum(points, limit) if limit > 0 else np.maximum(points, limit)
    else:
        starts = np.array([b.start for b in rule.bins], dtype=np.int64)
        given = np.array([b.points for b in rule.bins], dtype=np.int64)
        points = given[np.searchsorted(starts, value, side="right") - 1]
    if rule.when_none is not None:
        points = np.where(slots == 0, rule.when_none, points)
    return points.astype(np.int32)
