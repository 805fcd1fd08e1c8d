"""The wall of shame, and the court's list as anybody may search it.

The wall names nobody in full. In the place of whoever is masked hangs an invented stand-in; a
search finds them no more than somebody who was never listed.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.localized import Localized
from services.kernel.money import Money
from services.kernel.time import Moment
from services.kernel.town import ParticipantId, Town, UnitOfWork
from services.law import switchboard
from services.people import masks
from services.people.identity import by_name, own_town
from services.standing import courts, listings
from services.standing.listings import Colour, Listing
from services.standing.lists.board import masked


@dataclass(frozen=True, slots=True)
class Shamed:
    """One place on the wall: a masked name, or none where a stand-in hangs for somebody."""

    name: Localized | None
    agency: str
    since: Moment


@dataclass(frozen=True, slots=True)
class ShameWall:
    """Whom the town's black list names, as it hangs in the town's group."""

    is_lawful: bool
    shown: tuple[Shamed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtEntry:
    """One entry of the court's list, with its case where a judgment is behind it."""

    name: str
    since: Moment
    case: str
    owed: Money | None


@dataclass(frozen=True, slots=True)
class CourtList:
    """The court's list; `sought`: only the entries of this person, and perhaps none."""

    entries: tuple[CourtEntry, ...]
    sought: str = ""


def shame(town: Town) -> ShameWall:
    """The wall as it hangs now."""
    if not switchboard.is_on(town, switchboard.Switch.SHAME_WALL):
        return ShameWall(is_lawful=False)
    hidden = masks.hidden(town)
    places: dict[ParticipantId, Shamed] = {}
    for one in listings.standing(town, Colour.BLACK):
        if not one.is_companys:
            name = None if one.participant_id in hidden else masked(one.name)
            since = Moment(one.published or one.listed)
            places.setdefault(one.participant_id, Shamed(name, one.agency, since))
    return ShameWall(is_lawful=True, shown=tuple(places.values()))


def read_shame(uow: UnitOfWork) -> ShameWall:
    """The same, of the town that one runs or lives in. Raises `NotInTown`."""
    return shame(own_town(uow))


def court_list(uow: UnitOfWork, typed: str = "") -> CourtList:
    """The court's list, searched by a name if one was typed. Raises `NobodyOfThatName`."""
    town = own_town(uow)
    named = by_name(town, typed) if typed.strip() else None
    found = (one for one in listings.public(town)[Colour.BLACK] if one.agency == courts.AGENCY)
    if named is None:
        return CourtList(tuple(_entry(town, one) for one in found))
    theirs = (one for one in found if one.participant_id == named.participant_id)
    return CourtList(tuple(_entry(town, one) for one in theirs), named.name)


def _entry(town: Town, listing: Listing) -> CourtEntry:
    judgment = courts.judgment_on_which(town, listing.basis)
    return CourtEntry(
        name=listing.name,
        since=Moment(listing.published or listing.listed),
        case=judgment.case if judgment else "",
        owed=judgment.amount if judgment else None,
    )
