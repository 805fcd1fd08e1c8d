"""A hearing: two sides and a clerk, one after the other, in chat. What is said is no evidence.

Parts are given by whoever runs the workshop; the program speaks for a side that nobody plays. The
clock of the case stands still from the opening to the closing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from services.kernel.errors import Outdated, RuleError
from services.kernel.schema import AnyRow, change_row, insert_new
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, require
from services.kernel.towns import lock
from services.law import clocks
from services.people.identity import PEOPLE, by_name, name_of
from services.standing import agencies, complaints
from services.standing.complaints import Complaint, ComplaintState
from services.standing.ombudsman.office import case_of, impartial, is_holder
from services.standing.ombudsman.tables import hearing_words, hearings

SAID_MAX = 300


class Side(StrEnum):
    """Who speaks."""

    COMPLAINANT = "complainant"
    AGENCY = "agency"
    CLERK = "clerk"


# Step 1 is the first; after the last the hearing is closed.
STEPS = (Side.CLERK, Side.COMPLAINANT, Side.AGENCY, Side.COMPLAINANT, Side.CLERK)
PARTS = {"clerk": Side.CLERK, "书记员": Side.CLERK, "agency": Side.AGENCY, "机构": Side.AGENCY}


class NotYourTurn(RuleError):
    """At this hearing somebody else speaks now, or nobody. Field: `number`."""


class OnBothSides(RuleError):
    """Whoever complains, or decides, plays no other part in the case. Field: `name`."""


class NoSuchPart(RuleError):
    """No hearing has such a part. Field: `typed`."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one side said at one step. `words` empty: the program spoke, or they passed."""

    step: int
    side: Side
    words: str
    by_program: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """One hearing as it stands. `turn`: whose it is, None before it opens and after it closes."""

    complaint: Complaint
    opened: Moment | None
    closed: Moment | None
    turn: Side | None
    step: int
    speakers: dict[Side, ParticipantId | None]
    names: dict[Side, str]
    spoken: tuple[Spoken, ...]
    own_words: str
    judges: frozenset[ParticipantId] = frozenset()  # of the office, who may decide and so listen

    @property
    def people(self) -> frozenset[ParticipantId]:
        """Who takes part in person."""
        return frozenset(who for who in self.speakers.values() if who is not None)


@dataclass(frozen=True, slots=True)
class HearingMoved(Event):
    """A hearing was opened, somebody spoke, or it was closed."""

    hearing: Hearing


def give_part(town: Town, typed: str) -> Hearing:
    """`NUMBER PART NAME`: somebody is clerk, or speaks for the agency.

    Raises `NotAllowed`, `NoSuchComplaint`, `NoSuchPart`, `NobodyOfThatName`, `OnBothSides`,
    `Outdated` once it has been closed.
    """
    require(town, *STEWARDS)
    number, part, name = [*typed.split(maxsplit=2), "", "", ""][:3]
    side = PARTS.get(part.casefold())
    if side is None or not number.isdecimal():
        raise NoSuchPart(typed=part[:20])
    one, chosen = complaints.complaint_of(town, int(number)), by_name(town, name)
    if chosen.participant_id == one.who or is_holder(town, chosen.participant_id):
        raise OnBothSides(name=chosen.name)
    row = _row(town, one)
    others = {row.clerk_id, row.speaker_id} if row is not None else set()
    if chosen.participant_id in others or chosen.is_resident:
        raise OnBothSides(name=chosen.name)
    if row is not None and row.closed_town_s is not None:
        raise Outdated
    _begun(town, one)
    column = "clerk_id" if side is Side.CLERK else "speaker_id"
    change_row(town.conn, hearings, one.complaint_id, **{column: chosen.participant_id})
    return _told(town, one)


def open_hearing(town: Town, number: int) -> Hearing:
    """Open the hearing of a case: the clock stands still until it closes. Twice is once.

    Raises as `case_of`, and `Outdated` once the case has been decided.
    """
    lock(town)
    one = case_of(town, number)
    if one.state is not ComplaintState.OPEN:
        raise Outdated
    row = _row(town, one)
    if row is None or row.opened_town_s is None:
        _begun(town, one)
        change_row(town.conn, hearings, one.complaint_id, opened_town_s=town.now, step=1)
        if one.clock is not None and not one.clock.is_paused:
            clocks.pause(town, complaints.clock_name(number), "hearing")
        _go_on(town, one)
    return _told(town, one)


def speak(town: Town, number: int, words: str = "") -> Hearing:
    """Say what one has to say, in one's turn; without words the turn is passed.

    Raises `NotYourTurn`, `ComplaintTooLong`.
    """
    lock(town)
    complaints.fits(words, SAID_MAX)
    one = complaints.complaint_of(town, number)
    found = hearing_of(town, one)
    if found is None or found.turn is None or found.speakers[found.turn] != town.actor.pid:
        raise NotYourTurn(number=number)
    _write(town, one, found.step, town.actor.pid, words)
    _go_on(town, one)
    return _told(town, one)


def skip(town: Town, number: int) -> Hearing:
    """Somebody of the office lets it go on without whoever's turn it is. Raises as `case_of`, and
    `NotYourTurn` where nobody is waited for.
    """
    lock(town)
    one = case_of(town, number)
    found = hearing_of(town, one)
    if found is None or found.turn is None:
        raise NotYourTurn(number=number)
    _write(town, one, found.step, None, "")
    _go_on(town, one)
    return _told(town, one)


def add_words(town: Town, number: int, words: str) -> Hearing:
    """Words of one's own beside one's case, while it is open; others take their place.

    Raises `NoSuchComplaint`, `ComplaintTooLong`, `Outdated`.
    """
    complaints.fits(words, SAID_MAX)
    one = complaints.own_complaint(town, number)
    if one.state is not ComplaintState.OPEN:
        raise Outdated
    _begun(town, one)
    at = hearing_words.c
    mine = (at.complaint_id == one.complaint_id, at.step == 0)
    before = town.conn.scalar(select(at.word_id).where(*mine))
    if before is None:
        _say(town, one, 0, town.actor.pid, words)
    else:
        change_row(town.conn, hearing_words, before, words=words)
    return _told(town, one)


def leave_hearings(town: Town, who: ParticipantId) -> None:
    """Whoever has left speaks no more: the hearings that waited for them go on."""
    at = hearings.c
    here = (at.workshop_id == town.workshop_id, at.opened_town_s.is_not(None))
    running = select(at.complaint_id).where(*here, at.closed_town_s.is_(None))
    for complaint_id in town.conn.scalars(running).all():
        one = complaints.complaint_by_id(town, complaint_id)
        found = hearing_of(town, one)
        if found is not None and found.turn is not None and found.speakers[found.turn] is None:
            _go_on(town, one)
            _told(town, one)


def hearing_of(town: Town, one: Complaint) -> Hearing | None:
    """The hearing of a case, if any part of it was given or said."""
    row = _row(town, one)
    if row is None:
        return None
    speakers = _speakers(town, one, row)
    at = hearing_words.c
    mine = select(hearing_words).where(at.complaint_id == one.complaint_id).order_by(at.step)
    said = town.conn.execute(mine).all()
    is_running = row.opened_town_s is not None and row.closed_town_s is None
    return Hearing(
        complaint=one,
        opened=None if row.opened_town_s is None else Moment(row.opened_town_s),
        closed=None if row.closed_town_s is None else Moment(row.closed_town_s),
        turn=STEPS[row.step - 1] if is_running else None,
        step=row.step,
        speakers=speakers,
        names={
            side: "" if who is None else name_of(town.conn, who) for side, who in speakers.items()
        },
        spoken=tuple(
            Spoken(w.step, STEPS[w.step - 1], w.words, w.who is None) for w in said if w.step
        ),
        own_words=next((w.words for w in said if not w.step), ""),
        judges=frozenset(holder.who for holder in impartial(town, one)),
    )


def hearing_by_id(town: Town, complaint_id: int) -> Hearing | None:
    """The same by the number that its card carries."""
    return hearing_of(town, complaints.complaint_by_id(town, complaint_id))


def _speakers(town: Town, one: Complaint, row: AnyRow) -> dict[Side, ParticipantId | None]:
    """Who plays each part; whoever has left the town plays none."""
    director = agencies.director_of(town, one.agency_id)
    speaker = row.speaker_id or (None if director == one.who else director)
    found = {Side.COMPLAINANT: one.who, Side.AGENCY: speaker, Side.CLERK: row.clerk_id}
    names = [who for who in found.values() if who is not None]
    here = (PEOPLE.c.participant_id.in_(names), PEOPLE.c.seated, PEOPLE.c.person_id.is_not(None))
    seated = set(town.conn.scalars(select(PEOPLE.c.participant_id).where(*here)))
    return {side: ParticipantId(who) if who in seated else None for side, who in found.items()}


def _row(town: Town, one: Complaint) -> AnyRow | None:
    mine = hearings.c.complaint_id == one.complaint_id
    return town.conn.execute(select(hearings).where(mine)).one_or_none()


def _begun(town: Town, one: Complaint) -> None:
    row = {"complaint_id": one.complaint_id, "workshop_id": town.workshop_id}
    insert_new(town.conn, hearings, **row)


def _write(town: Town, one: Complaint, step: int, who: ParticipantId | None, words: str) -> None:
    """One step is over; after the last the hearing is closed and the clock goes on."""
    _say(town, one, step, who, words)
    if step < len(STEPS):
        change_row(town.conn, hearings, one.complaint_id, step=step + 1)
        return
    change_row(town.conn, hearings, one.complaint_id, closed_town_s=town.now)
    running = clocks.current(town, complaints.clock_name(one.number))
    if running is not None and running.is_paused:
        clocks.resume(town, complaints.clock_name(one.number))


def _say(town: Town, one: Complaint, step: int, who: ParticipantId | None, words: str) -> None:
    insert_new(
        town.conn,
        hearing_words,
        workshop_id=town.workshop_id,
        complaint_id=one.complaint_id,
        step=step,
        who=who,
        words=words,
        town_s=town.now,
    )


def _go_on(town: Town, one: Complaint) -> None:
    """The program speaks for whoever is not there, until it is somebody's turn."""
    found = hearing_of(town, one)
    while found is not None and found.turn is not None and found.speakers[found.turn] is None:
        _write(town, one, found.step, None, "")
        found = hearing_of(town, one)


def _told(town: Town, one: Complaint) -> Hearing:
    found = hearing_of(town, complaints.complaint_of(town, one.number))
    if found is None:
        raise Outdated
    town.emit(HearingMoved(found))
    return found
