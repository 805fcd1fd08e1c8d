"""The full explanation: which facts, which rule, which arithmetic, line by line.

Owns turning a result into lines that can be checked with a pencil, and the difference between two
results. Titles come from the document; the few other words are labels that a face may replace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from scoring.digest import fingerprint
from scoring.points import PERCENT
from scoring.results import Contribution, Input, Result

if TYPE_CHECKING:
    from scoring.document import Factor, Localized, Rule, ScoreDocument

Kind = Literal["document", "base", "factor", "rule", "score"]
Language = Literal["en", "zh"]

LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"base": "Everybody starts with", "score": "Score", "outlawed": "not counted by law"},
        "zh": {"base": "起始分", "score": "得分", "outlawed": "依法不计"},
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a receipt: what, by which arithmetic, with which points."""

    kind: Kind
    name: str
    title: Localized | None
    arithmetic: str
    points: int
    outlawed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What one rule gave more or less than before."""

    rule: str
    title: Localized
    points: int
    document_version: int


def receipt(document: ScoreDocument, result: Result) -> tuple[Line, ...]:
    """Every line from the document to the score. The result must come from this document."""
    head = f"{document.id}, version {document.version}, sha256 {fingerprint(document)}"
    lines = [
        Line("document", document.id, document.title, head, 0),
        Line("base", "base", None, str(result.base), result.base),
    ]
    for factor, contribution in zip(document.factors, result.contributions, strict=True):
        lines.append(_factor_line(factor, contribution))
        lines += [
            _rule_line(rule, given)
            for rule, given in zip(factor.rules, contribution.inputs, strict=True)
        ]
    terms = [str(result.base)] + [f"{c.points:+d}" for c in result.contributions]
    total = f"{' '.join(terms)} = {result.score}"
    return (*lines, Line("score", "score", None, total, result.score))


def as_text(lines: Sequence[Line], language: Language = "en") -> str:
    """A receipt as plain text in one language."""
    return "\n".join(_text(line, language, LABELS[language]) for line in lines)


def changes(document: ScoreDocument, before: Result, after: Result) -> tuple[Change, ...]:
    """What moved between two results of one document, the largest move first."""
    old = {i.rule: i.points for c in before.contributions for i in c.inputs}
    new = {i.rule: i.points for c in after.contributions for i in c.inputs}
    moved = [
        Change(rule.id, rule.title, new[rule.id] - old[rule.id], document.version)
        for rule in document.rules
        if new[rule.id] != old[rule.id]
    ]
    return tuple(sorted(moved, key=lambda change: (-abs(change.points), change.rule)))


def _factor_line(factor: Factor, given: Contribution) -> Line:
    terms = " ".join(f"{i.points:+d}" for i in given.inputs)
    text = f"{terms} = {given.uncapped:+d}"
    if given.points != given.uncapped and factor.cap is not None:
        text += f", {factor.cap.at_least} … {factor.cap.at_most}: {given.points:+d}"
    return Line("factor", factor.id, factor.title, text, given.points, given.outlawed)


def _rule_line(rule: Rule, given: Input) -> Line:
    return Line("rule", rule.id, rule.title, _sum(rule, given), given.points, given.outlawed)


def _sum(rule: Rule, given: Input) -> str:
    """The arithmetic of one rule, as written on paper."""
    if given.value is None and rule.when_none is not None:
        return f"— → {given.points:+d}"
    value = given.value or 0
    if rule.each is None:
        return f"{value} ∈ {_interval(rule, value)} → {given.points:+d}"
    parts = rule.each.per * (PERCENT if rule.decay else 1)
    per = "" if parts == 1 else f" ÷ {parts}"
    exact = rule.each.points * value // parts
    limit = "" if exact == given.points else f" → {rule.each.limit:+d}"
    return f"{value} × {rule.each.points}{per} = {exact:+d}{limit}"


def _interval(rule: Rule, value: int) -> str:
    found = next(b for b in rule.bins if b.end is None or value < b.end)
    return f"[{found.start}, {'∞' if found.end is None else found.end})"


def _text(line: Line, language: Language, labels: Mapping[str, str]) -> str:
    indent = "    " if line.kind == "rule" else ""
    title = labels[line.kind] if line.title is None else getattr(line.title, language)
    return f"{indent}{title}: {labels['outlawed'] if line.outlawed else line.arithmetic}"
