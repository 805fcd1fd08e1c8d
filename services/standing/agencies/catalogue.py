"""The agencies of a town, read from `seeds/agencies/*.yaml` and checked once.

A file that is wrong is refused when it is read, with what to write instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.standing.agencies.entry_rules import (
    EntryRules,
    ListsBlock,
    Provenance,
    faults,
    rules_of,
)

SEEDS = Path(__file__).parents[3] / "seeds/agencies"
PERCENT = 100

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Rescoring: TypeAlias = "Literal['law', 'application'] | int"


class AgencyKind(StrEnum):
    """What an agency is. The paper names one of each."""

    CITY = "city"
    COURT = "court"
    OFFICE = "office"
    SCHOOL = "school"
    PLATFORM = "platform"
    COMPANY = "company"
    BUREAU = "bureau"


class AgencyFault(Exception):
    """An agency that cannot be; the words say which file, what is wrong, what to write."""


@dataclass(frozen=True, slots=True)
class Title:
    """A name in each language of the town."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well something is evidenced, and by what."""

    provenance: str
    source: str


@dataclass(frozen=True, slots=True)
class Agency:
    """One that rates: by which document, whom, when, and from whose reports."""

    agency_id: str
    kind: AgencyKind
    rank: int
    title: Title
    is_name_invented: bool
    document_id: str
    run_by: str
    shows: str  # "number" or "yes_no"
    enrols: str  # "everyone" or "some": residents by chance, people when they ask
    residents_percent: int
    voluntary: bool
    shares_with_bureau: bool  # from the start; companies can be moved to change it
    holds: frozenset[str]  # the sources of facts that it passes on where it shares
    is_fed_by_members: bool  # hears what sharing companies hold, and nothing else
    rescoring: Rescoring
    lists: EntryRules | None  # a company's own; None: it keeps none by score
    notice: Evidence | None  # its black list is heard on the lines of those on it
    provenance: str
    source: str


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    en: Annotated[str, Field(min_length=1, max_length=60)]
    zh: Annotated[str, Field(min_length=1, max_length=60)]


class _Evidence(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    provenance: Provenance
    source: Annotated[str, Field(min_length=1)]


class _File(BaseModel):
    """The file as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["agency/1"]
    id: Id
    kind: AgencyKind
    rank: Annotated[int, Field(ge=0, le=999)]
    title: _Words
    invented_name: bool = False
    document: Id
    run_by: Id | None = None
    shows: Literal["number", "yes_no"] = "number"
    enrols: Literal["everyone", "some"]
    residents_percent: Annotated[int, Field(ge=0, le=PERCENT)] = 0
    voluntary: bool
    shares_with_bureau: bool = False
    holds: tuple[Id, ...] = ()
    fed_by: Literal["everybody", "members"] = "everybody"
    rescoring: Literal["law", "application"] | Annotated[int, Field(ge=1, le=28)]
    lists: ListsBlock | None = None
    notice: _Evidence | None = None
    provenance: Provenance
    source: Annotated[str, Field(min_length=1)]


@lru_cache(maxsize=4)
def catalogue(folder: Path = SEEDS) -> Mapping[str, Agency]:
    """All agencies by id, in the order in which they are shown. Raises `AgencyFault`."""
    found = [_read(path) for path in sorted(folder.glob("*.yaml"))]
    ordered = sorted(found, key=lambda one: (one.rank, one.agency_id))
    return {one.agency_id: one for one in ordered}


def _read(path: Path) -> Agency:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        file = _File.model_validate(raw)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise AgencyFault(f"{path.name}: {where}: {first['msg']}") from fault
    if file.id != path.stem:
        raise AgencyFault(f"{path.name}: id must be {path.stem!r}, as the file is called")
    if file.enrols == "some" and not file.voluntary:
        raise AgencyFault(f"{path.name}: whoever rates some only is asked: write voluntary: true")
    if (file.kind is AgencyKind.COMPANY) != bool(file.holds):
        raise AgencyFault(f"{path.name}: holds: the sources of a company, and of nobody else")
    _check_lists(path.name, file)
    return _agency(file)


def _check_lists(name: str, file: _File) -> None:
    """Scores read the lists of courts and offices; they must not rest on scores themselves."""
    if file.lists is None:
        return
    if file.kind is not AgencyKind.COMPANY:
        raise AgencyFault(
            f"{name}: lists: only a company keeps lists by score: leave the block out"
        )
    for fault in faults(file.lists, file.document):
        raise AgencyFault(f"{name}: {fault}")


def _agency(file: _File) -> Agency:
    return Agency(
        file.id,
        file.kind,
        file.rank,
        Title(file.title.en, file.title.zh),
        is_name_invented=file.invented_name,
        document_id=file.document,
        run_by=file.run_by or file.id,
        shows=file.shows,
        enrols=file.enrols,
        residents_percent=file.residents_percent,
        voluntary=file.voluntary,
        shares_with_bureau=file.shares_with_bureau,
        holds=frozenset(file.holds),
        is_fed_by_members=file.fed_by == "members",
        rescoring=file.rescoring,
        lists=None if file.lists is None else rules_of(file.lists),
        notice=None if file.notice is None else _evidence(file.notice),
        provenance=file.provenance,
        source=file.source,
    )


def _evidence(given: _Evidence) -> Evidence:
    return Evidence(given.provenance, given.source)
