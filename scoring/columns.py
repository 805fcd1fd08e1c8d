"""What every rule reads out of the facts of a whole population, as columns of whole numbers.

Owns the vectorised meaning of windows and measures. It must give, person by person, what `measure`
gives; law and points are the business of `vector`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.facts import DAY_S, Fact, distinct
from scoring.points import PERCENT, VALUE_LIMIT

if TYPE_CHECKING:
    from scoring.document import Rule, ScoreDocument

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
    person, kind, at, amount, other = (np.ascontiguousarray(cells[:, i]) for i in range(5))
    return _Table(
        size=len(facts_by_person),
        person=person,
        kind=kind,
        at=at,
        amount=amount,
        other=other,
        kind_codes=kinds,
    )


def _slots(rule: Rule, table: _Table, as_of: int) -> Slots:
    timely = table.at <= as_of
    if rule.window_days is not None:
        timely &= table.at > as_of - rule.window_days * DAY_S
    read, looked_at = table.of(rule.reads) & timely, table.of(rule.kinds) & timely
    present = table.tally(looked_at if rule.measure == "share" else read) > 0
    value = _MEASURES[rule.measure](
        _Seen(rule=rule, table=table, read=read, looked_at=looked_at, as_of=as_of)
    )
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

    def left(self) -> Ints:
        """What is left of each fact: 1, or with decay a number of hundredths."""
        steps = self.rule.decay
        left = np.full(len(self.table.at), PERCENT if steps else 1, dtype=np.int64)
        for step in steps:
            left[self.as_of - self.table.at > step.older_than_days * DAY_S] = step.percent
        return left

    def different(self, what: Ints, mask: Mask) -> Ints:
        """Per person: how many different values."""
        _, code = np.unique(what, return_inverse=True)
        width = int(code.max(initial=0)) + 1
        pairs = np.unique(self.table.person[mask] * width + code[mask])
        return np.bincount(pairs // width, minlength=self.table.size).astype(np.int64)

    def edge(self, *, first: bool) -> Ints:
        """Per person: the time of the first or the last fact; now where there is none."""
        times = np.full(self.table.size, self.as_of, dtype=np.int64)
        person, at = self.table.person[self.read], self.table.at[self.read]
        if first:
            np.minimum.at(times, person, at)
        else:
            times[person] = at
        return times


def _count(s: _Seen) -> Ints:
    return s.table.tally(s.read, s.left())


def _sum(s: _Seen) -> Ints:
    return s.table.tally(s.read, s.table.amount * s.left())


def _last(s: _Seen) -> Ints:
    latest = np.zeros(s.table.size, dtype=np.int64)
    latest[s.table.person[s.read]] = s.table.amount[s.read]
    return latest


def _mean(s: _Seen) -> Ints:
    return PERCENT * s.table.tally(s.read, s.table.amount) // np.maximum(s.table.tally(s.read), 1)


def _share(s: _Seen) -> Ints:
    return PERCENT * s.table.tally(s.read) // np.maximum(s.table.tally(s.looked_at), 1)


def _open(s: _Seen) -> Ints:
    opened = s.table.tally(s.read)
    return np.maximum(0, opened - (s.table.tally(s.looked_at) - opened))


def _days(s: _Seen) -> Ints:
    return s.different(s.table.at // DAY_S, s.read)


def _counterparts(s: _Seen) -> Ints:
    return s.different(s.table.other, s.read & (s.table.other > 0))


def _days_since_first(s: _Seen) -> Ints:
    return (s.as_of - s.edge(first=True)) // DAY_S


def _days_since_last(s: _Seen) -> Ints:
    return (s.as_of - s.edge(first=False)) // DAY_S


_MEASURES: Mapping[str, Callable[[_Seen], Ints]] = {
    "count": _count,
    "sum": _sum,
    "last": _last,
    "mean": _mean,
    "share": _share,
    "open": _open,
    "days": _days,
    "counterparts": _counterparts,
    "days_since_first": _days_since_first,
    "days_since_last": _days_since_last,
}
