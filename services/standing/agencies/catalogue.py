"""The agencies of a town: `seeds/agencies/*.yaml`, one file each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Name, Percent, load_folder
from services.standing.agencies.entry_rules import EntryRules, faults

Rescoring = Literal["law", "application"] | Annotated[int, Field(ge=1, le=28)]


class AgencyKind(StrEnum):
    """What an agency is. The paper names one of each."""

    CITY = "city"
    COURT = "court"
    OFFICE = "office"
    SCHOOL = "school"
    PLATFORM = "platform"
    COMPANY = "company"
    BUREAU = "bureau"


class Agency(Sourced):
    """One that rates: by which document, whom, when, and from whose reports."""

    format: Literal["agency/1"]
    agency_id: Id = Field(alias="id")
    kind: Annotated[AgencyKind, LOOSE]
    rank: Annotated[int, Field(ge=0, le=999)]
    title: Localized[Name]
    is_name_invented: bool = Field(default=False, alias="invented_name")
    document_id: Id = Field(alias="document")
    operator: Id | None = Field(default=None, alias="run_by")
    shows: Literal["number", "yes_no"] = "number"
    enrols: Literal["everyone", "some"]  # some: residents by chance, people when they ask
    residents_percent: Percent = 0
    voluntary: bool
    shares_with_bureau: bool = False  # from the start; companies can be moved to change it
    holds: Annotated[frozenset[Id], LOOSE] = frozenset()  # sources of facts that it passes on
    fed_by: Literal["everybody", "members"] = "everybody"
    rescoring: Rescoring
    lists: EntryRules | None = None  # a company's own; None: it keeps none by score
    notice: Sourced | None = None  # its black list is heard on the lines of those on it

    @property
    def run_by(self) -> str:
        """The agency behind it: itself, unless another is named."""
        return self.operator or self.agency_id

    @property
    def is_fed_by_members(self) -> bool:
        """Whether it hears what sharing companies hold, and nothing else."""
        return self.fed_by == "members"


def catalogue() -> Mapping[str, Agency]:
    """All agencies by id, in the order in which they are shown. Raises `SeedFault`."""
    return load_folder("agencies", Agency, _check)


def _check(one: Agency) -> Iterator[Complaint]:
    """Scores read the lists of courts and offices; these must not rest on scores themselves."""
    if one.enrols == "some" and not one.voluntary:
        yield Complaint(("voluntary",), "whoever rates some only is asked", "voluntary: true")
    is_company = one.kind is AgencyKind.COMPANY
    if is_company != bool(one.holds):
        yield Complaint(
            ("holds",), "not as its kind wants it", "the sources of a company, and of nobody else"
        )
    if one.lists is not None:
        if not is_company:
            yield Complaint(("lists",), "only a company keeps lists by score", "leave it out")
        yield from faults(one.lists, one.document_id)
