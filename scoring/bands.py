"""Names for scores: an agency's own bands, the common ones, and the place among all others.

Owns the comparison of a score with a scale and with a population. It must not know what the score
is made of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scoring.points import PERCENT

if TYPE_CHECKING:
    from scoring.document import Band, ScoreDocument
    from scoring.settings import StandardBand, StandardBands


def band_of(document: ScoreDocument, score: int) -> Band | None:
    """The agency's own name for a score, where its document has bands."""
    reached = [band for band in document.bands if band.start <= score]
    return reached[-1] if reached else None


def position_percent(document: ScoreDocument, score: int) -> int:
    """How far up its scale a score stands, in percent, rounded down."""
    low, high = document.scale.min, document.scale.max
    return PERCENT * (score - low) // (high - low)


def standard_band(table: StandardBands, document: ScoreDocument, score: int) -> StandardBand:
    """The common name for a score on any scale."""
    position = position_percent(document, score)
    return [band for band in table.bands if band.from_percent <= position][-1]


def percentile(scores: Sequence[int], score: int) -> int:
    """The share of a population that stands lower, in percent, rounded down; 0 for nobody."""
    if not scores:
        return 0
    return PERCENT * bisect_left(sorted(scores), score) // len(scores)
