"""From a measured value to points: the one place that knows `each`, `bins` and `when_none`.

Owns the arithmetic of a single rule and the best and worst it can give. Whole numbers only;
division rounds down (towards minus infinity), so a loss is never rounded away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.document import Each, Factor, Rule

VALUE_LIMIT = 10**11
"""Measured values are held at this: points times it stays exact in 64 bits and in a browser."""

PERCENT = 100


def points_of(rule: Rule, value: int | None) -> int:
    """The points a rule gives for a value; `None` means there was no such fact."""
    if value is None:
        if rule.when_none is not None:
            return rule.when_none
        value = 0
    if rule.each is not None:
        return _each(rule.each, value, _parts(rule))
    return next(b.points for b in rule.bins if b.end is None or value < b.end)


def _parts(rule: Rule) -> int:
    """A decayed value is counted in hundredths of a fact."""
    return PERCENT if rule.decay else 1


def _each(each: Each, value: int, parts: int) -> int:
    points = each.points * value // (each.per * parts)
    return min(points, each.limit) if each.points > 0 else max(points, each.limit)


def reach(rule: Rule) -> tuple[int, int]:
    """The worst and the best points this rule can give while the law lets it count."""
    possible = [b.points for b in rule.bins]
    if rule.each is not None:
        possible += [0, rule.each.limit]
    if rule.when_none is not None:
        possible.append(rule.when_none)
    return min(possible), max(possible)


def _lawful_reach(rule: Rule) -> tuple[int, int]:
    low, high = reach(rule)
    return (low, high) if rule.switch is None else (min(low, 0), max(high, 0))


def capped(factor: Factor, points: int) -> int:
    """A factor's points within its cap."""
    if factor.cap is None:
        return points
    return max(factor.cap.at_least, min(points, factor.cap.at_most))


def factor_reach(factor: Factor) -> tuple[int, int]:
    """The worst and the best a factor can contribute, a law that switches it off included."""
    low = capped(factor, sum(_lawful_reach(rule)[0] for rule in factor.rules))
    high = capped(factor, sum(_lawful_reach(rule)[1] for rule in factor.rules))
    return (min(low, 0), max(high, 0)) if factor.switch is not None else (low, high)
