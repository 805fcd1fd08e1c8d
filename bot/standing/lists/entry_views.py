"""One entry of a black list, and listing at discretion, to whoever runs the town."""

from __future__ import annotations

from bot.replies import Message, Quote, Redraw, Replies, Say, say
from bot.standing.lists.shame_views import WALL
from services.kernel.time import Moment
from services.standing import listings

ENTRIES_SHOWN = 20


def book(found: tuple[listings.Listing, ...]) -> Replies:
    """Who stands on the town's own black lists, and how somebody is put on one."""
    lines = tuple(_line(one) for one in found[:ENTRIES_SHOWN]) or (say("lists.nobody"),)
    hidden = len(found) - ENTRIES_SHOWN
    lines += (say("lists.more", hidden=hidden),) if hidden > 0 else ()
    known = ", ".join(listings.lawful())
    text = say("listing.book", lines=lines, known=known)
    return (Message(text),)


def put_down(found: listings.ListedAtDiscretion) -> Replies:
    one = found.listing
    key = "listing.put_down" if found.is_new else "listing.put_down_before"
    values = {"name": one.name, "ground": ground(one), "words": why(one)}
    return (Message(say(key, **values)),)


def ended(_: listings.ListingEnded) -> Replies:
    """What hangs already is drawn anew at once."""
    return (Redraw(WALL), Redraw("town:*"))


def keeper(one: listings.Listing) -> Say:
    """Who keeps the list, in a word."""
    return say(f"lists.agency_{one.agency}")


def ground(one: listings.Listing) -> Say:
    """For what, and whether any rule names it."""
    if one.ground is None:
        return say("listing.ground_unknown")
    key = "listing.ground" if one.ground.lawful else "listing.ground_unlawful"
    return say(key, title=one.ground.title)


def why(one: listings.Listing) -> Say:
    """The words of whoever listed."""
    return say("listing.words", words=Quote(one.words)) if one.words else say("nothing")


def _line(one: listings.Listing) -> Say:
    when = say("listing.not_yet") if one.published is None else Moment(one.published)
    return say("listing.line", name=one.name, agency=keeper(one), ground=ground(one), since=when)
