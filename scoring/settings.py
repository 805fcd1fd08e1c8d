"""What stands around a score as data: gates, what people can do, and the bands that name a score.

Owns the shapes of `gates/1`, `actions/1` and `standard-bands/1`, and where a score stands on its
scale and in a population.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from scoring.document import Band, Id, Localized, Points, ScoreDocument, Sourced, Strict
from scoring.points import PERCENT

Small = Annotated[int, Field(ge=0, le=10_000)]
Fen = Annotated[int, Field(ge=0, le=10**9)]


class Gate(Sourced):
    """A service that asks no deposit from a score upwards."""

    title: Localized
    document: Id
    at_least: Points


class Gates(Strict):
    """All gates of a town, by name."""

    format: Literal["gates/1"]
    gates: Annotated[dict[Id, Gate], Field(min_length=1, max_length=200)]


class Trace(Strict):
    """A fact that an action leaves behind."""

    kind: Id
    amount: Fen = 0
    somebody_new: bool = False


class Action(Sourced):
    """Something lawful a person can do, `most` times; what it `settles` must be open."""

    title: Localized
    leaves: Annotated[tuple[Trace, ...], Field(max_length=5)] = ()
    settles: Id | None = None
    most: Annotated[int, Field(ge=1, le=100)] = 6
    days: Small
    price_fen: Fen


class DayPrice(Sourced):
    """What a day is worth when a change that costs money is compared with one that costs time."""

    amount: Fen


class Actions(Strict):
    """Everything people can do about a score."""

    format: Literal["actions/1"]
    day_price_fen: DayPrice
    actions: Annotated[dict[Id, Action], Field(min_length=1, max_length=50)]


class StandardBand(Strict):
    """A name for a fifth, a tenth, any part of every scale."""

    id: Id
    title: Localized
    from_percent: Annotated[int, Field(ge=0, le=100)]


class StandardBands(Sourced):
    """The common table of bands, lowest first."""

    format: Literal["standard-bands/1"]
    bands: Annotated[tuple[StandardBand, ...], Field(min_length=1, max_length=20)]

    @field_validator("bands")
    @classmethod
    def _rise(cls, bands: tuple[StandardBand, ...]) -> tuple[StandardBand, ...]:
        starts = [band.from_percent for band in bands]
        if starts[0] != 0 or starts != sorted(set(starts)):
            advice = {"instead": "from_percent: 0 first, then up"}
            raise PydanticCustomError("advice", "bands must rise from 0", advice)
        return bands


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
