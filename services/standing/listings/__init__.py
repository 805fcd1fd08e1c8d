"""Entries of the agencies' lists: put down, published, lifted, struck."""

from services.standing.listings.service import (
    Colour,
    Listing,
    ListingId,
    enter,
    lift,
    publish_due,
    standing,
    strike,
    strike_lifted,
)
