"""Saying that a score does not follow, and ending that: opened once, looked into, decided once.

Owns who may complain of what, how often, and who decides. Whether a score follows is told by
`services.standing.scores`; why it should be another one is for people to judge, not for this
package.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import func, select, update

from scoring import Difference
from scoring.jsontext import canonical
from services.kernel.audit_log import note
from services.kernel.errors import Outdated
from services.kernel.paging import Page, page_of
from services.kernel.schema import insert_new
from services.kernel.town import Event, ParticipantId, Role, Town, require
from services.kernel.towns import lock
from services.people.facts import Fact, record, strike
from services.people.identity import PEOPLE
from services.standing import agencies, listings, proxies, scores
from services.standing.complaints.contests import (
    ContestOver,
    contest_of,
    subjects,
    uphold_listing,
)
from services.standing.complaints.records import (
    About,
    Complaint,
    ComplaintConcerns,
    ComplaintDecided,
    ComplaintEnded,
    ComplaintOpened,
    ComplaintState,
    ComplaintTooLong,
    FileNotGivenHere,
    NoSuchComplaint,
    Opener,
    OwnComplaint,
    TooManyComplaints,
    about,
    complaint_of,
    of_person,
    of_town,
)
from services.standing.complaints.tables import complaints
from services.standing.scores import SCORES, ExportDiffers

WORDS_MAX = 500
DECISION_MAX = 300
OPEN_MAX = 5
SHOWN_MAX = 8  # of one's own
PAGE_SIZE = 5
SEAL_SHOWN = 16
TOWN_HALL = "town_hall"


@dataclass(frozen=True, slots=True)
class Opened:
    """A complaint, and whether it was there before."""

    complaint: Complaint
    is_new: bool


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
    return _complain(town, score.score_id, words)


def in_words(town: Town, words: str) -> Opened:
    """Complain in one's own words of the score last taken away, else of the one last given.

    Raises `NoScoreYet`, `ComplaintTooLong`, `TooManyComplaints`.
    """
    return _complain(town, scores.last_given(town).score_id, words)


def concerns(town: Town, number: int, what: About) -> Complaint:
    """Say what one's own complaint is about. Raises `NoSuchComplaint`, `ComplaintDecided`."""
    one = complaint_of(town, number)
    if one.who != town.actor.pid:
        raise NoSuchComplaint(number=number)
    _change(town, number, about=what, subject=str(number))
    town.emit(ComplaintConcerns(one.complaint_id))
    return complaint_of(town, number)


def contest(town: Town, listing_id: int) -> Opened:
    """Contest one's own entry of the town's black lists, once, and once more at the higher court.

    Raises `Outdated` for an entry of others or one that has ended, and `ContestOver`.
    """
    lock(town)
    me, listing = town.actor.pid, listings.listing_of(town, listing_id)
    if listing.participant_id != me or listing.is_companys or listing.lifted is not None:
        raise Outdated
    before, (subject, again) = contest_of(town, listing_id), subjects(listing_id)
    if before is not None:
        if before.complaint.state is ComplaintState.OPEN:
            return Opened(before.complaint, is_new=False)
        if not before.may_go_on(town.now):
            raise ContestOver(number=before.complaint.number)
        subject = again
    score_id = _score_of(town, me, listing.agency)
    difference = scores.recheck(town, score_id)
    opened = _write(town, score_id, Opener.PERSON, "", difference, thing=(About.LISTING, subject))
    _remember(town, me, "complaint_made", opened.number, opened.agency_id)
    return Opened(opened, is_new=True)


def my_complaints(town: Town) -> tuple[Complaint, ...]:
    """The asker's own complaints, the newest first."""
    return tuple(of_person(town, town.actor.pid)[:SHOWN_MAX])


def book(town: Town, page: int = 0) -> Book:
    """All complaints, the open ones first. A page beyond the last shows the last."""
    require(town, Role.FACILITATOR)
    found = of_town(town)
    waiting = sum(one.state is ComplaintState.OPEN for one in found)
    return Book(waiting=waiting, page=page_of(found, page, PAGE_SIZE))


def decide(town: Town, number: int, *, is_upheld: bool, words: str = "") -> Complaint:
    """Uphold or dismiss a complaint, once and for good.

    Upheld, what it is about is put right from now on (the books keep what was), the agency computes
    anew, and the complaint says what the score became.

    Raises `NotAllowed`, `NoSuchComplaint`, `OwnComplaint`, `ComplaintDecided`, `ComplaintTooLong`.
    """
    require(town, Role.FACILITATOR)
    _fits(words, DECISION_MAX)
    one = complaint_of(town, number)
    if _is_own(town, one.who):
        raise OwnComplaint(number=number)
    state = ComplaintState.UPHELD if is_upheld else ComplaintState.DISMISSED
    after = _put_right(town, one) if is_upheld else None
    now = town.now
    _change(town, number, state=state, decided_town_s=now, decided_words=words, score_after=after)
    note(town, f"complaint_{state}", str(number), role=town.actor.role)
    _remember(town, one.who, f"complaint_{state}", number, one.agency_id)
    ended = complaint_of(town, number)
    town.emit(ComplaintEnded(ended))
    return ended


def handle_event(town: Town, event: Event) -> None:
    """A reaction: a file that does not follow is a complaint."""
    if isinstance(event, ExportDiffers):
        lock(town)
        if about(town, event.score_id) is None:  # nobody has complained of it yet
            _write(town, event.score_id, Opener.TOWN, "", event.difference)


def _complain(town: Town, score_id: int, words: str) -> Opened:
    _fits(words, WORDS_MAX)
    lock(town)
    standing, me = about(town, score_id), town.actor.pid
    if standing is not None and words in ("", standing.words):
        return Opened(standing, is_new=False)
    mine_open = [
        one
        for one in of_person(town, me)
        if one.state is ComplaintState.OPEN and one.opener is Opener.PERSON
    ]
    if standing is not None and (same := [one for one in mine_open if one.words == words]):
        return Opened(same[0], is_new=False)
    if len(mine_open) >= OPEN_MAX:
        raise TooManyComplaints(limit=OPEN_MAX)
    opened = _write(town, score_id, Opener.PERSON, words, scores.recheck(town, score_id))
    _remember(town, me, "complaint_made", opened.number, opened.agency_id)
    return Opened(opened, is_new=True)


def _write(
    town: Town,
    score_id: int,
    opener: Opener,
    words: str,
    difference: Difference | None,
    *,
    thing: tuple[About, str] | None = None,
) -> Complaint:
    mine = complaints.c.workshop_id == town.workshop_id
    taken = town.conn.scalar(select(func.max(complaints.c.number)).where(mine))
    number = (taken or 0) + 1
    subject = "" if about(town, score_id) is None else str(number)
    what, subject = thing or (About.ARITHMETIC, subject)
    insert_new(
        town.conn,
        complaints,
        workshop_id=town.workshop_id,
        number=number,
        score_id=score_id,
        about=what,
        subject=subject,
        opener=opener,
        words=words,
        finding=canonical({} if difference is None else asdict(difference)).decode(),
        opened_town_s=town.now,
    )
    opened = complaint_of(town, number)
    town.emit(ComplaintOpened(opened))
    return opened


def _change(town: Town, number: int, **values: str | int | None) -> None:
    """Change an open complaint. Raises `ComplaintDecided`."""
    changed = town.conn.execute(
        update(complaints)
        .where(
            complaints.c.workshop_id == town.workshop_id,
            complaints.c.number == number,
            complaints.c.state == ComplaintState.OPEN,
        )
        .values(**values)
    )
    if changed.rowcount != 1:
        raise ComplaintDecided(number=number)


def _put_right(town: Town, one: Complaint) -> int | None:
    """Take back what was wrong and have the agency compute anew; None where it rates them no more.

    A list entry is lifted, and struck at the next publication. Facts are struck, and what machines
    guessed is denied: neither counts again, and both stay in the books.
    """
    if one.state is not ComplaintState.OPEN:
        raise ComplaintDecided(number=one.number)
    if one.about is About.LISTING:
        uphold_listing(town, one)
    elif one.about is About.GUESS:
        proxies.deny_all(town, one.who)
    elif one.about is About.FACT:
        strike(town, one.who, scores.disputed(town, one.score_id), TOWN_HALL)
    if not agencies.member(town, one.who, one.agency_id):
        return None
    return scores.evaluate_and_store(town, one.who, one.agency_id).score


def _score_of(town: Town, who: ParticipantId, agency: str) -> int:
    """The newest score that the keeper of a list gave somebody; computed if there is none yet."""
    at = SCORES.c
    newest = select(func.max(at.score_id)).where(at.participant_id == who, at.agency == agency)
    if town.conn.scalar(newest) is None:
        scores.evaluate_and_store(town, who, agency)
    return int(town.conn.execute(newest).scalar_one())


def _is_own(town: Town, who: ParticipantId) -> bool:
    person = town.conn.scalar(select(PEOPLE.c.person_id).where(PEOPLE.c.participant_id == who))
    return person is not None and person == town.actor.person_id


def _fits(words: str, limit: int) -> None:
    if len(words) > limit:
        raise ComplaintTooLong(limit=limit, typed=len(words))


def _remember(town: Town, who: ParticipantId, kind: str, number: int, agency_id: str) -> None:
    key = f"{kind}:{number}"
    record(town, Fact(who, kind, counterpart=agency_id, source=TOWN_HALL, key=key))
