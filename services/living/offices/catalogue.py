"""The offices as data: what each reports, how often, how late, how often about the wrong person.

Owns the reading of `seeds/offices/*.yaml`. A file that is wrong is refused when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.standing.agencies import Title

SEEDS = Path(__file__).parents[3] / "seeds/offices"
PER_MILLE = 1_000

Provenance = Literal["national_rule", "local_pilot", "reported_once", "contested", "invented"]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Rate = Annotated[int, Field(ge=0, le=PER_MILLE)]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class OfficeFault(Exception):
    """An office that cannot be; the words say which file, what is wrong, what to write."""


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of thing that an office writes down, and how often it happens to whom."""

    kind: str
    per_mille: int
    by_habit: Mapping[str, int]
    low: int
    high: int

    def rate(self, habit: str) -> int:
        """The chance in 1000 that it happens on one day to somebody of that habit."""
        return self.by_habit.get(habit, self.per_mille)


@dataclass(frozen=True, slots=True)
class Office:
    """One feeder. `is_office` is False for a company's own books."""

    office_id: str
    title: Title
    feeds: str  # an agency
    delay_days: int
    error_per_mille: int
    is_office: bool
    is_invented: bool
    provenance: str
    reports: tuple[Report, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    en: Name
    zh: Name


class _Report(_Strict):
    fact: Id
    per_mille: Rate
    amount: tuple[int, int] = (0, 0)
    habits: dict[Id, Rate] = Field(default_factory=dict)


class _Office(_Strict):
    id: Id
    title: _Words
    feeds: Id
    delay_days: Annotated[int, Field(ge=0, le=365)]
    error_per_mille: Rate
    invented: bool
    provenance: Provenance
    source: Annotated[str, Field(min_length=1)]
    reports: Annotated[tuple[_Report, ...], Field(min_length=1)]


class _File(_Strict):
    format: Literal["offices/1"]
    kind: Literal["office", "company"]
    offices: Annotated[tuple[_Office, ...], Field(min_length=1)]


@lru_cache(maxsize=4)
def catalogue(folder: Path = SEEDS) -> Mapping[str, Office]:
    """All feeders by id, offices first. Raises `OfficeFault`."""
    found: dict[str, Office] = {}
    for path in sorted(folder.glob("*.yaml"), reverse=True):
        for office in _read(path):
            if office.office_id in found:
                raise OfficeFault(f"{path.name}: {office.office_id} is written down twice")
            found[office.office_id] = office
    return found


def _read(path: Path) -> list[Office]:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        file = _File.model_validate(raw)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise OfficeFault(f"{path.name}: {where}: {first['msg']}") from fault
    return [_office(path, one, is_office=file.kind == "office") for one in file.offices]


def _office(path: Path, one: _Office, *, is_office: bool) -> Office:
    for report in one.reports:
        low, high = report.amount
        if not 0 <= low <= high:
            raise OfficeFault(
                f"{path.name}: {one.id}: amount is [least, most], not {report.amount}"
            )
    return Office(
        one.id,
        Title(one.title.en, one.title.zh),
        one.feeds,
        one.delay_days,
        one.error_per_mille,
        is_office=is_office,
        is_invented=one.invented,
        provenance=one.provenance,
        reports=tuple(
            Report(r.fact, r.per_mille, r.habits, r.amount[0], r.amount[1]) for r in one.reports
        ),
    )
