"""One rule, told plainly: what it reads out of a person's facts, and the points it gives for that.

Owns the meaning of windows, measures, `each`, `bins` and `when_none`. Whole numbers only; division
rounds down (towards minus infinity), so a loss is never rounded away. Speed is `columns`' business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scoring.document import Factor, Rule
from scoring.facts import DAY_S, Fact

VALUE_LIMIT = 10**11  # of what is measured: points times it stays exact, in a browser too
PERCENT = 100

Facts = Sequence[Fact]


def seen(rule: Rule, facts: Facts, as_of: int) -> tuple[Fact, ...]:
    """The facts this rule looks at: of its kinds, not after `as_of`, not older than its window."""
    kinds = frozenset(rule.kinds)
    told = (f for f in facts if f.kind in kinds and f.at <= as_of)
    if rule.window_days is None:
        return tuple(told)
    return tuple(f for f in told if f.at > as_of - rule.window_days * DAY_S)


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


# From the rule, what it reads, all that it looks at, and now. A mean is in hundredths, a share in
# percent; what is open was opened and not closed, never below nothing.
_MEASURES: Mapping[str, Callable[[Rule, Facts, Facts, int], int]] = {
    "count": lambda rule, read, _, now: sum(_left(rule, fact, now) for fact in read),
    "sum": lambda rule, read, _, now: sum(fact.amount * _left(rule, fact, now) for fact in read),
    "last": lambda rule, read, *_: max(read, key=lambda fact: (fact.at, fact.key)).amount,
    "mean": lambda rule, read, *_: PERCENT * sum(fact.amount for fact in read) // len(read),
    "share": lambda rule, read, facts, _: PERCENT * len(read) // len(facts),
    "open": lambda rule, read, facts, _: max(0, len(read) - (len(facts) - len(read))),
    "days": lambda rule, read, *_: len({fact.at // DAY_S for fact in read}),
    "counterparts": lambda rule, read, *_: len({fact.counterpart for fact in read} - {None}),
    "days_since_first": lambda rule, read, _, now: (now - min(f.at for f in read)) // DAY_S,
    "days_since_last": lambda rule, read, _, now: (now - max(f.at for f in read)) // DAY_S,
}


def parts(rule: Rule) -> int:
    """How much of the value earns `each` once; a decayed one is in hundredths of a fact."""
    return (1 if rule.each is None else rule.each.per) * (PERCENT if rule.decay else 1)


def points_of(rule: Rule, value: int | None) -> int:
    """The points a rule gives for a value; `None` means there was no such fact."""
    if value is None and rule.when_none is not None:
        return rule.when_none
    value = value or 0
    if rule.each is None:
        return next(b.points for b in rule.bins if b.end is None or value < b.end)
    points, limit = rule.each.points * value // parts(rule), rule.each.limit
    return min(points, limit) if limit > 0 else max(points, limit)


def settled(rule: Rule) -> int:
    """The value from which on a rule's points stay the same."""
    if rule.each is None:
        return rule.bins[-1].start
    return -(-rule.each.limit * parts(rule) // rule.each.points)


def reach(rule: Rule) -> tuple[int, int]:
    """The worst and the best points this rule can give while the law lets it count."""
    possible = [b.points for b in rule.bins]
    if rule.each is not None:
        possible += [0, rule.each.limit]
    if rule.when_none is not None:
        possible.append(rule.when_none)
    return min(possible), max(possible)


def capped(factor: Factor, points: int) -> int:
    """A factor's points within its cap."""
    if factor.cap is None:
        return points
    return max(factor.cap.at_least, min(points, factor.cap.at_most))


def factor_reach(factor: Factor) -> tuple[int, int]:
    """The worst and the best a factor can contribute, a law that switches it off included."""
    lows, highs = zip(*map(_lawful_reach, factor.rules), strict=True)
    return _or_nothing(factor.switch, capped(factor, sum(lows)), capped(factor, sum(highs)))


def _lawful_reach(rule: Rule) -> tuple[int, int]:
    return _or_nothing(rule.switch, *reach(rule))


def _or_nothing(switch: str | None, low: int, high: int) -> tuple[int, int]:
    return (low, high) if switch is None else (min(low, 0), max(high, 0))
