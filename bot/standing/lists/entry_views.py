"""One entry of a black list, and listing at discretion. Values in, replies out."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Go, MyListing, RowId, Words, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    ToFacilitator,
    grid,
    say,
)
from bot.standing.lists.shame_views import WALL
from bot.standing.lists.signing_views import proposed
from services.kernel.time import Moment
from services.standing import complaints, listings, lists
from services.standing.complaints import ComplaintState
from services.standing.scores import Explanation


class ShowListing(CallbackData, prefix="lx"):
    """All of an entry, to whoever runs the town."""

    listing_id: RowId


class Contest(CallbackData, prefix="lz"):
    listing_id: RowId


class Appeal(CallbackData, prefix="och"):
    """Bring it before the ombudsman."""

    listing_id: RowId


class NeverTold(CallbackData, prefix="ocj"):
    """Bring before the ombudsman that nobody told one of it."""

    listing_id: RowId


class Withdraw(CallbackData, prefix="lw"):
    listing_id: RowId


ENTRIES_SHOWN = 20
A_ROW = 2


def book(found: tuple[listings.Listing, ...]) -> Replies:
    """Who stands on the town's own black lists, and how somebody is put on one."""
    shown, hidden = found[:ENTRIES_SHOWN], len(found) - ENTRIES_SHOWN
    lines = tuple(_line(one) for one in shown) or (say("lists.nobody"),)
    lines += (say("lists.more", hidden=hidden),) if hidden > 0 else ()
    text = say("listing.book", lines=lines, known=", ".join(listings.lawful()))
    buttons = [
        Button(say("listing.open", name=one.name), ShowListing(listing_id=one.listing_id))
        for one in shown
    ]
    return (Message(text, keyboard=grid(buttons, A_ROW)),)


def put_down(found: listings.ListedAtDiscretion | listings.Proposal) -> Replies:
    if isinstance(found, listings.Proposal):
        return proposed(found)
    one = found.listing
    key = "listing.put_down" if found.is_new else "listing.put_down_before"
    return (Message(say(key, name=one.name, ground=_ground(one), words=_words(one))),)


def page(found: lists.ListingPage) -> Replies:
    """Who, for what, by whom, since when, until when, told or not, and how it stands."""
    one = found.listing
    key = "listing.page_own" if found.is_own else "listing.page"
    told = say("listing.secret") if found.told is Explanation.NONE else _told(found)
    text = say(key, name=one.name, told=(told, *_law_since(found)), state=_state(found))
    back = Go(command="lists" if found.is_own else "blacklist")
    return (screen(text, _keyboard(found), back=back),)


def contested(found: complaints.Opened) -> Replies:
    key = "listing.contested" if found.is_new else "listing.contested_before"
    return (Message(say(key, number=found.complaint.number)),)


def appealed(found: complaints.Opened) -> Replies:
    key = "listing.appealed" if found.is_new else "listing.appealed_before"
    return (Message(say(key, number=found.complaint.number)),)


def withdrawn(found: listings.Withdrawn) -> Replies:
    key = "listing.withdrawn_before" if found.again else "listing.withdrawn"
    return (Answer(say(key, name=found.listing.name)),)


def ended(event: listings.ListingEnded) -> Replies:
    """What hangs already is drawn anew at once."""
    return (Redraw(WALL), Redraw("town:*"), Redraw(f"home:{event.listing.participant_id}"))


def served(event: listings.ListingServed) -> Replies:
    """The decision with ground and term, to whom it is about, as the court's rule wants it."""
    one = event.listing
    until = _until(one)
    values = {"agency": _keeper(one), "ground": _ground(one), "until": until}
    text = say("listing.served", **values)
    if one.published is not None:  # an order has it served at last
        text = say("listing.served_late", **values, published=Moment(one.published))
    button = Button(say("listing.mine", agency=_keeper(one)), MyListing(listing_id=one.listing_id))
    return (Message(text, keyboard=((button,),), to=To(one.participant_id)),)


def cleared(event: listings.ListingCleared) -> Replies:
    """To whoever runs the town: how long a relative's deed stood against somebody."""
    one = event.listing
    by = say(f"listing.ended_{one.ended}") if one.ended else say("nothing")
    text = say("listing.cleared", name=one.name, days=event.days, by=by)
    return (Message(text, to=ToFacilitator()),)


def mine(found: tuple[listings.Listing, ...]) -> Keyboard:
    """The ways to one's own entries, under the board."""
    return tuple(
        (Button(say("listing.mine", agency=_keeper(one)), MyListing(listing_id=one.listing_id)),)
        for one in found
    )


def _told(found: lists.ListingPage) -> Say:
    """As much as may be told: keeper and dates; also the ground and who decided; all of it."""
    one = found.listing
    until = _until(one)
    values = {"agency": found.title, "since": Moment(one.listed), "until": until}
    if found.told is Explanation.VAGUE:
        return say("listing.vague", **values)
    when = say("listing.unserved") if one.served is None else Moment(one.served)
    by = say(f"listing.by_{one.actor}")
    reasons = say("listing.reasons", ground=_ground(one), by=by, served=when, **values)
    if found.told is Explanation.REASONS or one.ground is None:
        return reasons
    evidence = say(f"provenance.{one.ground.provenance}")
    source = one.ground.source
    return say("listing.receipt", reasons=reasons, words=_words(one), source=source, how=evidence)


def _law_since(found: lists.ListingPage) -> Iterator[Say]:
    """What has become law since the entry was made: what does not bind it, and what ends it."""
    listed = Moment(found.listing.listed)
    for one in found.newer:
        title = say(f"law.title_{one.switch.value}")
        law = {"title": title, "switch": one.switch.value, "since": one.since}
        yield say("listing.law_since", listed=listed, **law)
    if found.ends is not None:
        yield say("listing.law_ends", until=found.ends)


def _until(one: listings.Listing) -> Say:
    """The term, and by how much it was lengthened."""
    if not one.until:
        return say("listing.no_term")
    until = Moment(one.until)
    if days := one.longer_days:
        return say("listing.until_longer", until=until, days=days)
    return say("listing.until", until=until)


def _state(found: lists.ListingPage) -> Say:
    one, contest = found.listing, found.contest
    if one.ended is not None and one.lifted is not None:
        by, at = say(f"listing.ended_{one.ended}"), Moment(one.delisted or one.lifted)
        return say("listing.gone" if one.delisted else "listing.going", by=by, at=at)
    if contest is None:
        shown = say("listing.not_yet") if one.published is None else Moment(one.published)
        return say("listing.stands", published=shown)
    number = contest.complaint.number
    if contest.complaint.state is ComplaintState.OPEN:
        key = "listing.at_higher_court" if contest.is_second else "listing.in_review"
        return say(key, number=number, until=contest.review_by)
    if contest.again_until is not None:
        return say("listing.dismissed", number=number, until=contest.again_until)
    return say("listing.dismissed_for_good", number=number)


def _keyboard(found: lists.ListingPage) -> Keyboard:
    number = found.listing.listing_id
    buttons = []
    if found.may_contest:
        buttons.append(Button(say("listing.contest"), Contest(listing_id=number)))
        asks = AskWords(what=Words.CONTEST, about=str(number))
        buttons.append(Button(say("listing.contest_words"), asks))
    if found.may_appeal:
        buttons.append(Button(say("listing.appeal"), Appeal(listing_id=number)))
        if found.listing.served is None:
            buttons.append(Button(say("complaints.about_untold"), NeverTold(listing_id=number)))
    if found.may_withdraw:
        buttons.append(Button(say("listing.withdraw"), Withdraw(listing_id=number)))
    return grid(buttons, 1)


def _keeper(one: listings.Listing) -> Say:
    return say(f"lists.agency_{one.agency}")


def _ground(one: listings.Listing) -> Say:
    """For what, and whether any rule names it."""
    if one.ground is None:
        return say("listing.ground_unknown")
    key = "listing.ground" if one.ground.lawful else "listing.ground_unlawful"
    return say(key, title=one.ground.title)


def _words(one: listings.Listing) -> Say:
    return say("listing.words", words=Quote(one.words)) if one.words else say("nothing")


def _line(one: listings.Listing) -> Say:
    when = say("listing.not_yet") if one.published is None else Moment(one.published)
    return say("listing.line", name=one.name, agency=_keeper(one), ground=_ground(one), since=when)
