"""The offices as data, `seeds/offices/*.yaml`: what each reports, how often, how late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import (
    LOOSE,
    PER_MILLE,
    PERCENT,
    Name,
    PerMille,
    Span,
    known,
    load,
    unique,
)
from services.kernel.town import Town
from services.law import switchboard
from services.law.switchboard import Switch
from services.standing import agencies
from services.standing.scores import kinds


class Report(Strict):
    """One kind of thing that an office writes down, and how often it happens to whom."""

    kind: Id = Field(alias="fact")
    per_mille: PerMille
    amount: Span = (0, 0)
    by_habit: dict[Id, PerMille] = Field(default_factory=dict, alias="habits")

    def rate(self, habit: str) -> int:
        """The chance in 1000 that it happens on one day to somebody of that habit."""
        return self.by_habit.get(habit, self.per_mille)


class Office(Sourced):
    """One feeder: an office, or a company that keeps books of its own and feeds itself."""

    office_id: Id = Field(alias="id")
    title: Localized[Name]
    feeds: Id  # an agency
    delay_days: Annotated[int, Field(ge=0, le=365)]
    error_per_mille: PerMille
    error_by_law: Annotated[Switch, LOOSE] | None = None  # in per cent, instead
    is_invented: bool = Field(alias="invented")
    reports: Annotated[tuple[Report, ...], Field(min_length=1)]

    @property
    def is_office(self) -> bool:
        """False for a company's own books."""
        return self.feeds != self.office_id

    def in_law(self, town: Town) -> Office:
        """The same with the error that the law of a town lets it make."""
        if self.error_by_law is None:
            return self
        percent = int(switchboard.value(town, self.error_by_law))
        return self.model_copy(update={"error_per_mille": percent * PER_MILLE // PERCENT})


class Offices(Strict):
    """A whole file."""

    format: Literal["offices/1"]
    kind: Literal["office", "company"]
    offices: Annotated[tuple[Office, ...], Field(min_length=1)]


def catalogue() -> Mapping[str, Office]:
    """All feeders by id, offices first. Raises `SeedFault`."""
    files = (load(f"offices/{name}.yaml", Offices, _check) for name in ("offices", "companies"))
    return {one.office_id: one for file in files for one in file.offices}


def _check(file: Offices) -> Iterator[Complaint]:
    yield from unique(("offices",), (one.office_id for one in file.offices))
    for index, one in enumerate(file.offices):
        place = ("offices", index)
        yield from known((*place, "feeds"), one.feeds, agencies.catalogue())
        for number, report in enumerate(one.reports):
            yield from known((*place, "reports", number, "fact"), report.kind, kinds())
        if file.kind == "company" and one.is_office:
            yield Complaint((*place, "feeds"), "a company feeds itself", one.office_id)
        if file.kind == "office" and one.office_id in agencies.catalogue():
            yield Complaint((*place, "id"), "an agency is called so", "an id of its own")
