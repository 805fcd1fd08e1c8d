"""Entries of the agencies' lists: put down, published, lifted, struck."""

from services.standing.listings.service import (
    Colour,
    Listing,
    both,
    changes,
    enter,
    ever,
    is_blamed,
    is_praised,
    lift,
    public,
    publish_due,
    renew,
    standing,
    strike,
    strike_lifted,
)
