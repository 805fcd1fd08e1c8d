"""Scores of a whole population from its columns.

Owns the fast evaluator: a rule becomes a table of points, a score a handful of gathers and
additions. It must agree with `evaluate` to the last integer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scoring.columns import Columns, Slots
from scoring.document import Cap, Factor, Rule, ScoreDocument
from scoring.evaluate import NO_LAW
from scoring.facts import Law, allowed
from scoring.points import parts, reach, settled
from scoring.strands import Ints

Scores = NDArray[np.int32]
Index = NDArray[np.intp]

WIDEST_TABLE = 262_144  # a rule that gives new points beyond this value is computed, not looked up
JOINED_TABLE = 32_768  # of neighbouring rules laid over each other: it stays in the cache
BLOCK = 32_768  # people scored at a time: their columns stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores and each factor's contribution, in the order of `people`."""

    people: tuple[str, ...]
    scores: Scores
    contributions: Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class _Room:
    """Scratch space for one block, allocated once."""

    slots: Scores
    more: Scores
    index: Index
    points: Scores

    @classmethod
    def empty(cls, size: int) -> _Room:
        """Room for so many people."""
        slots, more, points = (np.empty(size, dtype=np.int32) for _ in range(3))
        return cls(slots, more, np.empty(size, dtype=np.intp), points)

    def cut(self, size: int) -> _Room:
        """The same room for a block that is not full."""
        return _Room(self.slots[:size], self.more[:size], self.index[:size], self.points[:size])


@dataclass(frozen=True, slots=True)
class _Line:
    """Rules looked up together: their tables laid over each other, row by row, and added up.

    One gather costs more than the arithmetic that finds its place. A rule whose values reach too
    far for a table stands alone and is computed.
    """

    rules: tuple[Rule, ...]
    sizes: tuple[int, ...]
    table: Scores | None

    def give(self, columns: Columns, people: slice, points: Scores, room: _Room) -> None:
        """Write these rules' points for a block of people."""
        first, *others = (columns.slots[rule.id][people] for rule in self.rules)
        if self.table is None:
            points[:] = _points(self.rules[0], first.astype(np.int64))
            return
        if not others:
            np.copyto(room.index, first)
        else:
            _cut(first, self.sizes[0], room.slots)
            for slots, size in zip(others, self.sizes[1:], strict=True):
                np.multiply(room.slots, size, out=room.slots)
                np.add(room.slots, _cut(slots, size, room.more), out=room.slots)
            np.copyto(room.index, room.slots)
        np.take(self.table, room.index, out=points, mode="clip")


@dataclass(frozen=True, slots=True)
class _Part:
    """A factor made ready: the rules that the law lets count, and a cap that they can reach."""

    lines: tuple[_Line, ...]
    cap: Cap | None

    def give(self, columns: Columns, people: slice, points: Scores, room: _Room) -> None:
        """Write this factor's points for a block of people."""
        for number, line in enumerate(self.lines):
            line.give(columns, people, room.points if number else points, room)
            if number:
                np.add(points, room.points, out=points)
        if self.cap is not None:
            np.maximum(points, self.cap.at_least, out=points)
            np.minimum(points, self.cap.at_most, out=points)


def evaluate_columns(document: ScoreDocument, columns: Columns, *, law: Law = NO_LAW) -> Scored:
    """Scores and contributions of everybody in the columns. Raises `BadLaw`."""
    size = len(columns.people)
    answer = np.empty((len(document.factors) + 1, size), dtype=np.int32)
    scores, given = answer[0], answer[1:]
    scores.fill(document.base.points)
    room = _Room.empty(min(size, BLOCK))
    for factor, row in zip(document.factors, given, strict=True):
        part = _part(factor, law)
        if not part.lines:
            row.fill(0)
            continue
        for start in range(0, size, BLOCK):
            people = slice(start, min(start + BLOCK, size))
            part.give(columns, people, row[people], room.cut(people.stop - start))
            np.add(scores[people], row[people], out=scores[people])
    names = (factor.id for factor in document.factors)
    return Scored(columns.people, scores, dict(zip(names, given, strict=True)))


def _part(factor: Factor, law: Law) -> _Part:
    if not allowed(factor.switch, law):
        return _Part((), None)
    rules = tuple(rule for rule in factor.rules if allowed(rule.switch, law))
    cap = factor.cap
    if cap is not None:
        low, high = (sum(reach(rule)[end] for rule in rules) for end in (0, 1))
        cap = None if cap.at_least <= low and high <= cap.at_most else cap
    return _Part(_lines(rules), cap)


@lru_cache(maxsize=128)
def _lines(rules: tuple[Rule, ...]) -> tuple[_Line, ...]:
    """The rules of a factor as few lookups, neighbours together while their table stays small."""
    lines: list[_Line] = []
    for rule in rules:
        table = table_of(rule)
        line = _Line((rule,), (0 if table is None else len(table),), table)
        joined = _join(lines[-1], line) if lines else None
        if joined is None:
            lines.append(line)
        else:
            lines[-1] = joined
    return tuple(lines)


def _join(left: _Line, right: _Line) -> _Line | None:
    if left.table is None or right.table is None:
        return None
    if len(left.table) * len(right.table) > JOINED_TABLE:
        return None
    table = np.add.outer(left.table, right.table).reshape(-1)
    return _Line(left.rules + right.rules, left.sizes + right.sizes, table)


def _cut(slots: Slots, size: int, out: Scores) -> Scores:
    """The slots of one rule, those beyond its table at the table's last."""
    return np.minimum(slots, size - 1, out=out, casting="same_kind")


def table_of(rule: Rule) -> Scores | None:
    """The points of every slot up to where they no longer change; None where it would not pay."""
    last = settled(rule)
    if last >= WIDEST_TABLE:
        return None
    return _points(rule, np.arange(last + 2, dtype=np.int64))


def _points(rule: Rule, slots: Ints) -> Scores:
    value = np.maximum(slots - 1, 0)
    if rule.each is not None:
        points, limit = rule.each.points * value // parts(rule), rule.each.limit
        points = np.minimum(points, limit) if limit > 0 else np.maximum(points, limit)
    else:
        starts = np.array([b.start for b in rule.bins], dtype=np.int64)
        given = np.array([b.points for b in rule.bins], dtype=np.int64)
        points = given[np.searchsorted(starts, value, side="right") - 1]
    if rule.when_none is not None:
        points = np.where(slots == 0, rule.when_none, points)
    return points.astype(np.int32)
