"""What stands around a score as data: gates, what people can do, and the common bands.

Owns the shapes of `gates/1`, `actions/1` and `standard-bands/1` and their loading. What they are
used for is `recourse` and `bands`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Points, Provenance, Sentence, Strict, Words
from scoring.loader import build, read_located

Small = Annotated[int, Field(ge=0, le=10_000)]
Fen = Annotated[int, Field(ge=0, le=10**9)]


class Gate(Strict):
    """A service that asks no deposit from a score upwards."""

    title: Words
    document: Id
    at_least: Points
    provenance: Provenance
    source: Sentence


class Gates(Strict):
    """All gates of a town, by name."""

    format: Literal["gates/1"]
    gates: Annotated[dict[Id, Gate], Field(min_length=1, max_length=200)]


class Trace(Strict):
    """A fact that an action leaves behind."""

    kind: Id
    amount: Fen = 0
    somebody_new: bool = False


class Action(Strict):
    """Something lawful a person can do, `most` times; what it `settles` must be open."""

    title: Words
    leaves: Annotated[tuple[Trace, ...], Field(max_length=5)] = ()
    settles: Id | None = None
    most: Annotated[int, Field(ge=1, le=100)] = 6
    days: Small
    price_fen: Fen
    provenance: Provenance
    source: Sentence


class DayPrice(Strict):
    """What a day is worth when a change that costs money is compared with one that costs time."""

    amount: Fen
    provenance: Provenance
    source: Sentence


class Actions(Strict):
    """Everything people can do about a score."""

    format: Literal["actions/1"]
    day_price_fen: DayPrice
    actions: Annotated[dict[Id, Action], Field(min_length=1, max_length=50)]


class StandardBand(Strict):
    """A name for a fifth, a tenth, any part of every scale."""

    id: Id
    title: Words
    from_percent: Annotated[int, Field(ge=0, le=100)]


class StandardBands(Strict):
    """The common table of bands, lowest first."""

    format: Literal["standard-bands/1"]
    provenance: Provenance
    source: Sentence
    bands: Annotated[tuple[StandardBand, ...], Field(min_length=1, max_length=20)]


def load_gates(path: Path | str) -> dict[str, Gate]:
    """The gates of a town, by name. Raises `BadDocument`."""
    return dict(build(Gates, read_located(path)).gates)


def load_actions(path: Path | str) -> Actions:
    """What people can do. Raises `BadDocument`."""
    return build(Actions, read_located(path))


def load_standard_bands(path: Path | str) -> StandardBands:
    """The common bands, which must rise from 0. Raises `BadDocument`."""
    located = read_located(path)
    table = build(StandardBands, located)
    starts = [band.from_percent for band in table.bands]
    if starts[0] != 0 or starts != sorted(set(starts)):
        raise located.refuse(("bands",), "bands must rise from 0", "from_percent: 0 first, then up")
    return table
