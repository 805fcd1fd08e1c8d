"""Deciding: by people who hold the office, or by published rules where nobody may.

Owns when a case falls due, who then decides, and that a secret that was opened is weighed in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import Outdated, RuleError
from services.kernel.time import HOUR_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, ParticipantId, Town
from services.kernel.towns import lock
from services.law import clocks
from services.people.identity import human_wait_s
from services.standing import complaints
from services.standing.agencies import SeatGiven
from services.standing.complaints import (
    Complaint,
    ComplaintEnded,
    ComplaintOpened,
    ComplaintState,
    DecidedBy,
    Forum,
    OrderKind,
    Reason,
    Ruling,
)
from services.standing.ombudsman import signing
from services.standing.ombudsman.casefile import Secret, secret_of
from services.standing.ombudsman.hearing import HearingMoved, leave_hearings
from services.standing.ombudsman.office import (
    OfficeChanged,
    case_of,
    impartial,
    resign,
    unseat_director,
)
from services.standing.ombudsman.scripted import by_rules
from services.standing.ombudsman.signing import forget_draft, require_ready

CASE_DUE = "case_due"
NAMING_PART = 2  # of the minutes that a person has
RULES_AFTER_S = 12 * HOUR_S  # so that whoever complains can say what it is about


class NoSuchGround(RuleError):
    """The catalogue has no such ground for this case. Field: `number`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision before it is made: its ground and what it would order, of what it `may`."""

    complaint: Complaint
    ground: Reason
    orders: tuple[OrderKind, ...]
    may: tuple[OrderKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The grounds on which a case may be upheld or dismissed."""

    complaint: Complaint
    upholding: tuple[Reason, ...]
    dismissing: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class CaseFiled(Event):
    """A case is with the office: who may decide it, nobody where rules do."""

    complaint: Complaint
    holders: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True)
class CaseOverdue(Event):
    """The time of a case is over, and people who hold the office have not decided."""

    complaint: Complaint


def choose(town: Town, number: int) -> Choice:
    """On which grounds a case may be decided. Raises as `case_of`, and `Outdated`."""
    one = _open(town, number)
    return Choice(
        complaint=one,
        upholding=complaints.reasons_about(one.about, upholds=True),
        dismissing=complaints.reasons_about(one.about, upholds=False),
    )


def draft(town: Town, number: int, ground: str, mask: int | None = None) -> Draft:
    """What a ground would order; of its orders those of the mask, where one is given.

    Raises as `case_of`, `NoSuchGround`, `Outdated`.
    """
    one = _open(town, number)
    return _drafted(town, one, ground, mask)


def rule(
    town: Town, number: int, ground: str, mask: int | None = None, words: str = ""
) -> Complaint:
    """Decide a case, once and for good; it carries itself out once another of the office has
    signed, and at once where nobody else may.

    Raises as `draft`, `require_ready` and `signing.decide`.
    """
    lock(town)
    one = case_of(town, number)
    require_ready(town, one)
    done = _drafted(town, one, ground, mask)
    ruling = Ruling(
        is_upheld=done.ground.upholds,
        words=words,
        ground=ground,
        orders=done.orders,
        by=DecidedBy.PEOPLE,
        signer=town.actor.pid,
        balance=one.balance,
    )
    return signing.decide(town, one, ruling)


def weigh(town: Town, number: int, words: str) -> Complaint:
    """Write how an opened secret weighs against the person's interest; others take their place.

    Raises as `case_of`, `ComplaintTooLong`, `Outdated` where none was opened.
    """
    one = _open(town, number)
    complaints.fits(words, complaints.DECISION_MAX)
    if secret_of(town, one) is not Secret.OPENED:
        raise Outdated
    complaints.write_balance(town, one, words, town.actor.pid)
    return complaints.complaint_of(town, number)


def pause(town: Town, number: int) -> Complaint:
    """Stop the clock until an office has sent its books, or set it going again."""
    one = _open(town, number)
    name = complaints.clock_name(number)
    if one.clock is not None and one.clock.is_paused:
        clocks.resume(town, name)
    else:
        clocks.pause(town, name, "evidence")
    return _clock_moved(town, number)


def extend(town: Town, number: int) -> Complaint:
    """Lengthen the clock of a hard case, once. Raises as `case_of`, and `NotLengthened`."""
    _open(town, number)
    clocks.extend(town, complaints.clock_name(number), "complex")
    return _clock_moved(town, number)


def handle_event(town: Town, event: Event) -> None:
    """A reaction: what is filed falls due, and who holds the office decides who decides."""
    if isinstance(event, ComplaintOpened) and event.complaint.forum is Forum.OMBUDSMAN:
        _wait_for(town, event.complaint)
        deciding = tuple(holder.who for holder in impartial(town, event.complaint))
        town.emit(CaseFiled(event.complaint, deciding))
    elif isinstance(event, HearingMoved) and event.hearing.turn is None:
        _wait_for(town, complaints.complaint_of(town, event.hearing.complaint.number))
    elif isinstance(event, ComplaintEnded):
        forget_draft(town, event.complaint)
    elif isinstance(event, SeatGiven):
        unseat_director(town, event)
    elif isinstance(event, OfficeChanged):
        for one in complaints.of_town(town):
            if one.state is ComplaintState.OPEN:
                _wait_for(town, one)


def fall_due(town: Town, subject: str) -> None:
    """A timer: rules decide where no person may; else it is said that people are late."""
    one = complaints.complaint_by_id(town, int(subject))
    if one.state is not ComplaintState.OPEN or one.clock is None or one.clock.is_paused:
        return
    if not impartial(town, one):
        by_rules(town, one)
    elif one.clock.due is not None and one.clock.due.town_s > town.now:
        _wait_for(town, one)
    else:
        town.emit(CaseOverdue(one))


def let_go(town: Town, who: ParticipantId) -> None:
    """Whoever leaves holds no office and speaks at no hearing; their own case goes on by the
    books.
    """
    was_holder = resign(town, who)
    leave_hearings(town, who)
    if was_holder:
        for one in complaints.of_town(town):
            if one.state is ComplaintState.OPEN:
                _wait_for(town, one)


def _drafted(town: Town, one: Complaint, ground: str, mask: int | None) -> Draft:
    found = complaints.reasons().get(ground)
    if found is None or one.about not in found.about:
        raise NoSuchGround(number=one.number)
    may = complaints.applicable(town, one) if found.upholds else ()
    orders = set(found.orders)
    if mask is not None:
        orders = {kind for bit, kind in enumerate(OrderKind) if mask >> bit & 1}
    ordered = tuple(kind for kind in may if kind in orders)
    return Draft(complaint=one, ground=found, orders=ordered, may=may)


def _open(town: Town, number: int) -> Complaint:
    one = case_of(town, number)
    if one.state is not ComplaintState.OPEN:
        raise Outdated
    return one


def _clock_moved(town: Town, number: int) -> Complaint:
    one = complaints.complaint_of(town, number)
    _wait_for(town, one)
    town.emit(complaints.ComplaintConcerns(one.complaint_id))
    return one


def _wait_for(town: Town, one: Complaint) -> None:
    """Ring when a case is due; a clock that is stopped rings nothing. People have real minutes
    before they are late, and so has whoever may still name somebody before the rules decide.
    """
    if one.forum is not Forum.OMBUDSMAN or one.clock is None:
        return
    subject = str(one.complaint_id)
    clear_timer(town, CASE_DUE, subject)
    due = one.clock.due
    if due is None:
        return
    if judges := impartial(town, one):
        # A second after: what is decided on the stroke of it is in time.
        at, waits_s = due.town_s + 1, human_wait_s(town, *(judge.who for judge in judges))
    else:
        at, waits_s = one.opened.town_s + RULES_AFTER_S, human_wait_s(town, one.who) // NAMING_PART
    set_timer(town, CASE_DUE, subject, due=max(at, town.now + 1), waits_s=waits_s)
