"""Whose reports an agency hears: its own, the public ones, and what its contracts bring.

Courts and offices report to everybody who rates, and can be closed. What a company writes down is
its own: others hear of it only where the company runs them, or shares with the bureau.

A source that is closed at the time of judging has said nothing: its facts stay in the books and do
not count. Which facts exist is the sources' own business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy import func, select

from services.kernel.audit_log import note
from services.kernel.schema import insert_new
from services.kernel.town import Role, Town, require
from services.people.facts import FACTS
from services.people.identity import PEOPLE
from services.standing.agencies.catalogue import Agency, AgencyKind
from services.standing.agencies.documents import document
from services.standing.agencies.events import NotACompany, SharingChanged
from services.standing.agencies.licences import licences
from services.standing.agencies.ownership import Ownership, ownership
from services.standing.agencies.queries import agency as agency_of
from services.standing.agencies.queries import all_agencies
from services.standing.agencies.tables import agency_feeds

if TYPE_CHECKING:
    from services.kernel.time import TownTime

EVERYBODY = ""  # the target of a source that speaks to all who rate
BUREAU = "bureau"
PERCENT = 100
KEEPERS = frozenset({Role.FACILITATOR, Role.ADMIN, Role.OFFICE})


class Sourced(Protocol):
    """A fact, as far as its source goes."""

    @property
    def source(self) -> str:
        """Who reported it."""
        ...


F = TypeVar("F", bound=Sourced)


@dataclass(frozen=True, slots=True)
class Hearing:
    """What one agency hears at one moment. `only` is None where it hears all public sources."""

    closed: frozenset[str]
    only: frozenset[str] | None

    def hears(self, source: str) -> bool:
        """Whether reports of this source reach the agency."""
        return source not in self.closed and (self.only is None or source in self.only)

    def of(self, known: Iterable[F]) -> list[F]:
        """The facts that reach the agency."""
        return [fact for fact in known if self.hears(fact.source)]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many people the bureau knows anything at all."""

    known: int
    people: int

    @property
    def percent(self) -> int:
        """In whole percent, rounded down."""
        return PERCENT * self.known // self.people if self.people else 0


@dataclass(frozen=True, slots=True)
class Share:
    """One company, and whether it tells the bureau what it holds."""

    agency: Agency
    shares: bool
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """The bureau, its members, and how much of the town it knows."""

    agency: Agency
    companies: tuple[Share, ...]
    coverage: Coverage
    ownership_records: Ownership
    licences: Mapping[str, bool]  # by company; empty before the review


def hearing(town: Town, agency_id: str, as_of: int | None = None) -> Hearing:
    """What an agency hears as of a town time. Raises `NoSuchAgency`."""
    one = agency_of(town, agency_id)
    closed = closed_sources(town, as_of)
    if not one.is_fed_by_members:
        return Hearing(closed | _others_books(town, one), None)
    said = _entries(town, BUREAU, as_of)
    members = (c for c in _companies(town) if said.get(c.agency_id, c.shares_with_bureau))
    return Hearing(closed, frozenset(source for c in members for source in c.holds))


def closed_sources(town: Town, as_of: int | None = None) -> frozenset[str]:
    """The sources that nobody hears as of a town time."""
    entries = _entries(town, EVERYBODY, as_of)
    return frozenset(source for source, is_open in entries.items() if not is_open)


def close_source(town: Town, source: str) -> bool:
    """Let nobody hear a source from now on. True when it was heard. Raises `NotAllowed`."""
    return _set(town, source, EVERYBODY, is_open=False)


def open_source(town: Town, source: str) -> bool:
    """Let a source be heard again, also with what it said before. Raises `NotAllowed`."""
    return _set(town, source, EVERYBODY, is_open=True)


def share(town: Town, typed: str, *, shares: bool) -> Share:
    """Move a company to share with the bureau, or to stop. Twice is once.

    Raises `NotAllowed`, `NoSuchAgency`, `NotACompany`.
    """
    one = agency_of(town, typed)
    if one.kind is not AgencyKind.COMPANY:
        raise NotACompany(agency=one.agency_id)
    changed = _set(town, one.agency_id, BUREAU, is_open=shares, default=one.shares_with_bureau)
    if changed:
        town.emit(SharingChanged(town.workshop_id, one.agency_id, one.title, shares))
    return Share(one, shares, changed)


def bureau(town: Town) -> Bureau:
    """The bureau and its members as they stand now."""
    said = _entries(town, BUREAU, None)
    one = next(a for a in all_agencies(town) if a.is_fed_by_members)
    companies = tuple(
        Share(c, said.get(c.agency_id, c.shares_with_bureau)) for c in _companies(town)
    )
    return Bureau(
        agency=one,
        companies=companies,
        coverage=coverage(town, one),
        ownership_records=ownership(),
        licences=licences(town),
    )


def coverage(town: Town, one: Agency, as_of: TownTime | None = None) -> Coverage:
    """Of how many people of the town an agency has heard anything that its document reads."""
    heard = hearing(town, one.agency_id, as_of)
    kinds = {kind for rule in document(town, one.agency_id).rules for kind in rule.kinds}
    query = select(func.count(FACTS.c.participant_id.distinct())).where(
        FACTS.c.workshop_id == town.workshop_id,
        FACTS.c.town_s <= (town.now if as_of is None else as_of),
        FACTS.c.kind.in_(sorted(kinds)),
        FACTS.c.source.not_in(sorted(heard.closed)),
    )
    if heard.only is not None:
        query = query.where(FACTS.c.source.in_(sorted(heard.only)))
    people = town.conn.scalar(select(func.count()).where(PEOPLE.c.workshop_id == town.workshop_id))
    return Coverage(int(town.conn.scalar(query) or 0), int(people or 0))


def _others_books(town: Town, one: Agency) -> frozenset[str]:
    """The sources that belong to companies which neither are this agency nor run it."""
    others = (c for c in _companies(town) if c.agency_id not in (one.agency_id, one.run_by))
    return frozenset(source for c in others for source in c.holds)


def _companies(town: Town) -> list[Agency]:
    return [one for one in all_agencies(town) if one.kind is AgencyKind.COMPANY]


def _set(town: Town, source: str, target: str, *, is_open: bool, default: bool = True) -> bool:
    require(town, *KEEPERS)
    if _entries(town, target, None).get(source, default) == is_open:
        return False
    changed = insert_new(
        town.conn,
        agency_feeds,
        workshop_id=town.workshop_id,
        source=source,
        target=target,
        is_open=is_open,
        town_s=town.now,
        actor=town.actor.role.value,
        key=town.key,
    )
    if changed:
        act = "open" if is_open else "close"
        note(town, f"feed_{act}", f"{source}>{target or 'all'}", role=town.actor.role)
    return changed


def _entries(town: Town, target: str, as_of: int | None) -> dict[str, bool]:
    rows = town.conn.execute(
        select(agency_feeds.c.source, agency_feeds.c.is_open)
        .where(
            agency_feeds.c.workshop_id == town.workshop_id,
            agency_feeds.c.target == target,
            agency_feeds.c.town_s <= (town.now if as_of is None else as_of),
        )
        .order_by(agency_feeds.c.entry_id)
    )
    return {source: bool(is_open) for source, is_open in rows}
