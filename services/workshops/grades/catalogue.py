"""The bands of sincerity as data, `seeds/grades.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.seeds import Percent, load


class Band(Strict):
    """One grade and the share of kept promises from which it is given."""

    grade: Annotated[str, Field(pattern=r"^[A-Z]$")]
    kept_percent: Percent


class Grades(Sourced):
    """The whole file."""

    format: Literal["grades/1"]
    at_least: Annotated[int, Field(ge=1)]
    answer_days: Annotated[int, Field(ge=1)]
    grades: Annotated[tuple[Band, ...], Field(min_length=1)]

    def of(self, kept: int, broken: int) -> str | None:
        """The grade of so many promises; None of too few."""
        promised = kept + broken
        if promised < self.at_least:
            return None
        return next(b.grade for b in self.grades if 100 * kept >= b.kept_percent * promised)


def catalogue() -> Grades:
    """The bands, the best first. Raises `SeedFault`."""
    return load("grades.yaml", Grades, _check)


def _check(file: Grades) -> Iterator[Complaint]:
    shares = [band.kept_percent for band in file.grades]
    if shares != sorted(set(shares), reverse=True) or shares[-1] != 0:
        yield Complaint(("grades",), "a share falls between grades", "from the best down to 0")
