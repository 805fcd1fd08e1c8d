"""Which clocks there are: `seeds/clocks.yaml`, each with its stages, lengths and sources."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Name, load, named
from services.kernel.time import DAY_S, HOUR_S, calendar_date

MONTHS = 12
SATURDAY = 5  # of `date.weekday`


class Unit(StrEnum):
    """What a stage is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Stage(Strict):
    """How long one stage is; `extend`: by how much it may be lengthened, once, in its unit."""

    amount: Annotated[int, Field(ge=1, le=366)]
    unit: Annotated[Unit, LOOSE]
    extend: Annotated[int, Field(ge=0, le=366)] = 0

    @property
    def step_s(self) -> int:
        """What is counted at a time: an hour, or a day."""
        return HOUR_S if self.unit is Unit.HOURS else DAY_S

    def counts(self, town_s: int) -> bool:
        """Whether the step that ends at a town time is one of those that count."""
        return self.unit is not Unit.WORKING_DAYS or calendar_date(town_s).weekday() < SATURDAY

    def steps(self, start_s: int, *, extended: bool = False) -> int:
        """How many steps have to count; months are as long as the calendar has them."""
        amount = self.amount + (self.extend if extended else 0)
        if self.unit is not Unit.MONTHS:
            return amount
        first = calendar_date(start_s)
        return (_months_later(first, amount) - first).days


class Clock(Sourced):
    """One clock: its stages, in order."""

    clock_id: Id
    title: Localized[Name]
    stages: Annotated[dict[Id, Stage], Field(min_length=1)]


class Clocks(Strict):
    """The whole file."""

    format: Literal["clocks/1"]
    reasons: dict[Id, Localized[Name]]
    clocks: Annotated[dict[Id, Clock], named("clock_id")]


def catalogue() -> Mapping[str, Clock]:
    """All clocks by id, in the file's order. Raises `SeedFault`."""
    return load("clocks.yaml", Clocks).clocks


def reasons() -> Mapping[str, Localized[Name]]:
    """For what a clock is stopped or lengthened. Raises `SeedFault`."""
    return load("clocks.yaml", Clocks).reasons


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
