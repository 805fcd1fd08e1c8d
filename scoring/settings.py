"""What stands around a score as data: gates, what people can do, and the common bands.

Owns the shapes of `gates/1`, `actions/1` and `standard-bands/1`. What they are used for is
`recourse` and `bands`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from scoring.document import Id, Localized, Points, Sourced, Strict

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
