"""What a rule reads out of a person's facts, told plainly.

Owns the meaning of windows and of every measure, one small function each. Speed is the business of
`columns`; here it must read like the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from scoring.facts import DAY_S, Fact
from scoring.points import PERCENT, VALUE_LIMIT

if TYPE_CHECKING:
    from scoring.document import Rule

Facts = Sequence[Fact]


def seen(rule: Rule, facts: Facts, as_of: int) -> tuple[Fact, ...]:
    """The facts this rule looks at: of its kinds, not after `as_of`, not older than its window."""
    kinds = frozenset(rule.kinds)
    return tuple(f for f in facts if f.kind in kinds and _in_window(rule, f, as_of))


def _in_window(rule: Rule, fact: Fact, as_of: int) -> bool:
    if fact.at > as_of:
        return False
    return rule.window_days is None or fact.at > as_of - rule.window_days * DAY_S


def measured(rule: Rule, facts: Facts, as_of: int) -> int | None:
    """The value of a rule over the facts it has `seen`; None when there is nothing to measure."""
    read = tuple(f for f in facts if f.kind in rule.reads)
    if not (facts if rule.measure == "share" else read):
        return None
    return min(_MEASURES[rule.measure](rule, read, facts, as_of), VALUE_LIMIT)


def _left(rule: Rule, fact: Fact, as_of: int) -> int:
    """What is left of a fact: 1, or with decay a number of hundredths."""
    if not rule.decay:
        return 1
    age = as_of - fact.at
    left = [s.percent for s in rule.decay if age > s.older_than_days * DAY_S]
    return left[-1] if left else PERCENT


def _count(rule: Rule, read: Facts, _: Facts, as_of: int) -> int:
    return sum(_left(rule, fact, as_of) for fact in read)


def _sum(rule: Rule, read: Facts, _: Facts, as_of: int) -> int:
    return sum(fact.amount * _left(rule, fact, as_of) for fact in read)


def _last(_: Rule, read: Facts, __: Facts, ___: int) -> int:
    return max(read, key=lambda fact: (fact.at, fact.key)).amount


def _mean(_: Rule, read: Facts, __: Facts, ___: int) -> int:
    """In hundredths, rounded down."""
    return PERCENT * sum(fact.amount for fact in read) // len(read)


def _share(_: Rule, read: Facts, facts: Facts, __: int) -> int:
    """In percent, rounded down."""
    return PERCENT * len(read) // len(facts)


def _open(_: Rule, read: Facts, facts: Facts, __: int) -> int:
    """Opened minus closed, never below nothing."""
    return max(0, len(read) - (len(facts) - len(read)))


def _days(_: Rule, read: Facts, __: Facts, ___: int) -> int:
    return len({fact.at // DAY_S for fact in read})


def _counterparts(_: Rule, read: Facts, __: Facts, ___: int) -> int:
    return len({fact.counterpart for fact in read} - {None})


def _days_since_first(_: Rule, read: Facts, __: Facts, as_of: int) -> int:
    return (as_of - min(fact.at for fact in read)) // DAY_S


def _days_since_last(_: Rule, read: Facts, __: Facts, as_of: int) -> int:
    return (as_of - max(fact.at for fact in read)) // DAY_S


_MEASURES: Mapping[str, Callable[[Rule, Facts, Facts, int], int]] = {
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
