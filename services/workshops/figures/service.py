"""Figures as data, and showing them to everybody. They change nothing in the town."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import load, unique
from services.kernel.town import Event, Town


class Figure(Sourced):
    """One figure, the year it is about, and where it stands."""

    figure_id: Id = Field(alias="id")
    year: Annotated[int, Field(ge=1900, le=2100)]
    says: Localized


class Figures(Strict):
    """The whole file."""

    format: Literal["figures/1"]
    figures: Annotated[tuple[Figure, ...], Field(min_length=1, max_length=12)]


@dataclass(frozen=True, slots=True)
class FiguresShown(Event):
    """The facilitator shows the figures to the town."""

    figures: tuple[Figure, ...]


def figures() -> tuple[Figure, ...]:
    """All of them, in the file's order. Raises `SeedFault`."""
    found: Figures = load("figures.yaml", Figures, _check)
    return found.figures


def show_figures(town: Town) -> None:
    """Show everybody how payment without cash grew."""
    town.emit(FiguresShown(figures()))


def _check(file: Figures) -> Iterator[Complaint]:
    yield from unique(("figures",), [one.figure_id for one in file.figures])
