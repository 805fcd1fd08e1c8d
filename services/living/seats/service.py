"""Seats: looking in, joining after consent, leaving. One seat a person; no quorum, no lobby."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, update

from services.kernel.audit_log import note
from services.kernel.errors import NotInTown, RuleError, TownBlank
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import insert_new
from services.kernel.time import DAY_S, TOWN_OPENS_AT, TownTime
from services.kernel.town import (
    STEWARDS,
    Event,
    ParticipantId,
    PersonId,
    Randomness,
    Town,
    UnitOfWork,
    WorkshopId,
    mark_of,
    office,
    require,
)
from services.kernel.towns import OPEN, locked_by_code
from services.living.seats.newcomers import Character, Persona, free_character, introduce
from services.living.seats.tables import arrivals
from services.money.ledger import WALLET, issue, open_account
from services.people import identity
from services.people.facts import Fact, record
from services.people.identity import ParticipantJoined, ParticipantLeft, seat_of
from services.standing import ombudsman


class CodeUnknown(RuleError):
    """No workshop has this code. Field: `code`, as typed, shortened."""


class WorkshopClosed(RuleError):
    """The workshop is closed for now. Field: `title`."""


class CameTooOften(RuleError):
    """Each return leaves a resident behind. Fields: `title`; `limit`, how often one may come."""


@dataclass(frozen=True, slots=True)
class SentAway(Event):
    """Whoever runs the town has sent somebody out; `where` they are told. `held`: as `Farewell`."""

    workshop_id: WorkshopId
    title: str
    where: identity.Address | None
    held: tuple[int, ...] = ()


class SeatedElsewhere(RuleError):
    """The person lives in another open town. Fields: `name` there, `title` of that workshop."""


WELCOME_FEN = Fen(200_00)
TOWN_HALL = "town_hall"
TYPED_MAX = 20
ARRIVALS_MAX = 5  # of one person in one town: whoever leaves leaves a resident behind
LATE_AFTER_S = 2 * DAY_S  # whoever joins later is given a past, so that nobody is visibly the last
LATE_MOST_S = 6 * DAY_S


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person is asked to agree to before anything about them is kept."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Welcome(Persona):
    """Who the person is from now on; `since` when, in the town's memory, they have lived here.

    No `money`: it was given to the person before, as somebody else.
    """

    money: Fen
    since: TownTime
    is_late: bool
    past: Localized  # what is known of them before their first act


@dataclass(frozen=True, slots=True)
class Farewell:
    """Who stays behind as a resident; `erased` when nothing links to the person any more. `held`:
    the open cases that still need words of theirs.
    """

    name: str
    title: str
    erased: bool
    held: tuple[int, ...] = ()


def knock(uow: UnitOfWork, code: str) -> Invitation | Persona:
    """Look at a workshop from outside; nothing is kept. Those who live there are let in at once.

    Raises `CodeUnknown`, `WorkshopClosed`, `SeatedElsewhere`.
    """
    row = _workshop(uow, code)
    seat = seat_of(uow)
    if seat is None or seat.state != OPEN:
        return Invitation(row.code, row.title)
    return _welcome_back(seat, row.workshop_id)


def join(uow: UnitOfWork, code: str) -> Persona:
    """Take a seat: the person has agreed to the consent card. Joining twice is joining once.

    Raises `CodeUnknown`, `WorkshopClosed`, `SeatedElsewhere`, `CameTooOften`.
    """
    row = _workshop(uow, code)
    person_id, seat = identity.person_of(uow), seat_of(uow)
    if seat is not None and seat.state == OPEN:
        return _welcome_back(seat, row.workshop_id)
    if seat is not None:
        _stand_up(uow, seat)
    identity.note_consent(uow, person_id)
    town = identity.office_town(uow, row.workshop_id, office(TOWN_HALL))
    money = _start_money(town)
    character = free_character(town)
    arrival = _arrival(town, character)
    then = replace(town, now=arrival)
    participant_id = settle(then, character, person_id=person_id, money=money)
    past = introduce(then, participant_id, character.name)
    record(town, Fact(participant_id, "consented", key=f"{participant_id}:consented"))
    name, trade, is_late = character.name, character.trade, arrival < town.now
    uow.emit(
        ParticipantJoined(
            workshop_id=row.workshop_id,
            participant_id=participant_id,
            name=name,
            trade=trade,
            since=arrival,
            is_late=is_late,
        )
    )
    return Welcome(name, trade, row.title, money, arrival, is_late, past)


def my_seat(uow: UnitOfWork) -> Persona:
    """Where the visitor sits, also in a workshop that is closed or paused. Raises `NotInTown`."""
    seat = _taken_seat(uow)
    return Persona(seat.name, seat.trade, seat.title)


def leave(uow: UnitOfWork) -> Farewell:
    """Stand up: the persona stays in the town, what linked it to the person is erased.

    Works in a closed or paused workshop as well: nobody can be kept. Raises `NotInTown`.
    """
    seat = _taken_seat(uow)
    town = identity.office_town(uow, WorkshopId(seat.workshop_id), office(TOWN_HALL))
    held = ombudsman.cases_in_need(town, ParticipantId(seat.participant_id))
    _stand_up(uow, seat)
    erased = identity.forget(uow.conn, PersonId(seat.person_id))
    return Farewell(seat.name, seat.title, erased, held)


def send_away(town: Town, who: ParticipantId) -> Farewell:
    """Let somebody go who did not ask to, as if they had left; the code lets them in again.

    Raises `NotAllowed`, `NotInTown` where no person sits there.
    """
    require(town, *STEWARDS)
    actor = identity.participant_actor(town, who)
    if actor.person_id is None:
        raise NotInTown
    where = identity.addresses(town, [who]).get(who)
    held = ombudsman.cases_in_need(town, who)
    town.emit(SentAway(town.workshop_id, town.workshop.title, where, held))
    identity.give_up_seat(town.conn, who)
    account = None if where is None else (where.bot_id, where.chat_id)
    town.emit(ParticipantLeft(town.workshop_id, who, actor.name, account))
    note(town, "remove", role=town.actor.role)
    erased = identity.forget(town.conn, actor.person_id)
    return Farewell(actor.name, town.workshop.title, erased)


def by_code(uow: UnitOfWork, typed: str) -> Row[*tuple[Any, ...]]:
    """The town of a typed join code, open or closed, held until the end. Raises `CodeUnknown`."""
    row = locked_by_code(uow.conn, typed)
    if row is None:
        raise CodeUnknown(code=typed.strip()[:TYPED_MAX])
    return row


def settle(
    town: Town,
    character: Character,
    *,
    person_id: PersonId | None = None,
    habit: str = "",
    money: Fen = WELCOME_FEN,
) -> ParticipantId:
    """Make somebody of the town, with a wallet and the town's welcome money in it."""
    participant_id = _new_id(town, character)
    wallet = open_account(town, WALLET, participant_id)
    identity.add_participant(
        town,
        participant_id=participant_id,
        person_id=person_id,
        name=character.name,
        name_key=character.name.casefold(),
        trade=character.trade,
        habit=habit,
        wallet=wallet,
    )
    if money:
        issue(town, wallet, money, kind="welcome", key=f"welcome:{participant_id}")
    _first_facts(town, participant_id, money)
    return participant_id


def _stand_up(uow: UnitOfWork, seat: Row[*tuple[Any, ...]]) -> None:
    """The one way out of a persona, whatever leads to it."""
    participant_id = ParticipantId(seat.participant_id)
    identity.give_up_seat(uow.conn, participant_id)
    uow.emit(ParticipantLeft(WorkshopId(seat.workshop_id), participant_id, seat.name))


def _start_money(town: Town) -> Fen:
    """What the visitor is given on coming: once, however often they come. Raises `CameTooOften`."""
    visitor = identity.visitor_of(town)
    label = f"arrival|{town.workshop_id}"
    mark = mark_of(town.secret, label, visitor.bot_id, visitor.tg_user_id)
    if insert_new(town.conn, arrivals, workshop_id=town.workshop_id, mark=mark):
        return WELCOME_FEN
    mine = (arrivals.c.workshop_id == town.workshop_id, arrivals.c.mark == mark)
    again = town.conn.execute(
        update(arrivals)
        .where(*mine, arrivals.c.times < ARRIVALS_MAX)
        .values(times=arrivals.c.times + 1)
    )
    if again.rowcount != 1:
        raise CameTooOften(title=town.workshop.title, limit=ARRIVALS_MAX)
    return Fen(0)


def _arrival(town: Town, character: Character) -> TownTime:
    """When a newcomer is said to have come: some days ago, if the town has lived that long."""
    if town.now < TOWN_OPENS_AT + LATE_AFTER_S:
        return town.now
    chance = Randomness(town.workshop.secret, f"arrival|{character.name}")
    ago = chance.between(LATE_AFTER_S // 2, LATE_MOST_S)
    return TownTime(max(TOWN_OPENS_AT, town.now - ago))


def _first_facts(town: Town, who: ParticipantId, money: Fen) -> None:
    def first(kind: str, amount: int = 0) -> Fact:
        counterpart = TOWN_HALL if amount else ""
        return Fact(who, kind, amount, counterpart, source=TOWN_HALL, key=f"{who}:{kind}")

    record(town, first("joined"), first("identity_verified"))
    if money:
        record(town, first("welcomed", money))


def _new_id(town: Town, character: Character) -> ParticipantId:
    # The workshop's number keeps two towns of one seed apart; the secret keeps ids unguessed.
    label = f"participant|{town.workshop_id}|{character.name}"
    token = Randomness(town.workshop.secret, label).token(10)
    return ParticipantId(base64.b32encode(token).decode().lower())


def _workshop(uow: UnitOfWork, typed: str) -> Row[*tuple[Any, ...]]:
    # Locked: two who join at once must not be given one name.
    row = by_code(uow, typed)
    if row.state != OPEN:
        raise WorkshopClosed(title=row.title)
    if row.blank_since_ms:
        raise TownBlank
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
