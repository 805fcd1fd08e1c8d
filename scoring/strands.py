"""The facts of many people side by side: one strand for each kind, in order of time.

Owns what may stand in columns, and who is left out because their facts cannot be scored. Whoever is
left out is named; the others are scored as if they were alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.facts import MAX_AMOUNT, MAX_FACTS, MAX_TIME_S, BadFact, Fact, distinct

Ints = NDArray[np.int64]
Numbers = NDArray[Any]  # whole numbers of any width
NOBODY = 0  # the code of no counterpart


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """All facts of one kind by time. `person` and `other` are codes; `order` settles who was last
    of facts of several kinds in the same second.
    """

    person: Numbers
    at: Ints
    amount: Numbers
    other: Numbers
    order: Numbers

    def between(self, after: int | None, until: int) -> Strand:
        """The facts later than one moment, and not later than another."""
        return self.where(slice(0 if after is None else self._until(after), self._until(until)))

    def _until(self, moment: int) -> int:
        """How many facts are not later. Asked in the column's own width, or all would be copied."""
        width = np.iinfo(self.at.dtype)
        known = self.at.dtype.type(min(max(moment, int(width.min)), int(width.max)))
        return int(np.searchsorted(self.at, known, "right"))

    def where(self, chosen: slice | NDArray[np.bool_] | Ints) -> Strand:
        """Some of the facts, in the order in which they are chosen."""
        return Strand(
            person=self.person[chosen],
            at=self.at[chosen],
            amount=self.amount[chosen],
            other=self.other[chosen],
            order=self.order[chosen],
        )

    def merged(self, earlier: Strand) -> Strand:
        """Both by time; of the same second `earlier` comes first."""
        names = [one.name for one in fields(self)]
        both = {n: np.concatenate([getattr(earlier, n), getattr(self, n)]) for n in names}
        return Strand(**both).where(np.argsort(both["at"], kind="stable"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody whose facts cannot be scored, and why."""

    person: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTable:
    """The facts of `people`; nothing of those who were refused is in it."""

    people: tuple[str, ...]
    strands: Mapping[str, Strand]
    count: Ints  # of everybody's facts
    refused: tuple[Refusal, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)  # codes of counterparts

    def with_facts(self, more: Mapping[str, Iterable[Fact]]) -> FactTable:
        """The same with more facts of its people; whoever then has too many is refused."""
        told = {who: more.get(who, ()) for who in self.people}
        highest = max((int(s.other.max(initial=0)) for s in self.strands.values()), default=0)
        added = collect(told, others=self.others, above=highest)
        if added.refused:  # then the numbers of people differ, and theirs must not count
            left = self._without({one.person: one.why for one in added.refused})
            return left.with_facts(more)
        return replace(self.with_strands(added.strands), others=added.others)

    def with_strands(self, more: Mapping[str, Strand]) -> FactTable:
        """The same with more facts, as strands; whoever then has too many is refused."""
        counted = self.count + _counted(len(self.people), more)
        joined = {
            kind: strand.merged(self.strands[kind]) if kind in self.strands else strand
            for kind, strand in more.items()
        }
        strands = {**self.strands, **joined}
        bad = _bad(more, counted)
        if bad:
            return _without(bad, self.people, strands, self.others, self.refused)
        return replace(self, strands=strands, count=counted)

    def _without(self, why: Mapping[str, str]) -> FactTable:
        bad = {number: why[who] for number, who in enumerate(self.people) if who in why}
        return _without(bad, self.people, self.strands, self.others, self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFacts:
    """Columns as they come, one row a fact: codes of people and of kinds, times, amounts."""

    person: Numbers
    kind: Numbers
    at: Ints
    amount: Numbers
    other: Numbers

    def where(self, chosen: NDArray[np.bool_] | Ints) -> RawFacts:
        """Some of the rows, in the order in which they are chosen."""
        columns = {one.name: getattr(self, one.name)[chosen] for one in fields(self)}
        return RawFacts(**columns)


def collect(
    facts_by_person: Mapping[str, Iterable[Fact]],
    *,
    others: Mapping[str, int] | None = None,
    above: int = NOBODY,
) -> FactTable:
    """A table of plain facts, each key once. Whoever has too many is refused.

    Counterparts that are not in `others` get codes above one.
    """
    kinds: dict[str, int] = {}
    codes: dict[str | None, int] = {None: NOBODY}
    codes.update(others or {})
    fresh = count(max([above, *codes.values()]) + 1)
    refused: list[Refusal] = []
    people: list[str] = []
    rows: list[tuple[int, int, int, int, int, str]] = []
    for who, facts in facts_by_person.items():
        try:
            told = distinct(facts)
        except BadFact as fault:
            refused.append(Refusal(who, str(fault)))
            continue
        number = len(people)
        people.append(who)
        for fact in told:
            kind = kinds.setdefault(fact.kind, len(kinds))
            if fact.counterpart not in codes:
                codes[fact.counterpart] = next(fresh)
            other = codes[fact.counterpart]
            rows.append((number, kind, fact.at, fact.amount, other, fact.key))
    rows.sort(key=lambda row: (row[2], row[5]))
    cells = np.array([row[:5] for row in rows], dtype=np.int64).reshape(-1, 5).T
    raw = RawFacts(person=cells[0], kind=cells[1], at=cells[2], amount=cells[3], other=cells[4])
    seen = {name: code for name, code in codes.items() if name is not None}
    table = tabulate(people, list(kinds), raw, others=seen)
    return replace(table, refused=(*refused, *table.refused))


def tabulate(
    people: Sequence[str],
    kinds: Sequence[str],
    raw: RawFacts,
    *,
    others: Mapping[str, int] | None = None,
) -> FactTable:
    """A table of columns. Facts of one second stand in the order in which they came.

    Whoever has a fact of no known kind, or beyond the limits, or too many, is refused by name.
    """
    strange = (raw.kind < 0) | (raw.kind >= len(kinds))
    has_strangers = bool(strange.any())
    known = raw if not has_strangers else raw.where(~strange)
    refused: dict[int, str] = {}
    for row in np.flatnonzero(strange).tolist() if has_strangers else ():
        refused.setdefault(int(raw.person[row]), f"a fact of no known kind: {raw.kind[row]}")
    strands = _strands(kinds, known)
    counted = _counted(len(people), strands)
    bad, told = {**_bad(strands, counted), **refused}, dict(others or {})
    if bad:
        return _without(bad, people, strands, told)
    return FactTable(people=tuple(people), strands=strands, count=counted, others=told)


def _strands(kinds: Sequence[str], raw: RawFacts) -> dict[str, Strand]:
    """By kind, in order of time. Books come in order: sorting is for those that do not."""
    narrow = raw.kind.astype(np.uint8 if len(kinds) <= np.iinfo(np.uint8).max else np.uint16)
    is_sorted = bool((raw.at[1:] >= raw.at[:-1]).all())
    by_time = None if is_sorted else np.argsort(raw.at, kind="stable")
    order = np.argsort(narrow if by_time is None else narrow[by_time], kind="stable")
    rows = order if by_time is None else by_time[order]
    ends = np.cumsum(np.bincount(narrow, minlength=len(kinds)))
    strands = {}
    for code, kind in enumerate(kinds):
        here = slice(int(ends[code - 1]) if code else 0, int(ends[code]))
        if here.stop > here.start:
            chosen = rows[here]
            strands[kind] = Strand(
                person=raw.person[chosen],
                at=raw.at[chosen],
                amount=raw.amount[chosen],
                other=raw.other[chosen],
                order=order[here],
            )
    return strands


def _counted(size: int, strands: Mapping[str, Strand]) -> Ints:
    """Per person: how many facts of any kind."""
    counted = np.zeros(size, dtype=np.int64)
    for strand in strands.values():
        counted += np.bincount(strand.person, minlength=size)
    return counted


def _bad(strands: Mapping[str, Strand], counted: Ints) -> dict[int, str]:
    """Whose facts cannot be scored, by code, and why."""
    found: dict[int, str] = {}
    for kind, strand in strands.items():
        for what, least, most in (
            (strand.amount, 0, MAX_AMOUNT),
            (strand.at, -MAX_TIME_S, MAX_TIME_S),
        ):
            if int(what.min(initial=0)) >= least and int(what.max(initial=0)) <= most:
                continue
            for row in np.flatnonzero((what < least) | (what > most)).tolist():
                why = f"{kind}: {what[row]} must be between {least} and {most}"
                found.setdefault(int(strand.person[row]), why)
    for who in np.flatnonzero(counted > MAX_FACTS).tolist():
        found[who] = f"{counted[who]} facts: at most {MAX_FACTS} can be scored"
    return found


def _without(
    bad: Mapping[int, str],
    people: Sequence[str],
    strands: Mapping[str, Strand],
    others: Mapping[str, int],
    refused: Sequence[Refusal] = (),
) -> FactTable:
    """The table without those who are refused, everybody else numbered anew."""
    stays = np.ones(len(people), dtype=np.bool_)
    stays[list(bad)] = False
    number = np.cumsum(stays) - 1
    kept = {kind: strand.where(stays[strand.person]) for kind, strand in strands.items()}
    kept = {kind: replace(one, person=number[one.person]) for kind, one in kept.items()}
    left = tuple(who for who, stay in zip(people, stays.tolist(), strict=True) if stay)
    return FactTable(
        people=left,
        strands=kept,
        count=_counted(len(left), kept),
        refused=(*refused, *(Refusal(people[who], bad[who]) for who in sorted(bad))),
        others=others,
    )
