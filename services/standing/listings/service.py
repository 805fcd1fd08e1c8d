"""The life of a listing: put down → published → lifted → struck. Facts tell of it.

Owns the entries, not the evening on which they are published nor the reasons for them. In the
opaque town a listing is found out, not announced to whom it concerns; the law can have it served.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import update

from services.kernel.schema import change_row, insert_new
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId, Town
from services.law import switchboard
from services.law.switchboard import Switch
from services.people.facts import Fact, record
from services.people.facts import strike as struck
from services.social.notices import take_off
from services.standing.listings.grounds import Ground, ground_of, grounds
from services.standing.listings.records import (
    UNSAID,
    Colour,
    Ended,
    Listing,
    ListingCleared,
    ListingServed,
    Said,
    found_where,
    listing_of,
    minors,
    unended,
)
from services.standing.listings.tables import listings

MONTH_S = 30 * DAY_S
At = TypeVar("At", int, NDArray[np.int64])

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


def enter(
    town: Town,
    agency: str,
    colour: Colour,
    who: ParticipantId,
    *,
    basis: str,
    said: Said = UNSAID,
) -> Listing:
    """Put somebody down on a list; it shows at the next publication. Once per basis."""
    found = grounds().get(said.ground) or ground_of(basis)
    days = None if found is None else found.term(_beside(town, who) if found.longer_days else ())
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
        ground=said.ground,
        words=said.words,
        until_town_s=None if days is None else town.now + days * DAY_S,
    )
    at = listings.c
    [listing] = found_where(town, at.agency == agency, at.colour == colour, at.basis == basis)
    if is_new:
        _leave_fact(town, _ENTERED, listing)
        is_told = listing.is_served_by_rule and not said.to_nobody
        if is_told and switchboard.is_on(town, Switch.LISTING_SERVED):
            listing = serve(town, listing)
    return listing


def _beside(town: Town, who: ParticipantId) -> list[Ground | None]:
    """For what somebody stands on the town's own black lists already, or will."""
    mine = [one for one in unended(town, Colour.BLACK) if one.participant_id == who]
    return [one.ground for one in mine if not one.is_companys]


def lift(
    town: Town,
    agency: str,
    *,
    basis: str,
    because: Ended = Ended.LIFTED,
    since: TownTime | None = None,
) -> bool:
    """The reason fell away, or will have at a town time: what rests on it is struck at the first
    publication after it.
    """
    done = town.conn.execute(
        update(listings)
        .where(
            listings.c.workshop_id == town.workshop_id,
            listings.c.agency == agency,
            listings.c.basis == basis,
            listings.c.lifted_town_s.is_(None),
        )
        .values(lifted_town_s=town.now if since is None else since, ended=because)
    )
    return done.rowcount > 0


def publish_due(town: Town) -> list[Listing]:
    """Publish what was put down and not lifted since. Returns what is newly published."""
    at = listings.c
    due = found_where(town, at.published_town_s.is_(None), at.lifted_town_s.is_(None), is_held=True)
    for listing in due:
        change_row(town.conn, listings, listing.listing_id, published_town_s=town.now)
    return due


def lift_due(town: Town) -> int:
    """What ends by itself: terms that are over, and whom the law spares by now. How many ended."""
    ended = 0
    law = switchboard.at(town)
    spared = minors(town) if law.value(Switch.MINORS_SPARED) == "on" else None
    months = int(law.value(Switch.LISTING_MONTHS))
    for one in unended(town, Colour.BLACK):
        if one.is_companys:
            continue
        if spared is not None and (one.is_for_kin or one.participant_id in spared):
            ended += lift(town, one.agency, basis=one.basis, because=Ended.REFORM)
        elif (end := ends_at(one, months)) is not None and end <= town.now:
            ended += lift(town, one.agency, basis=one.basis, because=Ended.EXPIRED)
    return ended


def ends_at(one: Listing, months: int) -> TownTime | None:
    """When an entry ends: by its own term, or after the most months of the law (0: none)."""
    longest = longest_until(int(one.listed), months)
    ends = (one.until, longest if longest is None else TownTime(longest))
    return min((end for end in ends if end is not None), default=None)


def longest_until(listed: At, months: int) -> At | None:
    """When the longest term of the law is over for whoever was listed at a town time, or at many;
    None where it has none.
    """
    return listed + months * MONTH_S if months else None


def strike_lifted(town: Town) -> list[Listing]:
    """Strike what has been lifted. Returns what is newly struck."""
    at = listings.c
    gone = found_where(
        town, at.lifted_town_s <= town.now, at.delisted_town_s.is_(None), is_held=True
    )
    for listing in gone:
        _strike(town, listing)
    return gone


def strike(town: Town, listing: Listing, *, because: Ended = Ended.LIFTED) -> None:
    """Take one listing off its list at once, also what was to come off later; its agency has no
    more reason for it.
    """
    lift(town, listing.agency, basis=listing.basis, because=because)
    _strike(town, listing)


def unlist(town: Town, agency: str, *, basis: str) -> None:
    """Take what rests on a basis off at once, published or not, as if it had not been put down."""
    lift(town, agency, basis=basis, because=Ended.WITHDRAWN)
    at = listings.c
    mine = (at.agency == agency, at.basis == basis, at.delisted_town_s.is_(None))
    for listing in found_where(town, *mine, is_held=True):
        _strike(town, listing)
        kind = _ENTERED[listing.is_companys, listing.colour]
        struck(town, listing.participant_id, [f"{kind}:{listing.listing_id}"], agency)


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


def serve(town: Town, listing: Listing) -> Listing:
    """Tell the person of an entry: for what, and until when. Twice is once."""
    if listing.served is not None:
        return listing
    change_row(town.conn, listings, listing.listing_id, served_town_s=town.now)
    served = listing_of(town, listing.listing_id)
    town.emit(ListingServed(served))
    return served


def _strike(town: Town, listing: Listing) -> None:
    at = listings.c
    once = (at.listing_id == listing.listing_id, at.delisted_town_s.is_(None))
    done = town.conn.execute(update(listings).where(*once).values(delisted_town_s=town.now))
    if not done.rowcount:
        return
    take_off(town, listing.listing_id)
    _leave_fact(town, _STRUCK, listing)
    if listing.is_for_kin:
        gone = listing_of(town, listing.listing_id)
        town.emit(ListingCleared(gone, (town.now - listing.listed) // DAY_S))


def _leave_fact(town: Town, kinds: Kinds, listing: Listing) -> None:
    kind = kinds.get((listing.is_companys, listing.colour))
    if kind is not None:
        key, keeper = f"{kind}:{listing.listing_id}", listing.agency
        record(town, Fact(listing.participant_id, kind, counterpart=keeper, source=keeper, key=key))
