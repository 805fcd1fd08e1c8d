"""Ending a complaint: decided once, carried out by itself, and looked at.

Owns that nobody decides in their own case, that a decision stands, and that no two of them
contradict each other. On what grounds is for whoever decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from services.kernel.audit_log import note
from services.kernel.schema import change_row
from services.kernel.town import ParticipantId, Role, Town, require
from services.law import clocks
from services.people.facts import Fact, record
from services.people.identity import PEOPLE
from services.standing.complaints.orders import BY_ABOUT, TOWN_HALL, execute
from services.standing.complaints.records import clock_name, complaint_of, of_town
from services.standing.complaints.shapes import (
    Complaint,
    ComplaintDecided,
    ComplaintEnded,
    ComplaintState,
    ComplaintTooLong,
    DecidedBy,
    Forum,
    OrderKind,
    OrdersConflict,
    OwnComplaint,
    WithOmbudsman,
)
from services.standing.complaints.tables import case_records, complaints

DECISION_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How a complaint ends, on what ground and by whom. `orders`: None is what its matter wants."""

    is_upheld: bool
    words: str = ""
    ground: str = ""
    orders: tuple[OrderKind, ...] | None = None
    by: DecidedBy = DecidedBy.FACILITATOR
    signer: ParticipantId | None = None
    second: ParticipantId | None = None
    balance: str = ""


def decide(town: Town, number: int, *, is_upheld: bool, words: str = "") -> Complaint:
    """Uphold or dismiss a complaint that is with whoever runs the workshop, once and for good.

    Raises `NotAllowed`, `NoSuchComplaint`, `WithOmbudsman`, and whatever `settle` raises.
    """
    require(town, Role.FACILITATOR)
    one = complaint_of(town, number)
    if one.forum is Forum.OMBUDSMAN:
        raise WithOmbudsman(number=number)
    return settle(town, one, Ruling(is_upheld=is_upheld, words=words))


def settle(town: Town, one: Complaint, ruling: Ruling) -> Complaint:
    """End a complaint, once and for good.

    Upheld, what it is about is put right from now on (the books keep what was), all who rate the
    person compute anew, and the complaint says what its score became.

    Raises `OwnComplaint`, `ComplaintDecided`, `ComplaintTooLong`, `OrdersConflict`.
    """
    fits(ruling.words, DECISION_MAX)
    fits(ruling.balance, DECISION_MAX)
    if _is_own(town, one.who):
        raise OwnComplaint(number=one.number)
    if one.state is not ComplaintState.OPEN:
        raise ComplaintDecided(number=one.number)
    require_agreement(town, one, ruling)
    orders = ruling.orders
    if orders is None:
        orders = BY_ABOUT[one.about] if ruling.is_upheld else ()
    after = execute(town, one, orders)
    state = ComplaintState.UPHELD if ruling.is_upheld else ComplaintState.DISMISSED
    now, words = town.now, ruling.words
    change_open(
        town, one.number, state=state, decided_town_s=now, decided_words=words, score_after=after
    )
    signed = {"signer_id": ruling.signer, "second_id": ruling.second}
    said = {"ground": ruling.ground, "decided_by": ruling.by, "balance": ruling.balance}
    change_row(town.conn, case_records, one.complaint_id, **said, **signed)
    clocks.decide(town, clock_name(one.number))
    _court_goes_on(town, one, state)
    note(town, f"complaint_{state}", str(one.number), role=town.actor.role)
    remember(town, one.who, f"complaint_{state}", one.number, one.agency_id)
    ended = complaint_of(town, one.number)
    town.emit(ComplaintEnded(ended))
    return ended


def change_open(town: Town, number: int, **values: str | int | None) -> None:
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


def write_balance(town: Town, one: Complaint, words: str, who: ParticipantId) -> None:
    """Keep how a trade secret weighs, in the words of whoever is to sign."""
    change_row(town.conn, case_records, one.complaint_id, balance=words, signer_id=who)


def forget_words(town: Town, one: Complaint) -> None:
    """Erase what its person wrote in a complaint; what was decided stays."""
    change_row(town.conn, complaints, one.complaint_id, words="")


def fits(words: str, limit: int) -> None:
    """Raise `ComplaintTooLong` for words that are longer."""
    if len(words) > limit:
        raise ComplaintTooLong(limit=limit, typed=len(words))


def remember(town: Town, who: ParticipantId, kind: str, number: int, agency_id: str) -> None:
    """Let a fact tell of it."""
    key = f"{kind}:{number}"
    record(town, Fact(who, kind, counterpart=agency_id, source=TOWN_HALL, key=key))


def require_agreement(town: Town, one: Complaint, ruling: Ruling) -> None:
    """Of one thing one decision stands: only the same case, reconsidered, may end otherwise.

    Raises `OrdersConflict`.
    """
    if ruling.orders and not ruling.is_upheld:
        raise OrdersConflict(number=one.number)
    if one.forum is not Forum.OMBUDSMAN or one.is_again:
        return
    for other in of_town(town):
        is_same = other.thing == one.thing and other.number != one.number
        stands = is_same and other.forum is Forum.OMBUDSMAN and other.decided is not None
        if stands and (other.state is ComplaintState.UPHELD) is not ruling.is_upheld:
            raise OrdersConflict(number=other.number)


def _court_goes_on(town: Town, one: Complaint, state: ComplaintState) -> None:
    """The court's rule has a stage for what comes after: deleting, or asking the higher court."""
    if one.forum is not Forum.COURT:
        return
    if state is ComplaintState.UPHELD:
        clocks.start(town, clock_name(one.number), "spc", "deletion")
    elif not one.is_again:
        clocks.start(town, clock_name(one.number), "spc", "again")


def _is_own(town: Town, who: ParticipantId) -> bool:
    person = town.conn.scalar(select(PEOPLE.c.person_id).where(PEOPLE.c.participant_id == who))
    return person is not None and person == town.actor.person_id
