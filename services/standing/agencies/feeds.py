"""Whose reports an agency hears: its own, the public ones, and what its contracts bring.

Courts and offices report to everybody who rates, and can be closed. What a company writes down is
its own: others hear of it only where the company runs them, or shares with the bureau.

A source that is closed at the time of judging has said nothing: its facts stay in the books and do
not count. Which facts exist is the sources' own business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from sqlalchemy import case, func, select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import insert_new
from services.kernel.town import Event, Role, Town, require
from services.law import switchboard
from services.people.facts import FACTS
from services.people.identity import PEOPLE
from services.standing.agencies.bureau import Ownership, licences, ownership
from services.standing.agencies.catalogue import Agency, catalogue, companies, document
from services.standing.agencies.catalogue import agency as agency_of
from services.standing.agencies.consent import consenting
from services.standing.agencies.tables import agency_feeds

EVERYBODY = ""  # the target of a source that speaks to all who rate
BUREAU = "bureau"
PERCENT = 100
KEEPERS = frozenset({Role.FACILITATOR, Role.ADMIN, Role.OFFICE})


class NotACompany(RuleError):
    """Only companies share with the bureau. Field: `agency`, its id."""


@dataclass(frozen=True, slots=True)
class SharingChanged(Event):
    """A company began or ceased to tell the bureau what it holds."""

    agency_id: str
    shares: bool


@dataclass(frozen=True, slots=True)
class Hearing:
    """What one agency hears at one moment. `only` is None where it hears all public sources,
    `of` where nobody's consent is asked.
    """

    closed: frozenset[str]
    only: frozenset[str] | None
    of: frozenset[str] | None = None

    def hears(self, source: str, who: str | None = None) -> bool:
        """Whether what this source reports of somebody, or of anybody, reaches the agency."""
        if source in self.closed or not (self.only is None or source in self.only):
            return False
        return self.of is None or who is None or who in self.of


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
class Blocked:
    """What members would tell the bureau and may not, for want of consent."""

    records: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Of whom each company holds anything, and anything that it may tell the bureau; who shares.

    `blocked` is None where nobody's consent is asked.
    """

    users: Mapping[str, Set[str]]  # participants, by company
    files: Mapping[str, Set[str]]
    blocked: Blocked | None
    sharing: frozenset[str]
    people: int

    def known(self, sharing: Collection[str]) -> Set[str]:
        """Of whom the bureau would know anything, if these companies shared."""
        return set().union(*(self.files[one] for one in sharing))

    def coverage(self, sharing: Collection[str]) -> Coverage:
        """The same as a count."""
        return Coverage(len(self.known(sharing)), self.people)


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
    blocked: Blocked | None = None  # None where nobody's consent is asked


def hearing(town: Town, agency_id: str) -> Hearing:
    """What an agency hears now. Raises `NoSuchAgency`."""
    one, closed = agency_of(agency_id), closed_sources(town)
    if not one.is_fed_by_members:
        return heard_by(one, closed, ())
    sharing = [company for company, shares in _shares(town) if shares]
    return heard_by(one, closed, sharing, consenting(town))


def heard_by(
    one: Agency,
    closed: frozenset[str],
    sharing: Collection[Agency],
    of: frozenset[str] | None = None,
) -> Hearing:
    """The same from which sources are closed, which companies share, and who agreed to it."""
    if one.is_fed_by_members:
        return Hearing(closed, frozenset(source for c in sharing for source in c.holds), of)
    others = (c for c in companies() if c.agency_id not in (one.agency_id, one.run_by))
    return Hearing(closed | {source for c in others for source in c.holds}, None)


def closed_sources(town: Town) -> frozenset[str]:
    """The sources that nobody hears now."""
    entries = _entries(town, EVERYBODY)
    return frozenset(source for source, is_open in entries.items() if not is_open)


def close_source(town: Town, source: str) -> bool:
    """Let nobody hear a source from now on. True when it was heard. Raises `NotAllowed`."""
    require(town, *KEEPERS)
    return _set(town, source, EVERYBODY, is_open=False)


def open_source(town: Town, source: str) -> bool:
    """Let a source be heard again, also with what it said before. Raises `NotAllowed`."""
    require(town, *KEEPERS)
    return _set(town, source, EVERYBODY, is_open=True)


def share(town: Town, typed: str, *, shares: bool) -> Share:
    """Move a company to share with the bureau, or to stop. Twice is once.

    Raises `NotAllowed`, `NoSuchAgency`, `NotACompany`.
    """
    require(town, *KEEPERS)
    one = agency_of(typed)
    if not one.is_company:
        raise NotACompany(agency=one.agency_id)
    return set_sharing(town, one, shares=shares)


def set_sharing(town: Town, one: Agency, *, shares: bool) -> Share:
    """Let a company share, or not, whoever decided so: its right is the caller's business."""
    changed = _set(town, one.agency_id, BUREAU, is_open=shares, default=one.shares_with_bureau)
    if changed:
        town.emit(SharingChanged(one.agency_id, shares))
    return Share(one, shares, changed)


def bureau(town: Town) -> Bureau:
    """The bureau and its members as they stand now."""
    found = pool(town)
    return Bureau(
        agency=next(a for a in catalogue().values() if a.is_fed_by_members),
        companies=tuple(Share(c, c.agency_id in found.sharing) for c in companies()),
        coverage=found.coverage(found.sharing),
        ownership_records=ownership(),
        licences=licences(town),
        blocked=found.blocked,
    )


def read_by_bureau(town: Town) -> frozenset[str]:
    """The kinds of facts that the bureau's document reads and the law lets count."""
    [one] = [a for a in catalogue().values() if a.is_fed_by_members]
    kinds = {kind for rule in document(town, one.agency_id).rules for kind in rule.kinds}
    return frozenset(kinds - switchboard.forbidden(switchboard.switches(town)))


def pool(town: Town) -> Pool:
    """What each company holds that the bureau could use, and who of them shares."""
    kinds = read_by_bureau(town)
    shares, closed = _shares(town), closed_sources(town)
    owners = {source: c.agency_id for c, _ in shares for source in c.holds - closed}
    read = func.sum(case((FACTS.c.kind.in_(sorted(kinds)), 1), else_=0))
    rows = town.conn.execute(
        select(FACTS.c.source, FACTS.c.participant_id, read)
        .where(
            FACTS.c.workshop_id == town.workshop_id,
            FACTS.c.town_s <= town.now,
            FACTS.c.source.in_(sorted(owners)),
        )
        .group_by(FACTS.c.source, FACTS.c.participant_id)
    )
    users: dict[str, set[str]] = {c.agency_id: set() for c, _ in shares}
    files: dict[str, set[str]] = {c.agency_id: set() for c, _ in shares}
    allowed, kept_back = consenting(town), Counter[str]()
    sharing = frozenset(c.agency_id for c, does in shares if does)
    for source, who, records in rows:
        company = owners[source]
        users[company].add(who)
        if records and (allowed is None or who in allowed):
            files[company].add(who)
        elif records and company in sharing:
            kept_back[who] += records
    people = town.conn.scalar(select(func.count()).where(PEOPLE.c.workshop_id == town.workshop_id))
    return Pool(
        users=users,
        files=files,
        blocked=None if allowed is None else Blocked(kept_back.total(), len(kept_back)),
        sharing=sharing,
        people=int(people or 0),
    )


def _shares(town: Town) -> list[tuple[Agency, bool]]:
    """Each company, and whether it tells the bureau what it holds."""
    said = _entries(town, BUREAU)
    return [(c, said.get(c.agency_id, c.shares_with_bureau)) for c in companies()]


def _set(town: Town, source: str, target: str, *, is_open: bool, default: bool = True) -> bool:
    if _entries(town, target).get(source, default) == is_open:
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


def _entries(town: Town, target: str) -> dict[str, bool]:
    rows = town.conn.execute(
        select(agency_feeds.c.source, agency_feeds.c.is_open)
        .where(
            agency_feeds.c.workshop_id == town.workshop_id,
            agency_feeds.c.target == target,
            agency_feeds.c.town_s <= town.now,
        )
        .order_by(agency_feeds.c.entry_id)
    )
    return {source: bool(is_open) for source, is_open in rows}
