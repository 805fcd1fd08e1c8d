"""Saying that something is wrong: opened once, with whom the law has it, under a clock that runs.

Owns who may complain of what, how often, and what is asked again. Whether a score follows is told
by `services.standing.scores`; why it should be another one is for people to judge.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import Outdated
from services.kernel.paging import Page, page_of
from services.kernel.schema import change_row
from services.kernel.time import DAY_S
from services.kernel.town import Event, Role, Town, require
from services.kernel.towns import lock
from services.law import switchboard
from services.law.switchboard import Switch
from services.standing import listings, scores
from services.standing.complaints.contests import (
    ContestOver,
    contest_of,
    newest_score,
    subjects,
)
from services.standing.complaints.deciding import change_open, fits, remember
from services.standing.complaints.filing import Opened, kept, open_about, write
from services.standing.complaints.matters import OF_ENTRIES, entries_of, likeliest
from services.standing.complaints.records import (
    about,
    asked_before,
    complaint_of,
    of_person,
    of_subjects,
    of_town,
)
from services.standing.complaints.shapes import (
    About,
    Complaint,
    ComplaintConcerns,
    ComplaintState,
    FileNotGivenHere,
    Forum,
    NoOmbudsman,
    NotToReconsider,
    NotYourComplaint,
    NotYourEntry,
    Opener,
    TooManyComplaints,
    View,
    ViewSaid,
)
from services.standing.complaints.tables import case_records, complaints
from services.standing.scores import ExportDiffers

WORDS_MAX = 500
OPEN_MAX = 5
SHOWN_MAX = 8  # of one's own
PAGE_SIZE = 5
SEAL_SHOWN = 16
RECONSIDERED_WITHIN_S = 10 * DAY_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The town's complaints, a page of them."""

    waiting: int
    page: Page[Complaint]


def about_file(town: Town, seal: str, words: str = "") -> Opened:
    """Complain of a file that the town gave the asker, by the beginning of its seal.

    Again gives the complaint that stands; other words are another complaint.
    Raises `FileNotGivenHere`, `ComplaintTooLong`, `TooManyComplaints`.
    """
    score = scores.given_out(town, seal)
    if score is None:
        raise FileNotGivenHere(seal=seal[:SEAL_SHOWN])
    return _complain(town, score.score_id, words, About.ARITHMETIC)


def in_words(town: Town, words: str) -> Opened:
    """Complain in one's own words; what about is asked next, and nothing is presumed.

    Beside it stands the score last taken away, else the one last given; of whoever has none, what
    the keeper of their entry would give. Raises `NoScoreYet` where no list has their name either,
    `ComplaintTooLong`, `TooManyComplaints`.
    """
    lock(town)
    return _complain(town, _score_beside(town), words, About.UNSAID)


def concerns(town: Town, number: int, what: About) -> Complaint:
    """Say what one's own complaint is about; of one's only entry of a list, that it is this one.

    Raises `NoSuchComplaint`, `ComplaintDecided`, `Outdated` for what says nothing.
    """
    one, subject = own_complaint(town, number), str(number)
    if what is About.UNSAID:
        raise Outdated
    if what in OF_ENTRIES:
        own = [entry.listing_id for entry in entries_of(town, one.who)]
        entry = one.listing_id or (own[0] if len(own) == 1 else None)
        named = what if what is About.UNTOLD else "entry"
        if what is About.UNTOLD or entry is not None:
            subject = f"{named}:{entry or ''}:{number}"
    change_open(town, number, about=kept(what), subject=subject)
    town.emit(ComplaintConcerns(one.complaint_id))
    return complaint_of(town, number)


def contest(town: Town, listing_id: int, words: str = "") -> Opened:
    """Contest one's own entry of the town's black lists, once, and once more at the higher court;
    with words of one's own, for whoever decides.

    Raises `NotYourEntry`, `Outdated` for one that has ended, `ContestOver`, `ComplaintTooLong`.
    """
    fits(words, WORDS_MAX)
    lock(town)
    me, listing = town.actor.pid, listings.listing_of(town, listing_id)
    if listing.participant_id != me or listing.is_companys:
        raise NotYourEntry(number=listing_id)
    if listing.lifted is not None:
        raise Outdated
    before, (subject, again) = contest_of(town, listing_id), subjects(listing_id)
    if before is not None:
        if before.complaint.state is ComplaintState.OPEN:
            return Opened(before.complaint, is_new=False)
        if not before.may_go_on(town.now):
            raise ContestOver(number=before.complaint.number)
        subject = again
    return open_about(town, newest_score(town, me, listing.agency), About.LISTING, subject, words)


def appeal(town: Town, listing_id: int, what: About = About.LISTING) -> Opened:
    """Bring one's own entry before the ombudsman, where there is one; the court's path stays open.
    Or that nobody told one of it.

    Once for each entry and matter. Raises `NotYourEntry`, `Outdated`, `NoOmbudsman`.
    """
    if not switchboard.is_on(town, Switch.OMBUDSMAN):
        raise NoOmbudsman
    lock(town)
    me, listing = town.actor.pid, listings.listing_of(town, listing_id)
    if listing.participant_id != me or listing.is_companys:
        raise NotYourEntry(number=listing_id)
    subject = f"{what if what is About.UNTOLD else 'entry'}:{listing_id}"
    if before := of_subjects(town, complaints.c.subject == subject):
        return Opened(before[-1], is_new=False)
    if listing.lifted is not None:
        raise Outdated
    return open_about(town, newest_score(town, me, listing.agency), what, subject)


def reconsider(town: Town, number: int) -> Opened:
    """Have one's own case decided once more, by somebody else, within ten town days; once.

    Raises `NoSuchComplaint`, `NotToReconsider`.
    """
    lock(town)
    one = own_complaint(town, number)
    subject = f"{number}:again"
    is_told = one.about in (About.UNTOLD, About.UNSAID)
    if one.named or one.listing_id is not None or is_told:
        subject = f"{one.subject}:again"
    if standing := asked_before(town, subject):
        return Opened(standing, is_new=False)
    if not may_reconsider(town, one):
        raise NotToReconsider(number=number)
    return open_about(town, one.score_id, one.about, subject)


def may_reconsider(town: Town, one: Complaint) -> bool:
    """Whether a case may be decided again: one of the ombudsman's, once, while there is time."""
    if one.decided is None or one.forum is not Forum.OMBUDSMAN or one.is_again:
        return False
    return town.now <= one.decided.town_s + RECONSIDERED_WITHIN_S


def say_view(town: Town, number: int, view: View) -> Complaint:
    """Say whether it has been put right; that is one's own to say, whatever the books show.

    Raises `NoSuchComplaint`, `Outdated` for one that nobody has decided.
    """
    one = own_complaint(town, number)
    if one.state is ComplaintState.OPEN:
        raise Outdated
    change_row(town.conn, case_records, one.complaint_id, view=view)
    said = complaint_of(town, number)
    town.emit(ViewSaid(said))
    return said


def own_complaint(town: Town, number: int) -> Complaint:
    """One of the asker's own. Raises `NoSuchComplaint`, `NotYourComplaint`."""
    one = complaint_of(town, number)
    if one.who != town.actor.pid:
        raise NotYourComplaint(number=number)
    return one


def my_complaints(town: Town) -> tuple[Complaint, ...]:
    """The asker's own complaints, the newest first."""
    return tuple(of_person(town, town.actor.pid)[:SHOWN_MAX])


def book(town: Town, page: int = 0) -> Book:
    """All complaints, the open ones first. A page beyond the last shows the last."""
    require(town, Role.FACILITATOR)
    found = of_town(town)
    waiting = sum(one.state is ComplaintState.OPEN for one in found)
    return Book(waiting=waiting, page=page_of(found, page, PAGE_SIZE))


def handle_event(town: Town, event: Event) -> None:
    """A reaction: a file that does not follow is a complaint."""
    if isinstance(event, ExportDiffers):
        lock(town)
        if about(town, event.score_id) is None:  # nobody has complained of it yet
            write(town, event.score_id, Opener.TOWN, "", event.difference)


def _score_beside(town: Town) -> int:
    try:
        return scores.last_given(town).score_id
    except scores.NoScoreYet:
        me = town.actor.pid
        if not (entries := entries_of(town, me)):
            raise
        return newest_score(town, me, entries[-1].agency)


def _complain(town: Town, score_id: int, words: str, what: About) -> Opened:
    fits(words, WORDS_MAX)
    lock(town)
    standing, me = about(town, score_id), town.actor.pid
    if standing is not None and words in ("", standing.words):
        return Opened(standing, is_new=False, matters=likeliest(town, standing))
    mine_open = [
        one
        for one in of_person(town, me)
        if one.state is ComplaintState.OPEN and one.opener is Opener.PERSON
    ]
    if standing is not None and (same := [one for one in mine_open if one.words == words]):
        return Opened(same[0], is_new=False, matters=likeliest(town, same[0]))
    if len(mine_open) >= OPEN_MAX:
        raise TooManyComplaints(limit=OPEN_MAX)
    found, thing = scores.recheck(town, score_id), (what, "") if what is About.UNSAID else None
    opened = write(town, score_id, Opener.PERSON, words, found, thing=thing)
    remember(town, me, "complaint_made", opened.number, opened.agency_id)
    return Opened(opened, is_new=True, matters=likeliest(town, opened))
