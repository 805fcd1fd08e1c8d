"""Who owns the bureau, on what licence, and how the trial before it ended: `seeds/bureau.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, PERCENT, Name, known, load
from services.standing.agencies.catalogue import AgencyKind, catalogue


class Licence(Sourced):
    """The day from which the bureau may collect."""

    date: date


class Capital(Sourced):
    """What was registered, in yuan."""

    amount: Annotated[int, Field(gt=0)]


class Trial(Sourced):
    """How the companies' time of preparation ended."""

    months: Annotated[int, Field(gt=0)]
    passed: Annotated[frozenset[Id], LOOSE]


class Holder(Strict):
    """One owner: an agency of the town, or somebody else by name."""

    agency: Id | None = None
    title: Localized[Name] | None = None
    percent: Annotated[int, Field(ge=1, le=PERCENT)]

    @property
    def name(self) -> Localized:
        """What the owner is called."""
        return self.title or catalogue()[str(self.agency)].title


class Shares(Sourced):
    """The cap table."""

    holders: Annotated[tuple[Holder, ...], Field(min_length=1)]


class Ownership(Strict):
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


def ownership() -> Ownership:
    """The bureau's papers. Raises `SeedFault`."""
    return load("bureau.yaml", Ownership, _check)


def _check(file: Ownership) -> Iterator[Complaint]:
    holders, place = file.shares.holders, ("shares", "holders")
    for index, one in enumerate(holders):
        if (one.agency is None) == (one.title is None):
            yield Complaint((*place, index), "who is it", "an agency or a title, and not both")
    total = sum(one.percent for one in holders)
    if total != PERCENT:
        yield Complaint(place, f"shares add up to {total}", f"{PERCENT} in all")
    companies = sorted(
        one.agency_id for one in catalogue().values() if one.kind is AgencyKind.COMPANY
    )
    named = sorted(one.agency for one in holders if one.agency is not None)
    if named != companies:
        wanted = f"each of {', '.join(companies)} once"
        yield Complaint(place, f"they name {', '.join(named)}", wanted)
    for agency in sorted(file.trial.passed):
        yield from known(("trial", "passed"), agency, companies)
    yield from known(("bureau",), file.bureau, catalogue())
