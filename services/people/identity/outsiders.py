"""The one erasable row per outsider: written at consent or with a workshop, erased at leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, exists, select, update

from services.kernel.errors import NotAllowed, RuleError
from services.kernel.schema import insert_new
from services.kernel.town import PersonId
from services.kernel.towns import TOWNS
from services.people.identity.tables import participants, persons

if TYPE_CHECKING:
    from services.kernel.town import UnitOfWork, Visitor

CONSENT_VERSION = "1"


class NothingKept(RuleError):
    """Of a stranger nothing is kept, so no choice of theirs either."""


def visitor_of(uow: UnitOfWork) -> Visitor:
    """Who stands here. Raises `NotAllowed` when nobody does (a job)."""
    if uow.visitor is None:
        raise NotAllowed
    return uow.visitor


def person_of(uow: UnitOfWork) -> PersonId:
    """The visitor's row, written on first need and locked."""
    visitor = visitor_of(uow)
    insert_new(
        uow.conn,
        persons,
        bot_id=visitor.bot_id,
        tg_user_id=visitor.tg_user_id,
        first_name=visitor.first_name,
        language=visitor.language,
    )
    return PersonId(
        uow.conn.execute(
            select(persons.c.person_id)
            .where(persons.c.bot_id == visitor.bot_id, persons.c.tg_user_id == visitor.tg_user_id)
            .with_for_update()
        ).scalar_one()
    )


def note_consent(uow: UnitOfWork, person_id: PersonId) -> None:
    """Remember which consent card was agreed to, and when."""
    uow.conn.execute(
        update(persons)
        .where(persons.c.person_id == person_id)
        .values(consent_version=CONSENT_VERSION, consent_ms=uow.wall_ms, blocked=False)
    )


def choose_language(uow: UnitOfWork, language: str | None) -> str | None:
    """Read and be written to in this language; None: as the client says. Raises `NothingKept`."""
    visitor = visitor_of(uow)
    mine = (persons.c.bot_id == visitor.bot_id, persons.c.tg_user_id == visitor.tg_user_id)
    done = uow.conn.execute(update(persons).where(*mine).values(chosen_language=language))
    if done.rowcount != 1:
        raise NothingKept
    said = uow.conn.scalar(select(persons.c.language).where(*mine))
    uow.visitor = replace(visitor, language=language or str(said))
    return language


def forget(conn: Connection, person_id: PersonId) -> bool:
    """Erase a person who sits nowhere and runs nothing. True when the row is gone."""
    sits = exists().where(participants.c.person_id == person_id)
    runs = exists().where(TOWNS.c.facilitator == person_id)
    done = conn.execute(delete(persons).where(persons.c.person_id == person_id, ~sits, ~runs))
    return done.rowcount == 1


def note_block(uow: UnitOfWork, *, blocked: bool) -> None:
    """A person blocked the bot, or took that back: nothing is sent into a closed door."""
    visitor = visitor_of(uow)
    set_blocked(uow.conn, visitor.bot_id, visitor.tg_user_id, blocked=blocked)


def set_blocked(conn: Connection, bot_id: int, tg_user_id: int, *, blocked: bool) -> None:
    """The same, as the messenger's answer to a message told it."""
    conn.execute(
        update(persons)
        .where(persons.c.bot_id == bot_id, persons.c.tg_user_id == tg_user_id)
        .values(blocked=blocked)
    )
