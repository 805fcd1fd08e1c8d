"""The bureau's papers, `seeds/bureau.yaml`: owners, licence, and how the companies' trial ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import select

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.schema import insert_new
from services.kernel.seeds import LOOSE, PERCENT, Name, Natural, Percent, known, load
from services.kernel.town import STEWARDS, Event, Town, UnitOfWork, WorkshopId, require
from services.law import switchboard
from services.law.switchboard import Switch
from services.people.identity import own_town
from services.standing.agencies.catalogue import catalogue, companies
from services.standing.agencies.tables import licence_reviews

CONSULTATION = Switch.LICENCE_CONSULTATION


class ReviewedBefore(RuleError):
    """The licence review of this town is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencesReviewed(Event):
    """The companies' trial is over, and these of them may collect from now on."""

    workshop_id: WorkshopId
    companies: int
    months: int
    passed: tuple[Localized, ...]
    provenance: str
    said: tuple[tuple[Reason, int], ...] = ()  # by the room before: how many gave each reason


@dataclass(frozen=True, slots=True)
class Choice:
    """The document on why these companies were chosen; `opened` is None while it is sealed."""

    known: Document
    opened: Document | None


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


class Prices(Sourced):
    """What a company earns in a month by each person, in fen, and what counts as large."""

    only_here: Natural  # its own score of somebody whom the bureau does not know
    also_there: Natural  # the same where the bureau could be asked instead
    bureau_report: Natural  # what the bureau earns, of which the company holds a share
    learned: Natural  # somebody of whom only the pool tells it
    large_percent: Percent  # of what the largest company knows
    middle_percent: Percent


class Consenting(Sourced):
    """How many residents in a hundred would let companies tell the bureau of them."""

    residents_percent: Percent
    by_habit: Mapping[Id, Percent]


class Document(Sourced):
    """What a document says, line by line."""

    lines: Annotated[tuple[Localized, ...], Field(min_length=1, max_length=8)]


class Reason(Strict):
    """Why somebody would license the companies, or not."""

    licenses: bool
    title: Localized[Name]


class Judgement(Sourced):
    """What the room may say before the review."""

    reasons: Mapping[Id, Reason]


class ChoiceFile(Strict):
    """Why these companies: what is known of it, and a document that the town made up."""

    known: Document
    made_up: Document


class Ownership(Strict):
    """The whole file."""

    format: Literal["bureau/1"]
    bureau: Id
    licence: Licence
    capital_yuan: Capital
    trial: Trial
    shares: Shares
    boardroom: Prices
    consent: Consenting
    choice: ChoiceFile
    judgement: Judgement

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
    ids = sorted(one.agency_id for one in companies())
    named = sorted(one.agency for one in holders if one.agency is not None)
    if named != ids:
        wanted = f"each of {', '.join(ids)} once"
        yield Complaint(place, f"they name {', '.join(named)}", wanted)
    prices = file.boardroom
    if prices.middle_percent >= prices.large_percent:
        yield Complaint(("boardroom", "middle_percent"), "not below large_percent", "a lower one")
    for agency in sorted(file.trial.passed):
        yield from known(("trial", "passed"), agency, ids)
    yield from known(("bureau",), file.bureau, catalogue())


def review_licences(town: Town, *, said: tuple[tuple[Reason, int], ...] = ()) -> Mapping[str, bool]:
    """Let the central bank decide on all companies. Raises `NotAllowed`, `ReviewedBefore`."""
    require(town, *STEWARDS)
    trial = ownership().trial
    outcome = {one.agency_id: one.agency_id in trial.passed for one in companies()}
    for agency_id, passed in outcome.items():
        is_new = insert_new(
            town.conn,
            licence_reviews,
            workshop_id=town.workshop_id,
            agency=agency_id,
            passed=passed,
            town_s=town.now,
        )
        if not is_new:
            raise ReviewedBefore
        note(town, "licence", f"{agency_id}={'yes' if passed else 'no'}", role=town.actor.role)
    town.emit(
        LicencesReviewed(
            workshop_id=town.workshop_id,
            companies=len(outcome),
            months=trial.months,
            passed=tuple(one.title for one in companies() if outcome[one.agency_id]),
            provenance=trial.provenance,
            said=said,
        )
    )
    return outcome


def choice(uow: UnitOfWork) -> Choice:
    """Why these companies: sealed until the law wants the public consulted. Raises `NotInTown`."""
    file, is_open = ownership().choice, switchboard.is_on(own_town(uow), CONSULTATION)
    return Choice(file.known, file.made_up if is_open else None)


def licences(town: Town) -> Mapping[str, bool]:
    """Which company passed the review; empty before there was one."""
    rows = town.conn.execute(
        select(licence_reviews.c.agency, licence_reviews.c.passed).where(
            licence_reviews.c.workshop_id == town.workshop_id
        )
    )
    return {agency: bool(passed) for agency, passed in rows}
