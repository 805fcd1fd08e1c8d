"""A score, computed the way the document reads.

Owns the plain evaluator: every number it gives can be followed with a pencil. It must agree with
`vector` to the last integer, and is the one that is believed when they differ.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring.facts import Fact, distinct
from scoring.law import Law, allowed
from scoring.measure import measured, seen
from scoring.points import capped, points_of
from scoring.reasons import rank_reasons
from scoring.results import Contribution, Input, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.document import Factor, Rule, ScoreDocument

NO_LAW: Law = MappingProxyType({})


def evaluate(
    document: ScoreDocument, facts: Iterable[Fact], *, as_of: int, law: Law = NO_LAW
) -> Result:
    """One person's score at a town second, with the tree of contributions and the reasons.

    The order of the facts and their repetition leave no trace. Nothing is clipped at the end: the
    loader has made sure that no sum can leave the scale. Raises `BadFact`, `BadLaw`.
    """
    told = distinct(facts)
    contributions = tuple(_factor(factor, told, as_of, law) for factor in document.factors)
    return Result(
        document_id=document.id,
        document_version=document.version,
        as_of=as_of,
        base=document.base.points,
        score=document.base.points + sum(c.points for c in contributions),
        contributions=contributions,
        reasons=rank_reasons(document, contributions),
    )


def _factor(factor: Factor, facts: Sequence[Fact], as_of: int, law: Law) -> Contribution:
    outlawed = not allowed(factor.switch, law)
    inputs = tuple(
        _rule(rule, facts, as_of, outlawed=outlawed or not allowed(rule.switch, law))
        for rule in factor.rules
    )
    total = sum(given.points for given in inputs)
    points = 0 if outlawed else capped(factor, total)
    return Contribution(
        factor=factor.id, points=points, uncapped=total, inputs=inputs, outlawed=outlawed
    )


def _rule(rule: Rule, facts: Sequence[Fact], as_of: int, *, outlawed: bool) -> Input:
    """An outlawed rule reads nothing at all: it has no value and exactly zero points."""
    if outlawed:
        return Input(rule=rule.id, facts=0, value=None, points=0, outlawed=True)
    looked_at = seen(rule, facts, as_of)
    value = measured(rule, looked_at, as_of)
    return Input(rule=rule.id, facts=len(looked_at), value=value, points=points_of(rule, value))
