"""The full explanation: which rule, which arithmetic, line by line.

Owns turning a result into lines that can be checked with a pencil. Titles come from the document;
other words are the face's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.document import Factor, Localized, Rule, ScoreDocument
from scoring.evaluate import Contribution, Input, Result
from scoring.points import PERCENT, parts


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a receipt: what, by which arithmetic, with which points."""

    kind: Literal["base", "factor", "rule", "score"]
    title: Localized | None
    arithmetic: str
    points: int
    outlawed: bool = False


def receipt(document: ScoreDocument, result: Result) -> tuple[Line, ...]:
    """Every line from the base to the score. The result must come from this document."""
    lines = [Line("base", None, str(result.base), result.base)]
    for factor, contribution in zip(document.factors, result.contributions, strict=True):
        lines.append(_factor_line(factor, contribution))
        lines += [
            Line("rule", rule.spoken, _sum(rule, given), given.points, given.outlawed)
            for rule, given in zip(factor.rules, contribution.inputs, strict=True)
        ]
    terms = [str(result.base)] + [f"{c.points:+d}" for c in result.contributions]
    total = f"{' '.join(terms)} = {result.score}"
    return (*lines, Line("score", None, total, result.score))


def _factor_line(factor: Factor, given: Contribution) -> Line:
    terms = " ".join(f"{i.points:+d}" for i in given.inputs)
    text = f"{terms} = {given.uncapped:+d}"
    if given.points != given.uncapped and factor.cap is not None:
        text += f", {factor.cap.at_least} … {factor.cap.at_most}: {given.points:+d}"
    return Line("factor", factor.title, text, given.points, given.outlawed)


def _sum(rule: Rule, given: Input) -> str:
    """The arithmetic of one rule, as written on paper; a mean in units, not in hundredths."""
    if given.value is None and rule.when_none is not None:
        return f"— → {given.points:+d}"
    value, shown = given.value or 0, _units if rule.measure == "mean" else str
    if rule.each is None:
        found = next(b for b in rule.bins if b.end is None or value < b.end)
        low, high = found.start, None if found.end is None else found.end - 1
        within = f" ≥ {shown(low)}" if high is None else f" ({shown(low)} … {shown(high)})"
        return f"{shown(value)}{'' if low == high else within} → {given.points:+d}"
    divisor = parts(rule)
    per = "" if shown(divisor) == "1" else f" ÷ {shown(divisor)}"
    exact = rule.each.points * value // divisor
    limit = "" if exact == given.points else f" → {rule.each.limit:+d}"
    return f"{shown(value)} × {rule.each.points}{per} = {exact:+d}{limit}"


def _units(hundredths: int) -> str:
    """Hundredths as people say them: 4.5, or 3.99, or 4."""
    whole, rest = divmod(hundredths, PERCENT)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
