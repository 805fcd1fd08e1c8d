"""Two signers: where several may decide a case, one drafts the decision and another signs it, or
sends it back with a word.

Owns what waits for a signature. Where nobody else may decide, one signer is enough, and is said so.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from services.kernel.errors import RuleError
from services.kernel.schema import change_row, insert_new
from services.kernel.time import Moment
from services.kernel.town import Event, ParticipantId, Town
from services.kernel.towns import lock
from services.people.identity import name_of
from services.standing import complaints
from services.standing.complaints import (
    Complaint,
    ComplaintDecided,
    ComplaintState,
    DecidedBy,
    OrderKind,
    Reason,
    Ruling,
)
from services.standing.ombudsman.casefile import Secret, secret_of
from services.standing.ombudsman.hearing import hearing_of
from services.standing.ombudsman.office import case_of, impartial
from services.standing.ombudsman.tables import drafted_rulings


class BalanceMissing(RuleError):
    """A trade secret was opened, and nobody has written how it weighs. Field: `number`."""


class HearingOpen(RuleError):
    """Both sides are being heard; the decision comes after. Field: `number`."""


class NothingToSign(RuleError):
    """No decision of the case waits for a signature. Field: `number`."""


class SignedByYou(RuleError):
    """Whoever drafted a decision does not sign it twice. Field: `number`."""


class SignatureWaits(RuleError):
    """A decision waits: it is signed or sent back first. Fields: `number`, `name` of its signer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A decision that waits. `returned`: by whom it was sent back; empty: it waits for others."""

    ground: Reason
    orders: tuple[OrderKind, ...]
    words: str
    signer: ParticipantId
    name: str
    drafted: Moment
    returned: str
    returned_words: str


@dataclass(frozen=True, slots=True)
class SignatureAsked(Event):
    """One of the office has decided; any of `others` may sign."""

    complaint: Complaint
    drafted: Drafted
    others: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True)
class SentBack(Event):
    """Another of the office does not sign, and says why."""

    complaint: Complaint
    drafted: Drafted


def require_ready(town: Town, one: Complaint) -> None:
    """Raise `ComplaintDecided`, `HearingOpen` or `BalanceMissing` where nothing can be decided."""
    if one.state is not ComplaintState.OPEN:
        raise ComplaintDecided(number=one.number)
    found = hearing_of(town, one)
    if found is not None and found.turn is not None:
        raise HearingOpen(number=one.number)
    if secret_of(town, one) is Secret.OPENED and not one.balance:
        raise BalanceMissing(number=one.number)


def drafted_of(town: Town, one: Complaint) -> Drafted | None:
    """What waits in a case; nothing once whoever drafted it may not decide it any more."""
    mine = select(drafted_rulings).where(drafted_rulings.c.complaint_id == one.complaint_id)
    row = town.conn.execute(mine).one_or_none()
    ground = None if row is None else complaints.reasons().get(row.ground)
    if row is None or ground is None or row.signer_id not in _may_decide(town, one):
        return None
    return Drafted(
        ground=ground,
        orders=tuple(kind for bit, kind in enumerate(OrderKind) if row.orders >> bit & 1),
        words=row.words,
        signer=row.signer_id,
        name=name_of(town.conn, row.signer_id),
        drafted=Moment(row.drafted_town_s),
        returned="" if row.returned_by is None else name_of(town.conn, row.returned_by),
        returned_words=row.returned_words,
    )


def decide(town: Town, one: Complaint, ruling: Ruling) -> Complaint:
    """Let it wait for a second signature; where nobody else may sign, it is decided.

    Raises `SignatureWaits`, and as `complaints.settle`.
    """
    before, me = drafted_of(town, one), town.actor.pid
    others = tuple(who for who in _may_decide(town, one) if who != me)
    if not others:
        return _ends(town, one, ruling)
    if before is not None and before.signer != me and not before.returned:
        raise SignatureWaits(number=one.number, name=before.name)
    complaints.fits(ruling.words, complaints.DECISION_MAX)
    complaints.require_agreement(town, one, ruling)
    forget_draft(town, one)
    insert_new(
        town.conn,
        drafted_rulings,
        complaint_id=one.complaint_id,
        workshop_id=town.workshop_id,
        ground=ruling.ground,
        orders=sum(1 << bit for bit, k in enumerate(OrderKind) if k in (ruling.orders or ())),
        words=ruling.words,
        signer_id=me,
        drafted_town_s=town.now,
    )
    if (drafted := drafted_of(town, one)) is not None:
        town.emit(SignatureAsked(one, drafted, others))
    return one


def sign(town: Town, number: int) -> Complaint:
    """Sign what another of the office has drafted; what was one's own only once nobody else may.

    Raises as `case_of` and `require_ready`, `NothingToSign`, `SignedByYou`.
    """
    lock(town)
    one = case_of(town, number)
    require_ready(town, one)
    drafted, me = drafted_of(town, one), town.actor.pid
    if drafted is None or drafted.returned:
        raise NothingToSign(number=number)
    is_alone = set(_may_decide(town, one)) == {me}
    if drafted.signer == me and not is_alone:
        raise SignedByYou(number=number)
    ruling = Ruling(
        is_upheld=drafted.ground.upholds,
        words=drafted.words,
        ground=drafted.ground.ground_id,
        orders=drafted.orders,
        by=DecidedBy.PEOPLE,
        signer=drafted.signer,
        second=None if drafted.signer == me else me,
        balance=one.balance,
    )
    return _ends(town, one, ruling)


def send_back(town: Town, number: int, words: str) -> Complaint:
    """Do not sign what another has drafted, and say why; they decide anew.

    Raises as `sign`, and `ComplaintTooLong`.
    """
    lock(town)
    complaints.fits(words, complaints.DECISION_MAX)
    one = case_of(town, number)
    require_ready(town, one)
    drafted, me = drafted_of(town, one), town.actor.pid
    if drafted is None or drafted.returned:
        raise NothingToSign(number=number)
    if drafted.signer == me:
        raise SignedByYou(number=number)
    said = {"returned_by": me, "returned_words": words}
    change_row(town.conn, drafted_rulings, one.complaint_id, **said)
    if (drafted := drafted_of(town, one)) is not None:
        town.emit(SentBack(one, drafted))
    return one


def forget_draft(town: Town, one: Complaint) -> None:
    """A case that has ended, or is drafted anew, keeps no draft."""
    mine = drafted_rulings.c.complaint_id == one.complaint_id
    town.conn.execute(delete(drafted_rulings).where(mine))


def _ends(town: Town, one: Complaint, ruling: Ruling) -> Complaint:
    done = complaints.settle(town, one, ruling)
    forget_draft(town, one)
    return done


def _may_decide(town: Town, one: Complaint) -> tuple[ParticipantId, ...]:
    return tuple(holder.who for holder in impartial(town, one))
