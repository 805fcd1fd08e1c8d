"""The agencies of a town, `seeds/agencies/*.yaml`, and the score documents they judge by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from scoring import Library, NoDocument, ScoreDocument, load_library
from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, SEEDS, Name, Percent, known, load_folder
from services.kernel.time import calendar_date
from services.kernel.town import Town
from services.law.switchboard import Setting

DOCUMENTS = SEEDS / "scores"
TYPED_MAX = 40


class NoSuchAgency(RuleError):
    """Nobody rates here under that name. Fields: `typed`, `known` (the ids, in one line)."""


@lru_cache(maxsize=1)
def library() -> Library:
    """Every version of every document, read and checked once."""
    return load_library(DOCUMENTS)


AtMost = Annotated[int, Field(ge=1, le=20)]  # a longer list would be no list but a register


class Red(Strict):
    """Who is praised."""

    start: Annotated[int, Field(alias="from")]
    at_most: AtMost


class Black(Strict):
    """Who is blamed."""

    below: int
    at_most: AtMost


class EntryRules(Sourced):
    """How one company draws up its two lists, and how well that is evidenced."""

    red: Red
    black: Black


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
    rescoring: Literal["law", "application"] | Annotated[int, Field(ge=1, le=28)]
    lists: EntryRules | None = None  # a company's own; None: it keeps none by score
    notice: Sourced | None = None  # its black list is heard on the lines of those on it

    @property
    def run_by(self) -> str:
        """The agency behind it: itself, unless another is named."""
        return self.operator or self.agency_id

    @property
    def is_company(self) -> bool:
        """Whether it lends or sells, keeps what it sees to itself, and lists people by score."""
        return self.kind is AgencyKind.COMPANY

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
    if one.is_company != bool(one.holds):
        yield Complaint(
            ("holds",), "not as its kind wants it", "the sources of a company, and of nobody else"
        )
    if one.lists is not None:
        if not one.is_company:
            yield Complaint(("lists",), "only a company keeps lists by score", "leave it out")
        yield from _list_faults(one.lists, one.document_id)


def _list_faults(rules: EntryRules, document_id: str) -> Iterator[Complaint]:
    """What cannot be, where lists are drawn up by scores of this document."""
    red, black = rules.red.start, rules.black.below
    if red <= black:
        yield Complaint(
            ("lists", "red", "from"), f"{red} is not above black.below {black}", "a higher red.from"
        )
    documents = library().documents.values()
    yield from known(("document",), document_id, {document.id for document in documents})
    scales = [document.scale for document in documents if document.id == document_id]
    low = max((scale.min for scale in scales), default=red)
    high = min((scale.max for scale in scales), default=red)
    for place, at in {("red", "from"): red, ("black", "below"): black}.items():
        if scales and not low < at <= high:
            wrong = f"{at} is off the scale of {document_id}"
            yield Complaint(("lists", *place), wrong, f"{low + 1} to {high}")


def companies() -> list[Agency]:
    """Those that are one, in the same order."""
    return [one for one in catalogue().values() if one.is_company]


def is_company(agency_id: str) -> bool:
    """Whether somebody who keeps a list is one of the companies."""
    found = catalogue().get(agency_id)
    return found is not None and found.is_company


def agency(agency_id: str) -> Agency:
    """One agency by id. Raises `NoSuchAgency`."""
    found = catalogue().get(agency_id)
    if found is None:
        raise NoSuchAgency(typed=agency_id[:TYPED_MAX], known=", ".join(catalogue()))
    return found


def find(typed: str) -> Agency:
    """One agency by id or title in either language, or by how only one begins; case does not
    matter. Raises `NoSuchAgency`.
    """
    wanted = " ".join(typed.split()).casefold()
    begun = begun_by(wanted, catalogue().values())
    exact = [one for one in begun if wanted in _names(one)]
    found = exact or begun
    return found[0] if wanted and len(found) == 1 else agency(typed.strip())


def begun_by(wanted: str, among: Iterable[Agency]) -> list[Agency]:
    """Those whose id or title begins with some words in small letters."""
    return [one for one in among if any(name.startswith(wanted) for name in _names(one))]


def _names(one: Agency) -> tuple[str, ...]:
    return one.agency_id, one.title.en.casefold(), one.title.zh.casefold()


def document(town: Town, agency_id: str) -> ScoreDocument:
    """The version that judges the town's today.

    The town's calendar begins in 2015, before some documents did: until a document's first day
    comes, its newest version judges. Raises `NoSuchAgency`.
    """
    return document_on(agency_id, town.now)


def document_on(agency_id: str, now: int) -> ScoreDocument:
    """The same as of a town second. Raises `NoSuchAgency`."""
    document_id = agency(agency_id).document_id
    try:
        return library().in_force(document_id, calendar_date(now))
    except NoDocument:
        return library().newest(document_id)


def touched(town: Town, setting: Setting) -> list[Agency]:
    """Those whose scores hang on a switch: by their document's own word, or by what it reads."""
    return [
        one
        for one in catalogue().values()
        if setting.switch.value in (paper := document(town, one.agency_id)).switches
        or any(kind in setting.kinds for rule in paper.rules for kind in rule.kinds)
    ]
