"""What every rule reads out of the facts of a whole population, as columns of whole numbers.

Owns the vectorised meaning of windows and measures. It must give, person by person, what `points`
gives; law and points are the business of `vector`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.document import Rule, ScoreDocument
from scoring.facts import DAY_S, Fact, distinct
from scoring.points import PERCENT, VALUE_LIMIT

Ints = NDArray[np.int64]
Slots = NDArray[np.int32] | NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """One slot per person and rule: the measured value plus one, or 0 if there was no such fact."""

    people: tuple[str, ...]
    slots: Mapping[str, Slots]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """All facts side by side, person by person, each person's in order of time."""

    size: int
    person: Ints
    kind: Ints
    at: Ints
    amount: Ints
    other: Ints
    kind_codes: Mapping[str, int]

    def of(self, kinds: Iterable[str]) -> Mask:
        """Which facts are of these kinds."""
        wanted = np.zeros(len(self.kind_codes) + 1, dtype=np.bool_)
        wanted[[self.kind_codes[k] for k in kinds if k in self.kind_codes]] = True
        found: Mask = wanted[self.kind]
        return found

    def tally(self, mask: Mask, weight: Ints | None = None) -> Ints:
        """Per person: how many facts, or the exact sum of their weights."""
        sums = np.zeros(self.size, dtype=np.int64)
        np.add.at(sums, self.person[mask], 1 if weight is None else weight[mask])
        return sums

    def different(self, mask: Mask, what: Ints) -> Ints:
        """Per person: how many different values."""
        _, code = np.unique(what, return_inverse=True)
        width = int(code.max(initial=0)) + 1
        pairs = np.unique(self.person[mask] * width + code[mask])
        return np.bincount(pairs // width, minlength=self.size).astype(np.int64)

    def last(self, mask: Mask, what: Ints, step: int = 1) -> Ints:
        """Per person: the value of the last fact, by steps of -1 of the first; 0 without any."""
        values = np.zeros(self.size, dtype=np.int64)
        values[self.person[mask][::step]] = what[mask][::step]
        return values


def features(
    document: ScoreDocument, facts_by_person: Mapping[str, Iterable[Fact]], *, as_of: int
) -> Columns:
    """Every rule's column for every person, in the order of the mapping. Raises `BadFact`."""
    table = _table(facts_by_person)
    slots = {rule.id: _slots(rule, table, as_of) for rule in document.rules}
    return Columns(tuple(facts_by_person), slots)


def _table(facts_by_person: Mapping[str, Iterable[Fact]]) -> _Table:
    kinds: dict[str, int] = {}
    others: dict[str | None, int] = {None: 0}
    rows = [
        (
            person,
            kinds.setdefault(fact.kind, len(kinds)),
            fact.at,
            fact.amount,
            others.setdefault(fact.counterpart, len(others)),
        )
        for person, facts in enumerate(facts_by_person.values())
        for fact in distinct(facts)
    ]
    cells = np.array(rows, dtype=np.int64).reshape(-1, 5)
    names = ("person", "kind", "at", "amount", "other")
    columns = {name: np.ascontiguousarray(cells[:, i]) for i, name in enumerate(names)}
    return _Table(size=len(facts_by_person), kind_codes=kinds, **columns)


def _slots(rule: Rule, table: _Table, as_of: int) -> Slots:
    timely = table.at <= as_of
    if rule.window_days is not None:
        timely &= table.at > as_of - rule.window_days * DAY_S
    read, looked_at = table.of(rule.reads) & timely, table.of(rule.kinds) & timely
    present = table.tally(looked_at if rule.measure == "share" else read) > 0
    seen = _Seen(rule=rule, table=table, read=read, looked_at=looked_at, as_of=as_of)
    value = _MEASURES[rule.measure](table, seen)
    slots = np.where(present, np.minimum(value, VALUE_LIMIT) + 1, 0)
    narrow = slots.max(initial=0) <= np.iinfo(np.int32).max
    return slots.astype(np.int32) if narrow else slots


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One rule before the facts it may read."""

    rule: Rule
    table: _Table
    read: Mask
    looked_at: Mask
    as_of: int

    @property
    def often(self) -> Ints:
        """Per person: how many facts are read."""
        return self.table.tally(self.read)

    @property
    def left(self) -> Ints:
        """What is left of each fact: 1, or with decay a number of hundredths."""
        steps = self.rule.decay
        left = np.full(len(self.table.at), PERCENT if steps else 1, dtype=np.int64)
        for step in steps:
            left[self.as_of - self.table.at > step.older_than_days * DAY_S] = step.percent
        return left


# For everybody at once what the table of this name in `points` says of one person.
_MEASURES: Mapping[str, Callable[[_Table, _Seen], Ints]] = {
    "count": lambda t, s: t.tally(s.read, s.left),
    "sum": lambda t, s: t.tally(s.read, t.amount * s.left),
    "last": lambda t, s: t.last(s.read, t.amount),
    "mean": lambda t, s: PERCENT * t.tally(s.read, t.amount) // np.maximum(s.often, 1),
    "share": lambda t, s: PERCENT * s.often // np.maximum(t.tally(s.looked_at), 1),
    "open": lambda t, s: np.maximum(0, 2 * s.often - t.tally(s.looked_at)),
    "days": lambda t, s: t.different(s.read, t.at // DAY_S),
    "counterparts": lambda t, s: t.different(s.read & (t.other > 0), t.other),
    "days_since_first": lambda t, s: (s.as_of - t.last(s.read, t.at, step=-1)) // DAY_S,
    "days_since_last": lambda t, s: (s.as_of - t.last(s.read, t.at)) // DAY_S,
}
