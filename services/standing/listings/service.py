"""The life of a listing: put down → published → lifted → struck. Facts tell of it.

Owns the entries, not the evening on which they are published nor the reasons for them. Nobody is
told here: in the opaque town a listing is found out, not announced to the one it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import ColumnElement, Row, bindparam, select, update

from services.kernel.prepared import Prepared
from services.kernel.schema import change_row, insert_new
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people import masks
from services.people.facts import Fact, record
from services.people.identity import PEOPLE
from services.social.notices import take_off
from services.standing.agencies import is_company
from services.standing.listings.tables import listings

ListingId = NewType("ListingId", int)


class Colour(StrEnum):
    """Red is for praise, black for blame."""

    RED = "red"
    BLACK = "black"


# What lists say of a person, as kinds of facts: entering a black list and leaving it count, so does
# an honour. A company lists by score: no document reads what it writes, or a score would feed
# itself; and what relatives did for a court does not follow from a company's opinion of them.
Kinds = Mapping[tuple[bool, Colour], str]
_ENTERED: Kinds = {
    (False, Colour.RED): "honour_received",
    (False, Colour.BLACK): "listed",
    (True, Colour.RED): "company_praised",
    (True, Colour.BLACK): "company_listed",
}
_STRUCK: Kinds = {(False, Colour.BLACK): "delisted", (True, Colour.BLACK): "company_delisted"}


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


_BLAMED = Prepared(
    select(listings.c.listing_id)
    .where(
        listings.c.participant_id == bindparam("b_who"),
        listings.c.colour == Colour.BLACK.value,
        listings.c.published_town_s.is_not(None),
        listings.c.delisted_town_s.is_(None),
    )
    .limit(1)
)  # prepared: every act asks it


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
    at = listings.c
    [listing] = _found(town, at.agency == agency, at.colour == colour, at.basis == basis)
    if is_new:
        _leave_fact(town, _ENTERED, listing)
    return listing


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
    at = listings.c
    due = _found(town, at.published_town_s.is_(None), at.lifted_town_s.is_(None), is_held=True)
    for listing in due:
        change_row(town.conn, listings, listing.listing_id, published_town_s=town.now)
    return due


def strike_lifted(town: Town) -> list[Listing]:
    """Strike what has been lifted. Returns what is newly struck."""
    at = listings.c
    gone = _found(town, at.lifted_town_s.is_not(None), at.delisted_town_s.is_(None), is_held=True)
    for listing in gone:
        _strike(town, listing)
    return gone


def strike(town: Town, listing: Listing) -> None:
    """Take one listing off its list at once; its agency has no more reason for it."""
    if listing.delisted is None and lift(town, listing.agency, basis=listing.basis):
        _strike(town, listing)


def renew(
    town: Town,
    agency: str,
    colour: Colour,
    standing: Collection[Listing],
    wanted: Mapping[ParticipantId, str],
) -> set[ParticipantId]:
    """Strike who is not `wanted`, enter who is new with their basis; whoever came or went.

    Who stays keeps the old entry, with its date. The order of entry tells no rank.
    """
    gone = [listing for listing in standing if listing.participant_id not in wanted]
    new = wanted.keys() - {listing.participant_id for listing in standing}
    for listing in gone:
        strike(town, listing)
    for who in sorted(new):
        enter(town, agency, colour, who, basis=wanted[who])
    return new | {listing.participant_id for listing in gone}


def standing(town: Town, colour: Colour) -> list[Listing]:
    """What a list shows now, in the order of entry. Reading takes no lock."""
    at = listings.c
    shown = (at.published_town_s.is_not(None), at.delisted_town_s.is_(None))
    return _found(town, at.colour == colour, *shown)


def ever(town: Town, colour: Colour) -> list[Listing]:
    """All that a list has ever shown, struck or not, in the order of entry."""
    at = listings.c
    return _found(town, at.colour == colour, at.published_town_s.is_not(None))


def is_blamed(town: Town, who: ParticipantId) -> bool:
    """Whether any black list names somebody now."""
    return _BLAMED.one_or_none(town.conn, {"b_who": who}) is not None


def is_praised(town: Town, who: ParticipantId) -> bool:
    """Whether somebody stands on the town's own red list."""
    praised = standing(town, Colour.RED)
    return any(one.participant_id == who and not one.is_companys for one in praised)


def changes(town: Town, since: int, until: int) -> tuple[list[Listing], list[Listing]]:
    """What came onto the town's own lists between two town times, and what went."""
    at, told, hidden = listings.c, [], masks.hidden(town)
    for when in (at.published_town_s, at.delisted_town_s):
        found = _found(town, when >= since, when < until, at.published_town_s.is_not(None))
        told.append([ls for ls in found if not (ls.is_companys or ls.participant_id in hidden)])
    return told[0], told[1]


def both(town: Town) -> dict[Colour, list[Listing]]:
    """The same of both lists."""
    return {colour: standing(town, colour) for colour in Colour}


def public(town: Town) -> dict[Colour, list[Listing]]:
    """Both lists as others may read them: without those who are masked."""
    hidden = masks.hidden(town)
    return {
        colour: [one for one in found if one.participant_id not in hidden]
        for colour, found in both(town).items()
    }


def _strike(town: Town, listing: Listing) -> None:
    change_row(town.conn, listings, listing.listing_id, delisted_town_s=town.now)
    take_off(town, listing.listing_id)
    _leave_fact(town, _STRUCK, listing)


def _leave_fact(town: Town, kinds: Kinds, listing: Listing) -> None:
    kind = kinds.get((listing.is_companys, listing.colour))
    if kind is not None:
        key, keeper = f"{kind}:{listing.listing_id}", listing.agency
        record(town, Fact(listing.participant_id, kind, counterpart=keeper, source=keeper, key=key))


def _found(town: Town, *where: ColumnElement[bool], is_held: bool = False) -> list[Listing]:
    query = (
        select(listings, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == listings.c.participant_id)
        .where(listings.c.workshop_id == town.workshop_id, *where)
        .order_by(listings.c.listing_id)
    )
    if is_held:  # two publications at once must not both find the same entry new
        query = query.with_for_update(of=listings)
    return [_listing(row) for row in town.conn.execute(query)]


def _listing(row: Row[*tuple[Any, ...]]) -> Listing:
    return Listing(
        listing_id=row.listing_id,
        agency=row.agency,
        colour=Colour(row.colour),
        participant_id=row.participant_id,
        name=row.name,
        basis=row.basis,
        listed=row.listed_town_s,
        published=row.published_town_s,
        delisted=row.delisted_town_s,
    )
