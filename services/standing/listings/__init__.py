"""Entries of the agencies' lists: put down, published, lifted, struck."""

from services.standing.listings.discretion import (
    BASIS,
    OFFICE,
    LeftTheTown,
    ListedAtDiscretion,
    ListedByCardsAlone,
    ListedYourself,
    ListingEnded,
    NobodyToList,
    NoLegalBasis,
    NoReason,
    ReasonTooLong,
    RunsTheTown,
    WearsMask,
    Withdrawn,
    book,
    by_card,
    put_down,
    withdraw,
)
from services.standing.listings.grounds import Ground, ground_of, grounds, lawful
from services.standing.listings.records import (
    Colour,
    Ended,
    Listing,
    both,
    changes,
    ever,
    is_praised,
    listing_of,
    public,
    standing,
    unended,
)
from services.standing.listings.service import (
    enter,
    lift,
    publish_due,
    renew,
    strike,
    strike_lifted,
)
