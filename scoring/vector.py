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

from scoring.columns import Columns, Ints, Slots
from scoring.evaluate import NO_LAW
from scoring.law import Law, allowed
from scoring.points import PERCENT, reach

if TYPE_CHECKING:
    from scoring.document import Cap, Factor, Rule, ScoreDocument

Scores = NDArray[np.int32]
Index = NDArray[np.intp]

WIDEST_TABLE = 262_144
"""A rule that still gives new points beyond this value is computed, not looked up."""

BLOCK = 32_768
"""People scored at a time, so that the columns of a block stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores and each factor's contribution, in the order of `people`."""

    people: tuple[str, ...]
    scores: Scores
    contributions: Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class _Room:
    """Scratch space for one block, allocated once."""

    index: Index
    points: Scores


@dataclass(frozen=True, slots=True)
class _Line:
    """A rule made ready: its table, or None where the values reach too far for one."""

    rule: Rule
    table: Scores | None

    def give(self, slots: Slots, points: Scores, index: Index) -> None:
        """Write this rule's points for a block of people."""
        if self.table is None:
            points[:] = _points(self.rule, slots.astype(np.int64))
        else:
            np.copyto(index, slots)
            np.take(self.table, index, out=points, mode="clip")


@dataclass(frozen=True, slots=True)
class _Part:
    """A factor made ready: the rules that the law lets count, and a cap that they can reach."""

    lines: tuple[_Line, ...]
    cap: Cap | None

    def give(self, columns: Columns, people: slice, points: Scores, room: _Room) -> None:
        """Write this factor's points for a block of people."""
        index, more = room.index[: len(points)], room.points[: len(points)]
        for number, line in enumerate(self.lines):
            line.give(columns.slots[line.rule.id][people], more if number else points, index)
            if number:
                np.add(points, more, out=points)
        if self.cap is not None:
            np.maximum(points, self.cap.at_least, out=points)
            np.minimum(points, self.cap.at_most, out=points)


def evaluate_columns(document: ScoreDocument, columns: Columns, *, law: Law = NO_LAW) -> Scored:
    """Scores and contributions of everybody in the columns. Raises `BadLaw`."""
    size = len(columns.people)
    answer = np.empty((len(document.factors) + 1, size), dtype=np.int32)
    scores, given = answer[0], answer[1:]
    scores.fill(document.base.points)
    room = _Room(np.empty(BLOCK, dtype=np.intp), np.empty(BLOCK, dtype=np.int32))
    for factor, row in zip(document.factors, given, strict=True):
        part = _part(factor, law, size)
        if not part.lines:
            row.fill(0)
            continue
        for start in range(0, size, BLOCK):
            people = slice(start, start + BLOCK)
            part.give(columns, people, row[people], room)
            np.add(scores[people], row[people], out=scores[people])
    names = (factor.id for factor in document.factors)
    return Scored(columns.people, scores, dict(zip(names, given, strict=True)))


def _part(factor: Factor, law: Law, size: int) -> _Part:
    if not allowed(factor.switch, law):
        return _Part((), None)
    rules = [rule for rule in factor.rules if allowed(rule.switch, law)]
    cap = factor.cap
    if cap is not None:
        low, high = (sum(reach(rule)[end] for rule in rules) for end in (0, 1))
        cap = None if cap.at_least <= low and high <= cap.at_most else cap
    return _Part(tuple(_Line(rule, table_of(rule, size)) for rule in rules), cap)


def table_of(rule: Rule, size: int) -> Scores | None:
    """The points of every slot up to where they no longer change; None where it would not pay."""
    last = _settled(rule)
    if last >= min(WIDEST_TABLE, size):
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
