"""What every rule reads out of the facts of a whole population, as columns of whole numbers.

Owns the vectorised meaning of windows and measures. It must give, person by person, what `points`
gives; law and points are the business of `vector`. Sums run through the processor's numbers with a
point: they are exact there, for nobody has more than `MAX_FACTS` facts of `MAX_AMOUNT` each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.document import Rule, ScoreDocument
from scoring.evaluate import NO_LAW, Result, concluded
from scoring.facts import DAY_S, MAX_TIME_S, Fact, Law
from scoring.points import PERCENT, VALUE_LIMIT
from scoring.strands import NOBODY, FactTable, Ints, Numbers, Strand, collect

Slots = NDArray[np.int32] | NDArray[np.int64]
_BEFORE_TIME = MAX_TIME_S // DAY_S + 2  # days: added to a day's number it is above nobody's


@dataclass(frozen=True, slots=True)
class Columns:
    """One slot per person and rule: the measured value plus one, or 0 if there was no such fact."""

    people: tuple[str, ...]
    slots: Mapping[str, Slots]


def features(
    document: ScoreDocument, facts: FactTable | Mapping[str, Iterable[Fact]], *, as_of: int
) -> Columns:
    """Every rule's column for everybody in the table, in its order."""
    table = facts if isinstance(facts, FactTable) else collect(facts)
    slots = {rule.id: seen(rule, table, as_of).slots for rule in document.rules}
    return Columns(table.people, slots)


def results(
    document: ScoreDocument, table: FactTable, *, as_of: int, law: Law = NO_LAW
) -> dict[str, Result]:
    """Everybody's score with contributions and reasons, as `evaluate` gives them. Raises `BadLaw`.

    What is measured is measured for all at once; a pencil follows only the points.
    """
    looked = {}
    for rule in document.rules:
        one = seen(rule, table, as_of)
        looked[rule.id] = (one.looked_at.tolist(), one.slots.tolist())

    def result(number: int) -> Result:
        def look(rule: Rule) -> tuple[int, int | None]:
            facts, slots = looked[rule.id]
            slot = slots[number]
            return facts[number], slot - 1 if slot else None

        return concluded(document, look, as_of=as_of, law=law)

    return {who: result(number) for number, who in enumerate(table.people)}


def seen(rule: Rule, table: FactTable, as_of: int) -> Seen:
    """What a rule looks at: of its kinds, not after `as_of`, not older than its window."""
    since = None if rule.window_days is None else as_of - rule.window_days * DAY_S

    def timely(kinds: Iterable[str]) -> tuple[Strand, ...]:
        known = (table.strands[kind] for kind in kinds if kind in table.strands)
        return tuple(strand.between(since, as_of) for strand in known)

    reads = dict.fromkeys(rule.reads)
    others = (kind for kind in dict.fromkeys(rule.kinds) if kind not in reads)
    return Seen(rule, as_of, len(table.people), timely(reads), timely(others))


@dataclass(frozen=True)
class Seen:
    """One rule before the facts it may look at: those it reads, and those against them."""

    rule: Rule
    as_of: int
    size: int
    read: tuple[Strand, ...]
    beside: tuple[Strand, ...]

    @cached_property
    def often(self) -> Ints:
        """Per person: how many facts are read."""
        return self._added(np.bincount(s.person, minlength=self.size) for s in self.read)

    @cached_property
    def looked_at(self) -> Ints:
        """Per person: how many facts are looked at."""
        against = (np.bincount(s.person, minlength=self.size) for s in self.beside)
        return self._added([self.often, *against])

    @cached_property
    def slots(self) -> Slots:
        """Per person: the measured value plus one, or 0 where there is nothing to measure."""
        there = self.looked_at if self.rule.measure == "share" else self.often
        value = np.minimum(_MEASURES[self.rule.measure](self), VALUE_LIMIT)
        narrow = value.max(initial=0) < np.iinfo(np.int32).max
        slots = (value + 1).astype(np.int32) if narrow else value + 1
        slots *= there > 0
        return slots

    def summed(self, *, weighted: bool) -> Ints:
        """Per person: how many facts, or the sum of their amounts; in hundredths with decay."""
        if not self.rule.decay:
            return self._added(map(self._amounts, self.read)) if weighted else self.often
        return self._added(
            percent * (self._amounts(part) if weighted else self._count(part))
            for strand in self.read
            for percent, part in self._ages(strand)
        )

    def _ages(self, strand: Strand) -> Iterable[tuple[int, Strand]]:
        """A strand cut where more or less is left of its facts, and how many hundredths."""
        until, left = self.as_of, PERCENT
        for step in self.rule.decay:
            since = self.as_of - step.older_than_days * DAY_S - 1
            yield left, strand.between(since, until)
            until, left = since, step.percent
        yield left, strand.between(None, until)

    def _count(self, strand: Strand) -> Ints:
        return np.bincount(strand.person, minlength=self.size)

    def _amounts(self, strand: Strand) -> Ints:
        sums = np.bincount(strand.person, weights=strand.amount, minlength=self.size)
        return sums.astype(np.int64)

    def _added(self, parts: Iterable[Ints]) -> Ints:
        total: Ints | None = None
        for part in parts:
            total = part if total is None else total + part
        return np.zeros(self.size, dtype=np.int64) if total is None else total

    def different(self, what: Callable[[Strand], Numbers]) -> Ints:
        """Per person: how many different values, nobody (0) not counted."""
        pairs = []
        for strand in self.read:
            values = what(strand)
            chosen = values != NOBODY
            pairs.append((strand.person[chosen].astype(np.int64), values[chosen]))
        low = min((int(values.min(initial=1)) for _, values in pairs), default=1)
        width = max((int(values.max(initial=1)) for _, values in pairs), default=1) - low + 1
        codes = [person * width + (values - low) for person, values in pairs]
        # Sorted by hand: `np.unique` asks a hash table, which is slow where it leaves the cache.
        ordered = np.sort(np.concatenate([np.full(1, -1, dtype=np.int64), *codes]))
        once = ordered[1:][ordered[1:] != ordered[:-1]]
        return np.bincount(once // width, minlength=self.size)

    def first(self) -> Ints:
        """Per person: when the first fact was."""
        found = np.full(self.size, self.as_of, dtype=np.int64)
        for strand in self.read:
            one = np.full(self.size, self.as_of, dtype=np.int64)
            one[strand.person[::-1]] = strand.at[::-1]
            np.minimum(found, one, out=found)
        return found

    def last(self, what: Callable[[Strand], Numbers]) -> Ints:
        """Per person: a value of the last fact."""
        found = np.zeros(self.size, dtype=np.int64)
        if len(self.read) == 1:
            found[self.read[0].person] = what(self.read[0])
        elif self.read:
            at, order, person, value = (
                np.concatenate(column)
                for column in zip(
                    *((s.at, s.order, s.person, what(s)) for s in self.read), strict=True
                )
            )
            by_time = np.lexsort((order, at))
            found[person[by_time]] = value[by_time]
        return found


# For everybody at once what the table of this name in `points` says of one person.
_MEASURES: Mapping[str, Callable[[Seen], Ints]] = {
    "count": lambda s: s.summed(weighted=False),
    "sum": lambda s: s.summed(weighted=True),
    "last": lambda s: s.last(lambda strand: strand.amount),
    "mean": lambda s: PERCENT * s.summed(weighted=True) // np.maximum(s.often, 1),
    "share": lambda s: PERCENT * s.often // np.maximum(s.looked_at, 1),
    "open": lambda s: np.maximum(0, 2 * s.often - s.looked_at),
    "days": lambda s: s.different(lambda strand: strand.at // DAY_S + _BEFORE_TIME),
    "counterparts": lambda s: s.different(lambda strand: strand.other),
    "days_since_first": lambda s: (s.as_of - s.first()) // DAY_S,
    "days_since_last": lambda s: (s.as_of - s.last(lambda strand: strand.at)) // DAY_S,
}
