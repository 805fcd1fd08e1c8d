"""Writing a complaint down: its number, what the machine found, with whom it is, and its clock."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from scoring import Difference
from scoring.jsontext import canonical
from services.kernel.schema import insert_new
from services.kernel.town import Town
from services.law import clocks, switchboard
from services.law.switchboard import Switch
from services.standing import scores
from services.standing.complaints.deciding import remember
from services.standing.complaints.records import about, clock_name, complaint_of
from services.standing.complaints.shapes import (
    About,
    Complaint,
    ComplaintOpened,
    Forum,
    Opener,
)
from services.standing.complaints.tables import case_records, complaints

CLOCKS = {Forum.COURT: "spc", Forum.OMBUDSMAN: "ombudsman", Forum.TOWN_HALL: "paper_2015"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A complaint, and whether it was there before."""

    complaint: Complaint
    is_new: bool
    matters: tuple[About, ...] = ()  # what it may be about, the likeliest first


def open_about(town: Town, score_id: int, what: About, subject: str, words: str = "") -> Opened:
    """Open a complaint about one thing, as the score of a person stands beside it."""
    found = scores.recheck(town, score_id)
    opened = write(town, score_id, Opener.PERSON, words, found, thing=(what, subject))
    remember(town, town.actor.pid, "complaint_made", opened.number, opened.agency_id)
    return Opened(opened, is_new=True)


def write(
    town: Town,
    score_id: int,
    opener: Opener,
    words: str,
    difference: Difference | None,
    *,
    thing: tuple[About, str] | None = None,
) -> Complaint:
    """Write it down as it was found, with whom it is by the law of this moment."""
    mine = complaints.c.workshop_id == town.workshop_id
    taken = town.conn.scalar(select(func.max(complaints.c.number)).where(mine))
    number = (taken or 0) + 1
    subject = "" if about(town, score_id) is None else str(number)
    what, subject = thing or (About.ARITHMETIC, subject)
    if what is About.UNSAID:
        subject = f"{what}:{number}"
    insert_new(
        town.conn,
        complaints,
        workshop_id=town.workshop_id,
        number=number,
        score_id=score_id,
        about=kept(what),
        subject=subject,
        opener=opener,
        words=words,
        finding=canonical({} if difference is None else asdict(difference)).decode(),
        opened_town_s=town.now,
    )
    _file(town, number, subject)
    opened = complaint_of(town, number)
    town.emit(ComplaintOpened(opened))
    return opened


def kept(what: About) -> About:
    """As the book has it; of two its subject tells the rest."""
    return {About.UNTOLD: About.LISTING, About.UNSAID: About.ARITHMETIC}.get(what, what)


def _file(town: Town, number: int, subject: str) -> None:
    """With whom it is by the law of this moment, and the clock that runs from it."""
    if subject.startswith("listing:"):
        forum, stage = Forum.COURT, "second" if subject.endswith(":again") else "review"
    elif switchboard.is_on(town, Switch.OMBUDSMAN):
        forum, stage = Forum.OMBUDSMAN, "decision"
    else:
        forum, stage = Forum.TOWN_HALL, "answer"
    mine = (complaints.c.workshop_id == town.workshop_id, complaints.c.number == number)
    complaint_id = town.conn.scalar(select(complaints.c.complaint_id).where(*mine))
    row = {"complaint_id": complaint_id, "workshop_id": town.workshop_id, "forum": forum}
    insert_new(town.conn, case_records, **row)
    clock = CLOCKS[forum]
    if forum is Forum.TOWN_HALL and switchboard.is_on(town, Switch.DATA_RIGHTS):
        clock = "gdpr"
    clocks.start(town, clock_name(number), clock, stage)
