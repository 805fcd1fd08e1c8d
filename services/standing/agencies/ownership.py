"""Who owns the bureau, on what licence, and how the trial before it ended: `seeds/bureau.yaml`.

A file that is wrong is refused when it is read, with what to write instead.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from services.standing.agencies.catalogue import PERCENT, AgencyKind, Id, Title, catalogue
from services.standing.agencies.entry_rules import Provenance

SEEDS = Path(__file__).parents[3] / "seeds/bureau.yaml"

Source = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class OwnershipFault(Exception):
    """Owners that cannot be; the words say which file, what is wrong, what to write."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    en: Name
    zh: Name


class Licence(_Strict):
    """The day from which the bureau may collect."""

    date: date
    provenance: Provenance
    source: Source


class Capital(_Strict):
    """What was registered, in yuan."""

    amount: Annotated[int, Field(gt=0)]
    provenance: Provenance
    source: Source


class Trial(_Strict):
    """How the companies' time of preparation ended."""

    months: Annotated[int, Field(gt=0)]
    passed: frozenset[Id]
    provenance: Provenance
    source: Source


class Holder(_Strict):
    """One owner: an agency of the town, or somebody else by name."""

    agency: Id | None = None
    title: _Words | None = None
    percent: Annotated[int, Field(ge=1, le=PERCENT)]

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Holder:
        if (self.agency is None) == (self.title is None):
            raise ValueError("name an agency or a title, and not both")
        return self

    @property
    def name(self) -> Title:
        """What the owner is called."""
        if self.title is not None:
            return Title(self.title.en, self.title.zh)
        return catalogue()[str(self.agency)].title


class Shares(_Strict):
    """The cap table."""

    provenance: Provenance
    source: Source
    holders: Annotated[tuple[Holder, ...], Field(min_length=1)]


class Ownership(_Strict):
    """The whole file."""

    format: Literal["bureau/1"]
    bureau: Id
    licence: Licence
    capital_yuan: Capital
    trial: Trial
    shares: Shares

    def percent_of(self, agency_id: str) -> int:
        """What an agency of the town holds; 0 of nobody's."""
        return sum(one.percent for one in self.shares.holders if one.agency == agency_id)


@lru_cache(maxsize=2)
def ownership(path: Path = SEEDS) -> Ownership:
    """The bureau's papers. Raises `OwnershipFault`."""
    try:
        found = Ownership.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise OwnershipFault(f"{path.name}: {where}: {first['msg']}") from fault
    total = sum(one.percent for one in found.shares.holders)
    if total != PERCENT:
        raise OwnershipFault(f"{path.name}: shares add up to {total}: write {PERCENT} in all")
    companies = sorted(
        one.agency_id for one in catalogue().values() if one.kind is AgencyKind.COMPANY
    )
    named = sorted(one.agency for one in found.shares.holders if one.agency is not None)
    if named != companies:
        raise OwnershipFault(f"{path.name}: holders name {named}: write each of {companies} once")
    if unknown := found.trial.passed - set(companies):
        raise OwnershipFault(f"{path.name}: trial.passed: {sorted(unknown)}: write {companies}")
    return found
