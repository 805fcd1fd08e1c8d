"""Seats: looking in, joining after consent, leaving. One seat a person; no quorum, no lobby."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from services.kernel.errors import NotInTown, RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.time import DAY_S, TOWN_OPENS_AT, TownTime
from services.kernel.town import (
    ParticipantId,
    PersonId,
    Randomness,
    Town,
    UnitOfWork,
    WorkshopId,
    office,
)
from services.kernel.towns import OPEN, locked_by_code
from services.living.seats.pasts import introduce
from services.living.seats.personas import Character, Persona, free_character
from services.money.ledger import WALLET, issue, open_account
from services.people.facts import Fact, record
from services.people.identity import (
    ParticipantJoined,
    ParticipantLeft,
    SeatGivenUp,
    add_participant,
    forget,
    give_up_seat,
    note_consent,
    office_town,
    person_of,
    seat_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Row


class CodeUnknown(RuleError):
    """No workshop has this code. Field: `code`, as typed, shortened."""


class WorkshopClosed(RuleError):
    """The workshop is closed for now. Field: `title`."""


class SeatedElsewhere(RuleError):
    """The person lives in another open town. Fields: `name` there, `title` of that workshop."""


WELCOME_FEN = Fen(200_00)
TOWN_HALL = "town_hall"
TYPED_MAX = 20
LATE_AFTER_S = 2 * DAY_S  # whoever joins later is given a past, so that nobody is visibly the last
LATE_MOST_S = 6 * DAY_S


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person is asked to agree to before anything about them is kept."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """Who the person is from now on; `since` when, in the town's memory, they have lived here."""

    name: str
    trade: str
    title: str
    money: Fen
    since: TownTime
    is_late: bool
    past: Localized  # what is known of them before their first act


@dataclass(frozen=True, slots=True)
class Farewell:
    """Who stays behind as a resident; `erased` when nothing links to the person any more."""

    name: str
    title: str
    erased: bool


def knock(uow: UnitOfWork, code: str) -> Invitation | Persona:
    """Look at a workshop from outside; nothing is kept. Those who live there are let in at once.

    Raises `CodeUnknown`, `WorkshopClosed`, `SeatedElsewhere`.
    """
    row = _workshop(uow, code)
    seat = seat_of(uow)
    if seat is None or seat.state != OPEN:
        return Invitation(row.code, row.title)
    return _welcome_back(seat, row.workshop_id)


def join(uow: UnitOfWork, code: str) -> Welcome | Persona:
    """Take a seat: the person has agreed to the consent card. Joining twice is joining once.

    Raises `CodeUnknown`, `WorkshopClosed`, `SeatedElsewhere`.
    """
    row = _workshop(uow, code)
    person_id = person_of(uow)
    seat = seat_of(uow)
    if seat is not None and seat.state == OPEN:
        return _welcome_back(seat, row.workshop_id)
    if seat is not None:
        stand_up(uow, ParticipantId(seat.participant_id))
    note_consent(uow, person_id)
    town = office_town(uow, row.workshop_id, office(TOWN_HALL))
    character = free_character(town)
    arrival = _arrival(town, character)
    then = replace(town, now=arrival)
    participant_id = settle(then, character, person_id=person_id)
    past = introduce(then, participant_id, character.name)
    record(town, Fact(participant_id, "consented", key=f"{participant_id}:consented"))
    is_late = arrival < town.now
    uow.emit(
        ParticipantJoined(
            workshop_id=row.workshop_id,
            participant_id=participant_id,
            name=character.name,
            trade=character.trade,
            since=arrival,
            is_late=is_late,
        )
    )
    return Welcome(
        name=character.name,
        trade=character.trade,
        title=row.title,
        money=WELCOME_FEN,
        since=arrival,
        is_late=is_late,
        past=past,
    )


def my_seat(uow: UnitOfWork) -> Persona:
    """Where the visitor sits, also in a workshop that is closed or paused. Raises `NotInTown`."""
    seat = _taken_seat(uow)
    return Persona(seat.name, seat.trade, seat.title)


def leave(uow: UnitOfWork) -> Farewell:
    """Stand up: the persona stays in the town, what linked it to the person is erased.

    Works in a closed or paused workshop as well: nobody can be kept. Raises `NotInTown`.
    """
    seat = _taken_seat(uow)
    participant_id = ParticipantId(seat.participant_id)
    stand_up(uow, participant_id)
    uow.emit(ParticipantLeft(WorkshopId(seat.workshop_id), participant_id, seat.name))
    erased = forget(uow.conn, PersonId(seat.person_id))
    return Farewell(seat.name, seat.title, erased)


def stand_up(uow: UnitOfWork, participant_id: ParticipantId) -> None:
    """Take the person out of a persona."""
    give_up_seat(uow.conn, participant_id)
    uow.emit(SeatGivenUp(participant_id))


def settle(
    town: Town, character: Character, *, person_id: PersonId | None = None, habit: str = ""
) -> ParticipantId:
    """Make somebody of the town, with a wallet and the town's welcome money in it."""
    participant_id = _new_id(town, character)
    wallet = open_account(town, WALLET, participant_id)
    add_participant(
        town,
        participant_id=participant_id,
        person_id=person_id,
        name=character.name,
        name_key=character.name.casefold(),
        trade=character.trade,
        habit=habit,
        wallet=wallet,
    )
    issue(town, wallet, WELCOME_FEN, kind="welcome", key=f"welcome:{participant_id}")
    _first_facts(town, participant_id)
    return participant_id


def _arrival(town: Town, character: Character) -> TownTime:
    """When a newcomer is said to have come: some days ago, if the town has lived that long."""
    if town.now < TOWN_OPENS_AT + LATE_AFTER_S:
        return town.now
    chance = Randomness(town.workshop.secret, f"arrival|{character.name}")
    ago = chance.between(LATE_AFTER_S // 2, LATE_MOST_S)
    return TownTime(max(TOWN_OPENS_AT, town.now - ago))


def _first_facts(town: Town, who: ParticipantId) -> None:
    def first(kind: str, amount: int = 0) -> Fact:
        counterpart = TOWN_HALL if amount else ""
        return Fact(who, kind, amount, counterpart, source=TOWN_HALL, key=f"{who}:{kind}")

    record(town, first("joined"), first("identity_verified"), first("welcomed", WELCOME_FEN))


def _new_id(town: Town, character: Character) -> ParticipantId:
    # The workshop's number keeps two towns of one seed apart; the secret keeps ids unguessed.
    label = f"participant|{town.workshop_id}|{character.name}"
    token = Randomness(town.workshop.secret, label).token(10)
    return ParticipantId(base64.b32encode(token).decode().lower())


def _workshop(uow: UnitOfWork, typed: str) -> Row[*tuple[Any, ...]]:
    # Locked: two who join at once must not be given one name.
    row = locked_by_code(uow.conn, typed)
    if row is None:
        raise CodeUnknown(code=typed.strip()[:TYPED_MAX])
    if row.state != OPEN:
        raise WorkshopClosed(title=row.title)
    return row


def _taken_seat(uow: UnitOfWork) -> Row[*tuple[Any, ...]]:
    seat = seat_of(uow)
    if seat is None:
        raise NotInTown
    return seat


def _welcome_back(seat: Row[*tuple[Any, ...]], workshop_id: WorkshopId) -> Persona:
    if seat.workshop_id != workshop_id:
        raise SeatedElsewhere(name=seat.name, title=seat.title)
    return Persona(seat.name, seat.trade, seat.title)
