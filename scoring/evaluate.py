"""A score, computed the way the document reads, with at most four reasons why it is not higher.

Owns the plain evaluator: every number it gives can be followed with a pencil. It must agree with
`vector` to the last integer, and is the one that is believed when they differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from scoring.document import Factor, Rule, ScoreDocument
from scoring.facts import Fact, Law, allowed, distinct
from scoring.points import capped, measured, points_of, reach, seen

MOST_REASONS = 4
NO_LAW: Law = MappingProxyType({})
Seen = tuple[int, int | None]  # how many facts a rule looked at, and what they measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One rule: how many facts it read, what they measured (None: no such fact), the points."""

    rule: str
    facts: int
    value: int | None
    points: int
    outlawed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One factor: the points that count, and the sum of its rules before the cap."""

    factor: str
    points: int
    uncapped: int
    inputs: tuple[Input, ...]
    outlawed: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A reason code and the points it cost against the best attainable."""

    code: str
    factor: str
    points: int
    text_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A score with everything needed to check it by hand: base + contributions = score."""

    document_id: str
    document_version: int
    as_of: int
    base: int
    score: int
    contributions: tuple[Contribution, ...]
    reasons: tuple[Lost, ...]


def evaluate(
    document: ScoreDocument, facts: Iterable[Fact], *, as_of: int, law: Law = NO_LAW
) -> Result:
    """One person's score at a town second, with the tree of contributions and the reasons.

    The order of the facts and their repetition leave no trace. Nothing is clipped at the end: the
    loader has made sure that no sum can leave the scale. Raises `BadFact`, `BadLaw`.
    """
    told = distinct(facts)

    def look(rule: Rule) -> Seen:
        looked_at = seen(rule, told, as_of)
        return len(looked_at), measured(rule, looked_at, as_of)

    return concluded(document, look, as_of=as_of, law=law)


def concluded(
    document: ScoreDocument, look: Callable[[Rule], Seen], *, as_of: int, law: Law
) -> Result:
    """The same from what each rule has seen, which is not asked of an outlawed one."""
    contributions = tuple(_factor(factor, look, law) for factor in document.factors)
    return Result(
        document_id=document.id,
        document_version=document.version,
        as_of=as_of,
        base=document.base.points,
        score=document.base.points + sum(c.points for c in contributions),
        contributions=contributions,
        reasons=_ranked(document, contributions),
    )


def _factor(factor: Factor, look: Callable[[Rule], Seen], law: Law) -> Contribution:
    outlawed = not allowed(factor.switch, law)
    inputs = tuple(
        _rule(rule, look, outlawed=outlawed or not allowed(rule.switch, law))
        for rule in factor.rules
    )
    total = sum(given.points for given in inputs)
    points = 0 if outlawed else capped(factor, total)
    return Contribution(
        factor=factor.id, points=points, uncapped=total, inputs=inputs, outlawed=outlawed
    )


def _rule(rule: Rule, look: Callable[[Rule], Seen], *, outlawed: bool) -> Input:
    """An outlawed rule reads nothing at all: it has no value and exactly zero points."""
    if outlawed:
        return Input(rule=rule.id, facts=0, value=None, points=0, outlawed=True)
    facts, value = look(rule)
    return Input(rule=rule.id, facts=facts, value=value, points=points_of(rule, value))


def _ranked(document: ScoreDocument, contributions: Sequence[Contribution]) -> tuple[Lost, ...]:
    """The reasons that cost points, by the points lost, then by code.

    A reason's loss is what its factor would gain, within its cap, were all rules of that reason at
    their best. It never says that a score is too low, only what cost points.
    """
    lost = [
        Lost(code, factor.id, points, document.text_key(code))
        for factor, given in zip(document.factors, contributions, strict=True)
        if not given.outlawed
        for code, gain in _gains(factor, given).items()
        if (points := capped(factor, given.uncapped + gain) - given.points) > 0
    ]
    return tuple(sorted(lost, key=lambda reason: (-reason.points, reason.code))[:MOST_REASONS])


def _gains(factor: Factor, contribution: Contribution) -> Counter[str]:
    gains: Counter[str] = Counter()
    for rule, given in zip(factor.rules, contribution.inputs, strict=True):
        gains[rule.reason] += 0 if given.outlawed else reach(rule)[1] - given.points
    return gains
