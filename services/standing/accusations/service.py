"""Pengci: somebody falls before another and wants money. Paid, contested, believed, or listed.

Whether the fall was staged is drawn when it happens and shown to nobody. Whoever does not answer is
held to have done it: a fact that may be untrue, and a listing that rests on it.
"""

from __future__ import annotations

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.schema import change_row, insert_new
from services.kernel.seeds import PERCENT
from services.kernel.time import DAY_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.kernel.towns import lock
from services.money import ledger
from services.people.facts import Fact, record, strike
from services.people.identity import PEOPLE, Neighbour, by_id, by_name, human_wait_s, neighbours
from services.standing import listings
from services.standing.accusations.evidence import evidence, shown
from services.standing.accusations.records import (
    Accusation,
    AccusationChanged,
    AccusationDecided,
    Accused,
    FallState,
    Side,
    accusation_of,
    found_where,
)
from services.standing.accusations.tables import evidence_looks, fall_accusations
from services.standing.courts import AGENCY


class NobodyToAccuse(RuleError):
    """No resident is left to accuse or to be accused; chance accuses no participant."""


class AccusedAlready(RuleError):
    """Somebody has an accusation to answer: one at a time. Field: `name`."""


class NobodyAccusesYou(RuleError):
    """There is no accusation that the asker could answer."""


class AnsweredAlready(RuleError):
    """The accused has answered, or it was decided. Field: `accuser`."""


class NoTimeToLook(RuleError):
    """The accused has looked at all there is time for. Field: `limit`."""


class NothingLikeIt(RuleError):
    """There is no such thing to look at. Fields: `typed`, `known` (ids, in one line)."""


class OwnAccusation(RuleError):
    """Whoever decides is one of the two. Field: `number`."""


ACCUSATION_DUE = "accusation_due"  # the timer's kind
SHOWN_MAX = 5
TYPED_MAX = 20
SETTLED = "fall_settled"  # the movement's kind in the ledger
CAUSED, FALSE = "fall_caused", "false_accusation"  # the facts' kinds


def accuse(
    town: Town, *, amount_fen: int, days: int, staged_percent: int, who: str = ""
) -> Accusation:
    """A resident falls before somebody named; without a name, before a resident by chance.

    Raises `NotAllowed`, `NobodyToAccuse`, `AccusedAlready`, `NobodyOfThatName`.
    """
    require(town, *STEWARDS)
    lock(town)
    chance, key = town.randomness("pengci"), f"{town.key}:accusation"
    busy = {side for one in _waiting(town) for side in (one.accuser, one.accused)}
    free = [n for n in neighbours(town) if n.is_resident and n.participant_id not in busy]
    accused = by_name(town, who) if who else _pick(town, free)
    if accused.participant_id in busy:
        raise AccusedAlready(name=accused.name)
    accuser = _pick(town, [n for n in free if n.participant_id != accused.participant_id])
    is_new = insert_new(
        town.conn,
        fall_accusations,
        workshop_id=town.workshop_id,
        key=key,
        accuser=accuser.participant_id,
        accused=accused.participant_id,
        amount_fen=amount_fen,
        is_staged=chance.below(PERCENT) < staged_percent,
        made_town_s=town.now,
        due_town_s=town.now + days * DAY_S,
    )
    [one] = found_where(town, fall_accusations.c.key == key)
    if is_new:
        number, waits_s = one.accusation_id, human_wait_s(town, one.accused)
        due = set_timer(town, ACCUSATION_DUE, str(number), due=one.due.town_s, waits_s=waits_s)
        change_row(town.conn, fall_accusations, number, due_town_s=due)
        one = accusation_of(town, number)
        town.emit(Accused(one))
    return one


def mine(town: Town) -> tuple[Accusation, ...]:
    """What the asker is accused of, the newest first."""
    found = found_where(town, fall_accusations.c.accused == town.actor.pid)
    return tuple(found[::-1][:SHOWN_MAX])


def look(town: Town, piece_id: str, accusation_id: int | None = None) -> Accusation:
    """Look at one thing before answering; the same thing twice is once.

    Raises `NothingLikeIt`, `NoTimeToLook`, `AnsweredAlready`, `NobodyAccusesYou`, `Outdated`.
    """
    pieces = evidence().pieces
    if piece_id not in pieces:
        raise NothingLikeIt(typed=piece_id[:TYPED_MAX], known=", ".join(pieces))
    one = _answerable(town, accusation_id)
    if piece_id in {look.piece_id for look in one.looks}:
        return one
    if len(one.looks) >= evidence().looks:
        raise NoTimeToLook(limit=evidence().looks)
    is_staged = bool(_truth(town, one.accusation_id))
    insert_new(
        town.conn,
        evidence_looks,
        accusation_id=one.accusation_id,
        piece=piece_id,
        shows_staged=shown(town, one.accusation_id, piece_id, is_staged=is_staged),
    )
    return _changed(town, one.accusation_id)


def counter(town: Town, accusation_id: int | None = None) -> Accusation:
    """The accused says that it was staged, once; also when they have been found to blame.

    Raises `AnsweredAlready`, `NobodyAccusesYou`, `Outdated`.
    """
    number = _answerable(town, accusation_id).accusation_id
    values = {"state": FallState.COUNTERED, "countered_town_s": town.now}
    change_row(town.conn, fall_accusations, number, **values)
    clear_timer(town, ACCUSATION_DUE, str(number))
    return _changed(town, number)


def settle(town: Town, accusation_id: int | None = None) -> Accusation:
    """The accused pays to be left alone; nothing is written down of either.

    Raises `AnsweredAlready`, `NobodyAccusesYou`, `NotEnoughMoney`, `Outdated`.
    """
    one = _answerable(town, accusation_id)
    if one.state is not FallState.OPEN:
        raise AnsweredAlready(accuser=one.accuser_name)
    ledger.move(town, payment(town, one))
    change_row(town.conn, fall_accusations, one.accusation_id, state=FallState.SETTLED)
    clear_timer(town, ACCUSATION_DUE, str(one.accusation_id))
    return _changed(town, one.accusation_id)


def book(town: Town) -> tuple[Accusation, ...]:
    """The accusations that wait for a decision, oldest first. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    return tuple(_waiting(town))


def decide(town: Town, accusation_id: int, believed: Side) -> Accusation:
    """Believe one of the two. Raises `NotAllowed`, `OwnAccusation`, `AnsweredAlready`, `Outdated`.

    A false accusation is held against the accuser only where the accused has said that it is one.
    """
    require(town, *STEWARDS)
    one = accusation_of(town, accusation_id, is_held=True)
    if not one.waits:
        raise AnsweredAlready(accuser=one.accuser_name)
    if _is_own(town, one):
        raise OwnAccusation(number=accusation_id)
    clear_timer(town, ACCUSATION_DUE, str(accusation_id))
    note(town, "accusation_decided", believed.value, role=town.actor.role)
    if believed is Side.ACCUSER:
        return _lost(town, one)
    return _won(town, one)


def fall_due(town: Town, subject: str) -> None:
    """A timer's verb: the day has passed without an answer."""
    one = accusation_of(town, int(subject), is_held=True)
    if one.state is FallState.OPEN:
        _lost(town, one)


def _lost(town: Town, one: Accusation) -> Accusation:
    """The accused is held to have done it; what rests on that is written down once."""
    number = one.accusation_id
    change_row(town.conn, fall_accusations, number, state=FallState.LOST)
    if not one.was_lost:
        change_row(town.conn, fall_accusations, number, lost_town_s=town.now)
        _hold_against(town, CAUSED, one, one.accused, is_true=not _truth(town, number))
    return decided(town, number)


def _won(town: Town, one: Accusation) -> Accusation:
    number = one.accusation_id
    change_row(town.conn, fall_accusations, number, state=FallState.WON)
    if one.was_lost:
        strike(town, one.accused, [f"{CAUSED}:{number}"], AGENCY)
        listings.lift(town, AGENCY, basis=f"fact:{CAUSED}:{number}")
    if one.is_countered:
        _hold_against(town, FALSE, one, one.accuser, is_true=_truth(town, number))
    return decided(town, number)


def _hold_against(
    town: Town, kind: str, one: Accusation, who: ParticipantId, *, is_true: bool
) -> None:
    key, fen = f"{kind}:{one.accusation_id}", one.amount.fen
    record(town, Fact(who, kind, fen, counterpart=AGENCY, source=AGENCY, is_true=is_true, key=key))
    listings.enter(town, AGENCY, listings.Colour.BLACK, who, basis=f"fact:{key}")


def _answerable(town: Town, accusation_id: int | None) -> Accusation:
    """The asker's accusation, or without a number the latest that they may answer, held."""
    if accusation_id is None:
        answerable = [one.accusation_id for one in mine(town) if one.may_be_countered]
        if not answerable:
            raise NobodyAccusesYou
        accusation_id = answerable[0]
    one = accusation_of(town, accusation_id, is_held=True)
    if one.accused != town.actor.pid:
        raise NobodyAccusesYou
    if not one.may_be_countered:
        raise AnsweredAlready(accuser=one.accuser_name)
    return one


def payment(town: Town, one: Accusation) -> ledger.Transfer:
    """What the accused pays to be left alone."""
    return ledger.Transfer(
        key=f"fall:{one.accusation_id}",
        kind=SETTLED,
        source=by_id(town, one.accused).wallet,
        target=by_id(town, one.accuser).wallet,
        amount=Fen(one.amount.fen),
        subject=str(one.accusation_id),
    )


def _truth(town: Town, accusation_id: int) -> bool:
    """Whether the fall was staged."""
    at = fall_accusations.c
    found = select(at.is_staged).where(at.accusation_id == accusation_id)
    return bool(town.conn.execute(found).scalar_one())


def _waiting(town: Town) -> list[Accusation]:
    waits = (FallState.OPEN, FallState.COUNTERED)
    return found_where(town, fall_accusations.c.state.in_(waits))


def _pick(town: Town, among: list[Neighbour]) -> Neighbour:
    if not among:
        raise NobodyToAccuse
    return town.randomness("fall").pick(among)


def _is_own(town: Town, one: Accusation) -> bool:
    sides = PEOPLE.c.participant_id.in_((one.accused, one.accuser))
    person = town.actor.person_id
    own = select(PEOPLE.c.participant_id).where(sides, PEOPLE.c.person_id == person)
    return person is not None and town.conn.scalar(own.limit(1)) is not None


def _changed(town: Town, number: int) -> Accusation:
    one = accusation_of(town, number)
    town.emit(AccusationChanged(one))
    return one


def decided(town: Town, number: int) -> Accusation:
    """Tell both how it stands now."""
    one = accusation_of(town, number)
    town.emit(AccusationDecided(one))
    return one
