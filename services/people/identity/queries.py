"""Finding people of the town by name, id or place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Connection, FromClause, Select, insert, select

from services.kernel.errors import RuleError
from services.kernel.paging import Page, page_of
from services.kernel.schema import AnyRow, change_row
from services.kernel.town import AccountId, ParticipantId, Town, UnitOfWork
from services.kernel.towns import TOWNS
from services.kernel.typed import plain
from services.people.identity.outsiders import is_account, visitor_of
from services.people.identity.personas import name_keys
from services.people.identity.tables import participants, persons

NAME_TYPED_MAX = 40
SUGGESTED_MAX = 3
ALIKE = 70  # of 100: one letter in three may be wrong
ALIKE_IN_CHINESE = 50  # a name of two characters has only one to get right


class NobodyOfThatName(RuleError):
    """No participant or resident has the name. Fields: `name`; `instead`, names like it, if any."""


class SeveralOfThatName(RuleError):
    """What was typed begins several names. Fields: `name`, `instead`."""


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
    """Somebody by a typed name in any language; `@`, case and width do not matter.

    Raises `NobodyOfThatName`, `SeveralOfThatName`: what is only like a name is asked about.
    """
    wanted = plain(typed).removeprefix("@").strip()
    keys = name_keys(wanted)
    rows = town.conn.execute(
        select(participants).where(
            participants.c.workshop_id == town.workshop_id, participants.c.name_key.in_(keys)
        )
    ).all()
    meant = [row for row in rows if row.name_key == keys[0]] or rows
    if len(meant) > 1:
        raise SeveralOfThatName(name=wanted[:NAME_TYPED_MAX], instead=tuple(r.name for r in meant))
    if not meant:
        raise _nobody(town, wanted)
    return _neighbour(meant[0])


def _nobody(town: Town, wanted: str) -> RuleError:
    """The question who is meant, with the names that what was typed begins, or else is like."""
    others = (n for n in neighbours(town) if n.participant_id != town.actor.participant_id)
    meant = names_like(wanted, [one.name for one in others])
    name = wanted[:NAME_TYPED_MAX]
    begun = [one for one in meant if any(k.startswith(wanted.casefold()) for k in name_keys(one))]
    if len(begun) > 1:
        return SeveralOfThatName(name=name, instead=tuple(begun))
    return NobodyOfThatName(name=name, **({"instead": tuple(meant)} if meant else {}))


def names_like(wanted: str, names: Iterable[str], most: int = SUGGESTED_MAX) -> list[str]:
    """The names that begin with what was typed, or else the nearest to it, the best first."""
    typed = wanted.casefold()
    if not typed:
        return []
    keys = {name: name_keys(name) for name in names}
    begun = [name for name in keys if any(key.startswith(typed) for key in keys[name])]
    if begun:
        return begun[:most]
    near = {name: max(fuzz.ratio(typed, key) for key in keys[name]) for name in keys}
    close = ALIKE if typed.isascii() else ALIKE_IN_CHINESE
    found = sorted((name for name in near if near[name] >= close), key=lambda n: (-near[n], n))
    return found[:most]


def by_id(town: Town, participant_id: str) -> Neighbour:
    """Somebody by participant id, in this town only. Raises `NobodyOfThatName`."""
    return _only(town, participants.c.participant_id == participant_id, "")


def name_of(conn: Connection, who: str) -> str:
    """What a participant of any town is called; empty where there is none."""
    named = select(participants.c.name).where(participants.c.participant_id == who)
    return conn.scalar(named) or ""


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
    """A query with `<word>_name` and `<word>_person` of each column that holds a participant."""
    for word, column in who.items():
        person = _called(word)
        query = query.outerjoin(person, person.c.participant_id == column)
        query = query.add_columns(
            person.c.name.label(f"{word}_name"), person.c.person_id.label(f"{word}_person")
        )
    return query


@cache
def _called(word: str) -> FromClause:
    """Everybody under another name; made once, since making one costs more than the query."""
    return participants.alias(word)


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
    """A new persona of this town; coming is the first thing that its person does."""
    came = {"joined_town_s": town.now, "acted_ms": town.wall_ms}
    town.conn.execute(insert(participants).values(workshop_id=town.workshop_id, **came, **values))


def give_up_seat(conn: Connection, who: ParticipantId) -> None:
    """Nothing links the persona to its person any more."""
    change_row(conn, participants, who, person_id=None, seated=False, group_chat=None)


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
