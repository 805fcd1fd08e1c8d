"""Why a score is not higher: at most four reasons, the costliest first.

Owns the ranking by points lost against the best attainable. It never says that a score is too low,
only what cost points; words belong to the document and the face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.points import capped, reach
from scoring.results import Contribution, Lost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.document import Factor, ScoreDocument

MOST_REASONS = 4


def rank_reasons(
    document: ScoreDocument, contributions: Sequence[Contribution]
) -> tuple[Lost, ...]:
    """The reasons that cost points, ranked by the points lost, then by code.

    A reason's loss is what its factor would gain, within its cap, were all rules of that reason at
    their best.
    """
    lost = [
        found
        for factor, contribution in zip(document.factors, contributions, strict=True)
        if not contribution.outlawed
        for found in _lost(document, factor, contribution)
        if found.points > 0
    ]
    return tuple(sorted(lost, key=lambda reason: (-reason.points, reason.code))[:MOST_REASONS])


def _lost(document: ScoreDocument, factor: Factor, contribution: Contribution) -> list[Lost]:
    gains: dict[str, int] = {}
    for rule, given in zip(factor.rules, contribution.inputs, strict=True):
        gain = 0 if given.outlawed else reach(rule)[1] - given.points
        gains[rule.reason] = gains.get(rule.reason, 0) + gain
    return [
        Lost(
            code=code,
            factor=factor.id,
            points=capped(factor, contribution.uncapped + gain) - contribution.points,
            text_key=document.text_key(code),
        )
        for code, gain in gains.items()
    ]
