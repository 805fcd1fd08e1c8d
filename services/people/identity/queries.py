"""Finding people of the town by name, id or place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, insert, select

from services.kernel.errors import RuleError
from services.kernel.paging import Page, page_of
from services.kernel.schema import AnyRow, change_row
from services.kernel.town import AccountId, ParticipantId, Town, UnitOfWork
from services.kernel.towns import TOWNS
from services.people.identity.outsiders import is_account, visitor_of
from services.people.identity.tables import participants, persons

NAME_TYPED_MAX = 40


class NobodyOfThatName(RuleError):
    """No participant or resident has the name. Field: `name`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Somebody of the town as others see them."""

    participant_id: ParticipantId
    name: str
    trade: str
    wallet: AccountId
    is_resident: bool


Directory: TypeAlias = Page[Neighbour]


def _neighbour(row: AnyRow) -> Neighbour:
    return Neighbour(
        participant_id=ParticipantId(row.participant_id),
        name=row.name,
        trade=row.trade,
        wallet=AccountId(row.wallet),
        is_resident=row.person_id is None,
    )


def by_name(town: Town, typed: str) -> Neighbour:
    """Somebody by a typed name; `@` and case do not matter. Raises `NobodyOfThatName`."""
    wanted = typed.strip().removeprefix("@").casefold()
    return _only(town, participants.c.name_key == wanted, typed.strip()[:NAME_TYPED_MAX])


def by_id(town: Town, participant_id: str) -> Neighbour:
    """Somebody by participant id, in this town only. Raises `NobodyOfThatName`."""
    return _only(town, participants.c.participant_id == participant_id, "")


def _only(town: Town, is_meant: ColumnElement[bool], name: str) -> Neighbour:
    row = town.conn.execute(
        select(participants).where(participants.c.workshop_id == town.workshop_id, is_meant)
    ).one_or_none()
    if row is None:
        raise NobodyOfThatName(name=name)
    return _neighbour(row)


def neighbours(town: Town) -> list[Neighbour]:
    """Everybody in the town, by name."""
    rows = town.conn.execute(
        select(participants)
        .where(participants.c.workshop_id == town.workshop_id)
        .order_by(participants.c.name_key)
    )
    return [_neighbour(row) for row in rows]


def others(town: Town, page: int, size: int) -> Directory:
    """A page of everybody but the actor, by name."""
    found = [n for n in neighbours(town) if n.participant_id != town.actor.participant_id]
    return page_of(found, page, size)


def with_names(query: Select[Any], **who: ColumnElement[str]) -> Select[Any]:
    """A query with one more column for each that holds a participant: `<word>_name`."""
    for word, column in who.items():
        person = participants.alias(word)
        query = query.outerjoin(person, person.c.participant_id == column)
        query = query.add_columns(person.c.name.label(f"{word}_name"))
    return query


def set_habit(town: Town, who: ParticipantId, habit: str) -> None:
    """Give a persona a habit to live on by."""
    change_row(town.conn, participants, who, habit=habit)


def lock_participant(town: Town, who: ParticipantId) -> None:
    """One act of a participant after the other: the second sees what the first has done."""
    town.conn.execute(
        select(participants.c.participant_id)
        .where(participants.c.participant_id == who)
        .with_for_update()
    )


def add_participant(town: Town, **values: object) -> None:
    """A new persona of this town."""
    town.conn.execute(
        insert(participants).values(workshop_id=town.workshop_id, joined_town_s=town.now, **values)
    )


def give_up_seat(conn: Connection, who: ParticipantId) -> None:
    """Nothing links the persona to its person any more."""
    change_row(conn, participants, who, person_id=None, seated=False)


def seat_of(uow: UnitOfWork) -> AnyRow | None:
    """The visitor's seat with its town, open or closed: rows of `PEOPLE` and `TOWNS`."""
    visitor = visitor_of(uow)
    return uow.conn.execute(
        select(
            participants.c.participant_id,
            participants.c.person_id,
            participants.c.name,
            participants.c.trade,
            TOWNS.c.workshop_id,
            TOWNS.c.title,
            TOWNS.c.state,
        )
        .select_from(participants)
        .join(persons, persons.c.person_id == participants.c.person_id)
        .join(TOWNS, TOWNS.c.workshop_id == participants.c.workshop_id)
        .where(is_account(visitor.bot_id, visitor.tg_user_id), participants.c.seated)
    ).one_or_none()
