"""The life of a listing: put down → published → lifted → struck. Facts tell of it.

Owns the entries, not the evening on which they are published nor the reasons for them. Nobody is
told here: in the opaque town a listing is found out, not announced to the one it concerns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NewType

from sqlalchemy import select, update

from services.kernel.schema import change_row, insert_new
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people.facts import Fact, record
from services.people.identity import PEOPLE
from services.standing.agencies import is_company
from services.standing.listings.tables import listings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Row, Select

ListingId = NewType("ListingId", int)


class Colour(StrEnum):
    """Red is for praise, black for blame."""

    RED = "red"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What lists say of a person, as kinds of facts."""

    entered: Mapping[Colour, str]
    struck: Mapping[Colour, str]


# Entering a black list and leaving it count, so does an honour.
_COUNTING = _Kinds(
    {Colour.RED: "honour_received", Colour.BLACK: "listed"}, {Colour.BLACK: "delisted"}
)
# A company lists by score. No document reads what it writes, or a score would feed itself; and what
# relatives did for a court does not follow from a company's opinion of them.
_COMPANYS = _Kinds(
    {Colour.RED: "company_praised", Colour.BLACK: "company_listed"},
    {Colour.BLACK: "company_delisted"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One person on one agency's list."""

    listing_id: ListingId
    agency: str
    colour: Colour
    participant_id: ParticipantId
    name: str
    basis: str
    listed: TownTime
    published: TownTime | None
    delisted: TownTime | None

    @property
    def is_companys(self) -> bool:
        """Whether a company keeps it, by its scores: nothing else in town rests on it."""
        return is_company(self.agency)


def enter(town: Town, agency: str, colour: Colour, who: ParticipantId, *, basis: str) -> Listing:
    """Put somebody down on a list; it shows at the next publication. Once per basis."""
    is_new = insert_new(
        town.conn,
        listings,
        workshop_id=town.workshop_id,
        agency=agency,
        colour=colour,
        participant_id=who,
        basis=basis,
        actor=town.actor.role,
        listed_town_s=town.now,
    )
    row = town.conn.execute(
        _named(town).where(
            listings.c.agency == agency, listings.c.colour == colour, listings.c.basis == basis
        )
    ).one()
    if is_new:
        _leave_fact(town, _kinds(agency).entered, _listing(row))
    return _listing(row)


def lift(town: Town, agency: str, *, basis: str) -> bool:
    """The reason fell away: what rests on it is struck at the next publication."""
    done = town.conn.execute(
        update(listings)
        .where(
            listings.c.workshop_id == town.workshop_id,
            listings.c.agency == agency,
            listings.c.basis == basis,
            listings.c.lifted_town_s.is_(None),
        )
        .values(lifted_town_s=town.now)
    )
    return done.rowcount > 0


def publish_due(town: Town) -> list[Listing]:
    """Publish what was put down and not lifted since. Returns what is newly published."""
    due = _locked(town, listings.c.published_town_s.is_(None), listings.c.lifted_town_s.is_(None))
    for listing in due:
        change_row(town.conn, listings, listing.listing_id, published_town_s=town.now)
    return due


def strike_lifted(town: Town) -> list[Listing]:
    """Strike what has been lifted. Returns what is newly struck."""
    gone = _locked(
        town, listings.c.lifted_town_s.is_not(None), listings.c.delisted_town_s.is_(None)
    )
    for listing in gone:
        _strike(town, listing)
    return gone


def strike(town: Town, listing: Listing) -> None:
    """Take one listing off its list at once; its agency has no more reason for it."""
    if listing.delisted is None and lift(town, listing.agency, basis=listing.basis):
        _strike(town, listing)


def standing(town: Town, colour: Colour) -> list[Listing]:
    """What a list shows now, in the order of entry. Reading takes no lock."""
    rows = town.conn.execute(
        _named(town)
        .where(
            listings.c.colour == colour,
            listings.c.published_town_s.is_not(None),
            listings.c.delisted_town_s.is_(None),
        )
        .order_by(listings.c.listing_id)
    )
    return [_listing(row) for row in rows]


def _strike(town: Town, listing: Listing) -> None:
    change_row(town.conn, listings, listing.listing_id, delisted_town_s=town.now)
    _leave_fact(town, _kinds(listing.agency).struck, listing)


def _kinds(agency: str) -> _Kinds:
    return _COMPANYS if is_company(agency) else _COUNTING


def _leave_fact(town: Town, kinds: Mapping[Colour, str], listing: Listing) -> None:
    kind = kinds.get(listing.colour)
    if kind is not None:
        key = f"{kind}:{listing.listing_id}"
        keeper = listing.agency
        record(town, Fact(listing.participant_id, kind, counterpart=keeper, source=keeper, key=key))


def _named(town: Town) -> Select[Any]:
    return (
        select(listings, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == listings.c.participant_id)
        .where(listings.c.workshop_id == town.workshop_id)
    )


def _locked(town: Town, *where: ColumnElement[bool]) -> list[Listing]:
    # Two publications at once must not both find the same entry new.
    rows = town.conn.execute(
        _named(town).where(*where).order_by(listings.c.listing_id).with_for_update(of=listings)
    )
    return [_listing(row) for row in rows]


def _listing(row: Row[*tuple[Any, ...]]) -> Listing:
    return Listing(
        listing_id=ListingId(row.listing_id),
        agency=row.agency,
        colour=Colour(row.colour),
        participant_id=ParticipantId(row.participant_id),
        name=row.name,
        basis=row.basis,
        listed=TownTime(row.listed_town_s),
        published=None if row.published_town_s is None else TownTime(row.published_town_s),
        delisted=None if row.delisted_town_s is None else TownTime(row.delisted_town_s),
    )
