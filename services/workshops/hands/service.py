"""One hand a person, up until it is seen to or taken back. It says nothing about its person.

No fact is left: whoever asks for help is not to be rated for it. All verbs work in a blank and in a
paused town as well, where help may be needed most.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select, update

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import one_line
from services.kernel.schema import AnyRow, change_row, insert_new, live_row
from services.kernel.town import ParticipantId, Role, Town, UnitOfWork, Urgent, WorkshopId
from services.people.identity import (
    PEOPLE,
    facilitator_town,
    lock_participant,
    participant_town,
)
from services.workshops.hands.tables import hands

WORDS_MAX = 200  # characters
ANSWER_MAX = 500
MINUTE_MS = 60_000


class HandTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


class NoHandUp(RuleError):
    """The actor's hand is not up."""


class NoSuchHand(RuleError):
    """No hand of this number is up. Field: `number`."""


class HandState(StrEnum):
    """What became of a hand."""

    UP = "up"
    COMING = "coming"  # whoever runs the town goes there
    ANSWERED = "answered"
    DOWN = "down"  # taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """One raised hand. `minutes`: how long it has been up, in whole ones."""

    hand_id: int
    workshop_id: WorkshopId
    who: ParticipantId
    name: str
    words: str
    state: HandState
    minutes: int


@dataclass(frozen=True, slots=True)
class Raised:
    """The actor's hand, as it is up now."""

    hand: Hand
    is_new: bool


@dataclass(frozen=True, slots=True)
class _OfHand(Urgent):
    hand: Hand

    @property
    def workshop_id(self) -> WorkshopId:
        """Told outside of any town."""
        return self.hand.workshop_id


@dataclass(frozen=True, slots=True)
class HandRaised(_OfHand):
    """Somebody asks for help."""


@dataclass(frozen=True, slots=True)
class HandChanged(_OfHand):
    """Its words are others, or it was taken back."""


@dataclass(frozen=True, slots=True)
class HandSeen(_OfHand):
    """Whoever runs the town has seen to it; `answer` in words, where not by coming."""

    answer: str


def raise_hand(uow: UnitOfWork, words: str = "") -> Raised:
    """Raise a hand, or say anew why it is up. Raises `HandTooLong`, `NotInTown`, `TownClosed`."""
    town = participant_town(uow, also_blank=True)
    line = _fits(words, WORDS_MAX)
    lock_participant(town, town.actor.pid)
    before = mine(town)
    if before is not None and line in {"", before.words}:
        return Raised(before, is_new=False)
    if before is not None:
        change_row(town.conn, hands, before.hand_id, words=line)
    else:
        values = {"participant_id": town.actor.pid, "words": line, "raised_ms": town.wall_ms}
        insert_new(town.conn, hands, workshop_id=town.workshop_id, **values)
    hand = mine(town)
    if hand is None:
        raise LookupError(town.actor.pid)
    uow.emit(HandChanged(hand) if before else HandRaised(hand))
    return Raised(hand, is_new=before is None)


def lower(uow: UnitOfWork) -> Hand:
    """Take one's hand back. Raises `NoHandUp`, `NotInTown`, `TownClosed`."""
    town = participant_town(uow, also_blank=True)
    hand = mine(town)
    if hand is None or not _end(town, hand.hand_id, HandState.DOWN):
        raise NoHandUp
    uow.emit(HandChanged(hand_by_id(town, hand.hand_id)))
    return hand


def waiting(uow: UnitOfWork) -> tuple[Hand, ...]:
    """Whose hands are up, the longest first. Raises `NoWorkshop`."""
    return up(facilitator_town(uow, also_closed=True, also_blank=True))


def come(uow: UnitOfWork, hand_id: int) -> Hand:
    """Say that one comes. Raises `NoWorkshop`, `Outdated` where the hand is not up any more."""
    return _see(uow, hand_id, HandState.COMING, "")


def answer(uow: UnitOfWork, hand_id: int, words: str) -> Hand:
    """Answer in words that the one who asked reads alone.

    Raises `NoWorkshop`, `NoSuchHand`, `HandTooLong`.
    """
    try:
        return _see(uow, hand_id, HandState.ANSWERED, _fits(words, ANSWER_MAX))
    except Outdated:
        raise NoSuchHand(number=hand_id) from None


def up(town: Town) -> tuple[Hand, ...]:
    """The hands of the town that are up, the longest first."""
    still = hands.c.state == HandState.UP
    rows = town.conn.execute(_query(town, still).order_by(hands.c.raised_ms, hands.c.hand_id))
    return tuple(_hand(town, row) for row in rows)


def mine(town: Town) -> Hand | None:
    """The actor's hand while it is up."""
    of_me = (hands.c.participant_id == town.actor.pid, hands.c.state == HandState.UP)
    row = town.conn.execute(_query(town, *of_me)).one_or_none()
    return None if row is None else _hand(town, row)


def hand_by_id(town: Town, hand_id: int) -> Hand:
    """A hand of this town, up or not. Raises `Outdated`."""
    return _hand(town, live_row(town.conn, _query(town, hands.c.hand_id == hand_id)))


def let_go(town: Town, who: ParticipantId) -> None:
    """Whoever leaves waits no more."""
    theirs = (hands.c.participant_id == who, hands.c.state == HandState.UP)
    lowered = update(hands).where(*theirs).values(state=HandState.DOWN)
    for number in town.conn.scalars(lowered.returning(hands.c.hand_id)).all():
        town.emit(HandChanged(hand_by_id(town, number)))


def _see(uow: UnitOfWork, hand_id: int, state: HandState, words: str) -> Hand:
    town = facilitator_town(uow, also_blank=True)
    hand_by_id(town, hand_id)
    if not _end(town, hand_id, state):
        raise Outdated
    seen = hand_by_id(town, hand_id)
    note(town, f"hand_{state}", str(hand_id), role=Role.FACILITATOR)
    uow.emit(HandSeen(seen, words))
    return seen


def _end(town: Town, hand_id: int, state: HandState) -> bool:
    still = (hands.c.hand_id == hand_id, hands.c.state == HandState.UP)
    return town.conn.execute(update(hands).where(*still).values(state=state)).rowcount == 1


def _query(town: Town, *where: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return (
        select(hands, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == hands.c.participant_id)
        .where(hands.c.workshop_id == town.workshop_id, *where)
    )


def _hand(town: Town, row: AnyRow) -> Hand:
    return Hand(
        hand_id=row.hand_id,
        workshop_id=town.workshop_id,
        who=row.participant_id,
        name=row.name,
        words=row.words,
        state=HandState(row.state),
        minutes=max(0, town.wall_ms - row.raised_ms) // MINUTE_MS,
    )


def _fits(typed: str, limit: int) -> str:
    line = one_line(typed)
    if len(line) > limit:
        raise HandTooLong(limit=limit, typed=len(line))
    return line
