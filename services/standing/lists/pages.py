"""One entry of a black list: all of it to whoever runs the town, to its person what may be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, Town, require
from services.law import switchboard
from services.law.switchboard import Law, Switch
from services.standing import agencies, complaints, listings, scores
from services.standing.complaints import Contest
from services.standing.listings import Colour, Listing
from services.standing.scores import Explanation


@dataclass(frozen=True, slots=True)
class Newer:
    """A rule that has come into force since an entry was made, and binds those made after it."""

    switch: Switch
    since: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """What one may know of an entry, and do about it. `ends`: by the law's longest term, where that
    is before its own.
    """

    listing: Listing
    title: Localized  # of whoever keeps the list
    told: Explanation
    is_own: bool
    contest: Contest | None
    may_contest: bool
    may_withdraw: bool
    may_appeal: bool = False  # to the ombudsman, where the law knows one
    newer: tuple[Newer, ...] = ()
    ends: Moment | None = None


def my_listing(town: Town, listing_id: int) -> ListingPage:
    """One's own entry, in so far as the law lets it be told. Raises `Outdated` for others'."""
    listing = listings.listing_of(town, listing_id)
    if listing.participant_id != town.actor.pid:
        raise Outdated
    return _page(town, listing, scores.law_of(town).explanation, is_own=True)


def any_listing(town: Town, listing_id: int) -> ListingPage:
    """Anybody's entry, all of it. Raises `NotAllowed`, `Outdated`."""
    require(town, *STEWARDS)
    return _page(town, listings.listing_of(town, listing_id), Explanation.RECEIPT, is_own=False)


def _page(town: Town, listing: Listing, told: Explanation, *, is_own: bool) -> ListingPage:
    if listing.colour is not Colour.BLACK or listing.is_companys:
        raise Outdated
    stands, contest = listing.lifted is None, complaints.contest_of(town, listing.listing_id)
    if told.is_secret and listing.served is not None:
        told = Explanation.REASONS  # what was served can be read again
    is_over = contest is not None and not contest.may_go_on(town.now)
    law = switchboard.at(town)
    ends = listings.ends_at(listing, int(law.value(Switch.LISTING_MONTHS)))
    return ListingPage(
        listing=listing,
        title=agencies.agency(listing.agency).title,
        told=told,
        is_own=is_own,
        contest=contest,
        may_contest=is_own and stands and not is_over,
        may_appeal=is_own and stands and switchboard.is_on(town, Switch.OMBUDSMAN),
        may_withdraw=not is_own and stands and _is_at_discretion(listing),
        newer=tuple(_newer(law, listing)) if stands and told is not Explanation.NONE else (),
        ends=None if not stands or ends in (None, listing.until) else Moment(ends or 0),
    )


def _newer(law: Law, one: Listing) -> Iterator[Newer]:
    """What would have mattered had it been law when the entry was made."""
    by_hand = _is_at_discretion(one)
    is_lawful = one.ground is not None and one.ground.lawful
    matters = {
        Switch.LISTING_SERVED: one.served is None,
        Switch.LEGAL_BASIS: by_hand and not is_lawful,
        Switch.SECOND_SIGNATURE: by_hand,
    }
    for switch in (one for one, does in matters.items() if does):
        course = law.courses[switch]
        since = course.since(law.moment)
        if course.at(law.moment) == "on" and course.at(one.listed) != "on" and since is not None:
            yield Newer(switch, Moment(since))


def _is_at_discretion(one: Listing) -> bool:
    return one.basis.startswith(f"{listings.BASIS}:")
