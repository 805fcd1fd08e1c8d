"""From the messenger's sender to an actor, read inside the transaction: never stale."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, case, func, literal, or_, select

from services.kernel.errors import (
    ForThoseWhoLiveThere,
    NotInTown,
    NoWorkshop,
    OwnTownBlank,
    OwnTownClosed,
    RuleError,
    TownBlank,
    TownClosed,
)
from services.kernel.prepared import Prepared
from services.kernel.schema import AnyRow, change_row
from services.kernel.town import (
    Actor,
    ParticipantId,
    Role,
    Town,
    UnitOfWork,
    Visitor,
    WorkshopId,
)
from services.kernel.towns import OPEN, TOWNS, workshop_of
from services.people.identity.outsiders import is_account
from services.people.identity.seconds import at_it_since, runs
from services.people.identity.tables import chats, participants, persons

_TOWN = tuple(c for c in TOWNS.c if c.name not in {"facilitator", "state"})
_SEAT = (
    participants.c.participant_id,
    participants.c.name,
    participants.c.wallet,
    participants.c.person_id,
)
_SEATED = Prepared(
    select(*_TOWN, *_SEAT, TOWNS.c.state)
    .add_columns(persons.c.language.label("spoken"), persons.c.chosen_language)
    .join_from(persons, participants, participants.c.person_id == persons.c.person_id)
    .join(TOWNS, TOWNS.c.workshop_id == participants.c.workshop_id)
    .where(
        persons.c.bot_id == bindparam("bot_id"),
        persons.c.tg_user_id == bindparam("tg_user_id"),
        participants.c.seated,
    )
)
_READ_IN = func.coalesce(persons.c.chosen_language, persons.c.language).label("language")
_SINCE = case((TOWNS.c.state == OPEN, at_it_since(TOWNS)), else_=TOWNS.c.anchor_wall_ms)
_BY_ID = Prepared(select(*_TOWN).where(TOWNS.c.workshop_id == bindparam("workshop_id")))


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person or group is reached: the bot, chat, language, topic if any."""

    bot_id: int
    chat_id: int
    language: str
    thread_id: int | None = None


def _town(uow: UnitOfWork, row: AnyRow, actor: Actor, *, also_blank: bool = True) -> Town:
    workshop = workshop_of(row)
    if workshop.is_blank and not also_blank:
        raise TownBlank
    return Town(
        uow.conn,
        uow.wall_ms,
        uow.key,
        workshop.secret,
        uow.visitor,
        uow.events,
        uow.bot_username,
        uow.wakes,
        uow.human_wait_s,
        uow.residents,
        workshop=workshop,
        actor=actor,
        now=workshop.clock.at(uow.wall_ms),
        root_secret=uow.root_secret if isinstance(uow, Town) else uow.secret,
    )


def participant_town(
    uow: UnitOfWork, *, also_closed: bool = False, also_blank: bool = False
) -> Town:
    """The town the visitor lives in, seen by them; a closed one only to look at.

    Raises `NotInTown`, `TownClosed`, `TownBlank`.
    """
    visitor = uow.visitor
    if visitor is None:
        raise NotInTown
    keys = {"bot_id": visitor.bot_id, "tg_user_id": visitor.tg_user_id}
    row = _SEATED.one_or_none(uow.conn, keys)
    if row is None:
        raise NotInTown
    if row.state != OPEN and not also_closed:
        raise TownClosed(title=row.title)
    uow.visitor = _recognised(uow, visitor, row.spoken, row)
    return _town(uow, row, _seat_actor(row, Role.PARTICIPANT), also_blank=also_blank)


def facilitator_town(
    uow: UnitOfWork, *, also_closed: bool = False, also_blank: bool = False
) -> Town:
    """The open workshop the visitor runs, and still may; of several the one they are at.

    Where none is open, the one that was closed last, only to look at. Raises `NoWorkshop`,
    `OwnTownClosed`, `TownBlank`.
    """
    visitor = uow.visitor
    if visitor is None:
        raise NoWorkshop
    row = uow.conn.execute(
        select(*_TOWN, persons.c.person_id, persons.c.first_name)
        .join_from(TOWNS, persons, runs(TOWNS))
        .add_columns(TOWNS.c.state)
        .where(is_account(visitor.bot_id, visitor.tg_user_id))
        .order_by(TOWNS.c.state != OPEN, _SINCE.desc(), TOWNS.c.workshop_id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NoWorkshop
    if row.state != OPEN and not also_closed:
        raise OwnTownClosed(title=row.title, code=row.code)
    actor = Actor(Role.FACILITATOR, row.first_name, person_id=row.person_id)
    return _town(uow, row, actor, also_blank=also_blank)


def own_town(uow: UnitOfWork) -> Town:
    """The town the visitor runs, or else lives in, to look at: an open one before one that is
    closed. Raises `NotInTown`.
    """
    if isinstance(uow, Town):
        return uow
    for also_closed in (False, True):
        for find in (facilitator_town, participant_town):
            with suppress(NoWorkshop, NotInTown):
                return find(uow, also_closed=also_closed)
    raise NotInTown


def to_runner(uow: UnitOfWork, error: RuleError) -> RuleError:
    """The same refusal, in the words for whoever runs the town where the visitor does."""
    if not (isinstance(error, TownBlank) or type(error) is NotInTown):
        return error
    try:
        workshop = facilitator_town(uow, also_blank=True).workshop
    except NoWorkshop:
        return error
    if workshop.is_blank:
        return OwnTownBlank()
    return ForThoseWhoLiveThere(title=workshop.title, code=workshop.code)


def office_town(uow: UnitOfWork, workshop_id: WorkshopId, actor: Actor) -> Town:
    """A town seen by one of its offices: jobs, timers, residents' turns."""
    row = _BY_ID.one_or_none(uow.conn, {"workshop_id": workshop_id})
    if row is None:
        raise LookupError(workshop_id)
    return _town(uow, row, actor)


def participant_actor(town: Town, participant_id: ParticipantId) -> Actor:
    """A participant or resident of this town as an actor."""
    row = town.conn.execute(
        select(*_SEAT).where(
            participants.c.participant_id == participant_id,
            participants.c.workshop_id == town.workshop_id,
        )
    ).one()
    return _seat_actor(row, Role.RESIDENT if row.person_id is None else Role.PARTICIPANT)


def _seat_actor(row: AnyRow, role: Role) -> Actor:
    return Actor(
        role,
        row.name,
        participant_id=row.participant_id,
        person_id=row.person_id,
        wallet=row.wallet,
    )


def known(uow: UnitOfWork) -> UnitOfWork:
    """The unit of work with the visitor's person number filled in, where one is kept."""
    visitor = uow.visitor
    if visitor is not None:
        found = uow.conn.execute(
            select(persons.c.person_id, persons.c.language, persons.c.chosen_language).where(
                is_account(visitor.bot_id, visitor.tg_user_id)
            )
        ).one_or_none()
        if found is not None:
            uow.visitor = _recognised(uow, visitor, found.language, found)
    return uow


def _recognised(uow: UnitOfWork, visitor: Visitor, spoken: str, row: AnyRow) -> Visitor:
    """The visitor as a known person: in the language they chose, or else their client's now."""
    said = visitor.language or spoken
    if visitor.person_id is None and said != spoken:
        change_row(uow.conn, persons, row.person_id, language=said)
    return replace(visitor, person_id=row.person_id, language=row.chosen_language or said)


def addresses(
    town: Town, who: list[ParticipantId] | None = None, *, in_groups: bool = True
) -> dict[ParticipantId, Address]:
    """Where participants are reached (all when `who` is None). Residents are reached nowhere.

    Without `in_groups` those are left out who read a group of the town.
    """
    query = (
        select(participants.c.participant_id, persons.c.bot_id, persons.c.tg_user_id, _READ_IN)
        .join(persons, persons.c.person_id == participants.c.person_id)
        .where(
            participants.c.workshop_id == town.workshop_id,
            participants.c.seated,
            ~persons.c.blocked,
        )
        .order_by(participants.c.participant_id)
    )
    if who is not None:
        query = query.where(participants.c.participant_id.in_(who))
    if not in_groups:
        theirs = select(chats.c.chat_id).where(chats.c.workshop_id == town.workshop_id)
        place = participants.c.group_chat
        query = query.where(or_(place.is_(None), place.not_in(theirs)))
    return {who: Address(*where) for who, *where in town.conn.execute(query)}


def human_wait_s(town: Town, *who: ParticipantId) -> int:
    """Real seconds that what one of these is to answer waits; 0 where all are residents."""
    return town.human_wait_s if addresses(town, list(who)) else 0


def facilitator_address(town: Town, *, blocked: bool = False) -> list[Address]:
    """Where whoever runs the workshop is reached: nowhere once erased, or without the right to.

    With `blocked` also where they do not want to be.
    """
    rows = town.conn.execute(
        select(persons.c.bot_id, persons.c.tg_user_id, _READ_IN)
        .join_from(persons, TOWNS, runs(TOWNS))
        .where(TOWNS.c.workshop_id == town.workshop_id, or_(~persons.c.blocked, literal(blocked)))
        .order_by(persons.c.person_id)
    )
    return [Address(*row) for row in rows]


def language_at(conn: Connection, bot_id: int, tg_user_id: int) -> str:
    """The language of an account at a bot; empty where nothing is known of it."""
    return conn.scalar(select(_READ_IN).where(is_account(bot_id, tg_user_id))) or ""


def language_of(town: Town, bot_id: int, chat_id: int) -> str:
    """The language of a chat: a person's own, a group's that of its workshop."""
    found = town.conn.scalar(select(_READ_IN).where(is_account(bot_id, chat_id)))
    return town.workshop.language if found is None else str(found)
