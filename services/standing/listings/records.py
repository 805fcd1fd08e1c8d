"""Listings as they stand in the book, and reading them. Reading takes no lock unless it says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import ColumnElement, Row, bindparam, select

from services.kernel.errors import Outdated
from services.kernel.prepared import Prepared
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import Event, ParticipantId, Role, Town
from services.people import masks
from services.people.facts import FACTS
from services.people.identity import PEOPLE
from services.standing.agencies import is_company
from services.standing.listings.grounds import Ground, ground_of, grounds
from services.standing.listings.tables import listings

ListingId = NewType("ListingId", int)


class Colour(StrEnum):
    """Red is for praise, black for blame."""

    RED = "red"
    BLACK = "black"


class Ended(StrEnum):
    """What took somebody off a list again."""

    LIFTED = "lifted"  # the reason fell away: paid, or no longer the lowest score
    EXPIRED = "expired"  # its term is over
    UPHELD = "upheld"  # somebody contested it, and was believed
    REFORM = "reform"  # the law lets nobody like them be listed
    WITHDRAWN = "withdrawn"  # whoever listed at discretion took it back


@dataclass(frozen=True, slots=True)
class ListingServed(Event):
    """Somebody was put down, and the law has it that they are told why and until when."""

    listing: Listing


@dataclass(frozen=True, slots=True)
class ListingCleared(Event):
    """Somebody who was listed for a relative's deed is off the list: what ended it, after how
    many town days.
    """

    listing: Listing
    days: int


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever listed said of it: a ground, where the basis does not say it, and words;
    `to_nobody`: not to its person either, whatever the law wants.
    """

    ground: str = ""
    words: str = ""
    to_nobody: bool = False


UNSAID = Said()
UNDER_AGE = "under_age"  # the fact's kind
KIN = "kin"  # how a basis begins that is a relative's


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
    actor: Role = Role.OFFICE
    named: str = ""  # the ground, where whoever listed named one
    words: str = ""  # why, where it was at discretion
    until: TownTime | None = None
    served: TownTime | None = None
    lifted: TownTime | None = None
    ended: Ended | None = None

    @property
    def ground(self) -> Ground | None:
        """For what: the ground that was named, or else that of what it rests on."""
        return grounds().get(self.named) or ground_of(self.basis)

    @property
    def longer_days(self) -> int:
        """By how many days its term was lengthened, beyond that of its ground."""
        days = None if self.ground is None else self.ground.term_days
        if self.until is None or days is None:
            return 0
        return max(0, (self.until - self.listed) // DAY_S - days)

    @property
    def is_for_kin(self) -> bool:
        """Whether it is a relative's deed that they are listed for."""
        return self.basis.partition(":")[0] == KIN

    @property
    def is_companys(self) -> bool:
        """Whether a company keeps it, by its scores: nothing else in town rests on it."""
        return is_company(self.agency)

    @property
    def is_served_by_rule(self) -> bool:
        """Whether the law may want it served: of the town's own lists, those for blame."""
        return self.colour is Colour.BLACK and not self.is_companys


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


def listing_of(town: Town, listing_id: int, *, is_held: bool = False) -> Listing:
    """A listing of this town; one that is to change is held meanwhile. Raises `Outdated`."""
    of_this = found_where(town, listings.c.listing_id == listing_id, is_held=is_held)
    if not of_this:
        raise Outdated
    return of_this[0]


def standing(town: Town, colour: Colour) -> list[Listing]:
    """What a list shows now, in the order of entry. Reading takes no lock."""
    at = listings.c
    shown = (at.published_town_s.is_not(None), at.delisted_town_s.is_(None))
    return found_where(town, at.colour == colour, *shown)


def unended(town: Town, colour: Colour) -> list[Listing]:
    """What stands on a list or will at the next publication."""
    at = listings.c
    return found_where(town, at.colour == colour, at.lifted_town_s.is_(None))


def not_struck(town: Town, colour: Colour) -> list[Listing]:
    """The same with what is to come off, and is not off yet."""
    at = listings.c
    return found_where(town, at.colour == colour, at.delisted_town_s.is_(None))


def minors(town: Town) -> frozenset[ParticipantId]:
    """All of the town who are under age."""
    at = FACTS.c
    mine = (at.workshop_id == town.workshop_id, at.kind == UNDER_AGE)
    return frozenset(town.conn.scalars(select(at.participant_id).where(*mine)))


def ever(town: Town, colour: Colour) -> list[Listing]:
    """All that a list has ever shown, struck or not, in the order of entry."""
    at = listings.c
    return found_where(town, at.colour == colour, at.published_town_s.is_not(None))


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
        found = found_where(town, when >= since, when < until, at.published_town_s.is_not(None))
        told.append([ls for ls in found if not (ls.is_companys or ls.participant_id in hidden)])
    return told[0], told[1]


def own_of_late(town: Town, since: int) -> list[Listing]:
    """Entries of the actor's own on the town's black lists that they may know of (public, or served
    on them): those that stand, and those struck since a town time.
    """
    at = listings.c
    mine = (at.participant_id == town.actor.pid, at.colour == Colour.BLACK)
    known = at.published_town_s.is_not(None) | at.served_town_s.is_not(None)
    late = at.delisted_town_s.is_(None) | (at.delisted_town_s >= since)
    return [one for one in found_where(town, *mine, known, late) if not one.is_companys]


def of_person(town: Town, who: ParticipantId) -> list[Listing]:
    """All that the town's own black lists ever had of somebody, published or not."""
    mine = (listings.c.participant_id == who, listings.c.colour == Colour.BLACK)
    return [one for one in found_where(town, *mine) if not one.is_companys]


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


def found_where(town: Town, *where: ColumnElement[bool], is_held: bool = False) -> list[Listing]:
    """Listings of the town that meet conditions, in the order of entry; held until this ends."""
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
        actor=Role(row.actor),
        named=row.ground,
        words=row.words,
        until=row.until_town_s,
        served=row.served_town_s,
        lifted=row.lifted_town_s,
        ended=Ended(row.ended) if row.ended else None,
    )
