"""The one erasable row per outsider, from consent to leaving, and their words: both go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, exists, func, select, update

from services.kernel.errors import NotAllowed, RuleError
from services.kernel.schema import change_row, insert_new, metadata
from services.kernel.town import ParticipantId, PersonId, Town, UnitOfWork, Visitor
from services.kernel.towns import TOWNS
from services.people.identity.events import WordsErased
from services.people.identity.tables import participants, persons, second_facilitators

# Of the words that are agreed to; what the last of them changed is `workshops.consent_changed`.
CONSENT_VERSION = "2"


class NothingKept(RuleError):
    """Of a stranger nothing is kept, so no choice of theirs either."""


def visitor_of(uow: UnitOfWork) -> Visitor:
    """Who stands here. Raises `NotAllowed` when nobody does (a job)."""
    if uow.visitor is None:
        raise NotAllowed
    return uow.visitor


def is_account(bot_id: int, tg_user_id: int) -> ColumnElement[bool]:
    """The condition that a row of `persons` is this account's."""
    return and_(persons.c.bot_id == bot_id, persons.c.tg_user_id == tg_user_id)


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
            .where(is_account(visitor.bot_id, visitor.tg_user_id))
            .with_for_update()
        ).scalar_one()
    )


def note_consent(uow: UnitOfWork, person_id: PersonId) -> None:
    """Remember which consent card was agreed to, and when."""
    agreed = {"consent_version": CONSENT_VERSION, "consent_ms": uow.wall_ms}
    change_row(uow.conn, persons, person_id, **agreed, blocked=False)


def owes_consent(conn: Connection, person_id: PersonId | None) -> bool:
    """Whether somebody agreed to older words than those of today; of nobody's seat, never."""
    mine = persons.c.person_id == person_id
    older = func.coalesce(persons.c.consent_version, "") != CONSENT_VERSION
    return conn.scalar(select(persons.c.person_id).where(mine, older)) is not None


def choose_language(uow: UnitOfWork, language: str | None) -> str | None:
    """Read and be written to in this language; None: as the client says. Raises `NothingKept`."""
    visitor = visitor_of(uow)
    said = uow.conn.scalar(
        update(persons)
        .where(is_account(visitor.bot_id, visitor.tg_user_id))
        .values(chosen_language=language)
        .returning(persons.c.language)
    )
    if said is None:
        raise NothingKept
    uow.visitor = replace(visitor, language=language or str(said))
    return language


def forget(conn: Connection, person_id: PersonId) -> bool:
    """Erase a person who sits nowhere and runs nothing. True when the row is gone."""
    sits = exists().where(participants.c.person_id == person_id)
    runs = exists().where(TOWNS.c.facilitator == person_id)
    helps = exists().where(second_facilitators.c.person_id == person_id)
    nothing = (~sits, ~runs, ~helps)
    done = conn.execute(delete(persons).where(persons.c.person_id == person_id, *nothing))
    return done.rowcount == 1


def note_block(uow: UnitOfWork, *, blocked: bool) -> None:
    """A person blocked the bot, or took that back: nothing is sent into a closed door."""
    visitor = visitor_of(uow)
    set_blocked(uow.conn, visitor.bot_id, visitor.tg_user_id, blocked=blocked)


def set_blocked(conn: Connection, bot_id: int, tg_user_id: int, *, blocked: bool) -> None:
    """The same, as the messenger's answer to a message told it."""
    conn.execute(update(persons).where(is_account(bot_id, tg_user_id)).values(blocked=blocked))


def erase_words(
    town: Town, who: ParticipantId, but: Mapping[tuple[str, str], Collection[Any]] | None = None
) -> None:
    """Erase what somebody wrote, wherever it was declared (`services.kernel.schema.typed_by`).

    `but`: which rows are still needed, by table and column.
    """
    kept = (but or {}).items()
    cards: dict[str, None] = {}
    for table in metadata.sorted_tables:
        for column in table.c:
            if "owner" not in column.info:
                continue
            needed = (table.c[name].not_in(ids) for (of, name), ids in kept if of == table.name)
            rows = town.conn.execute(
                update(table)
                .where(_belongs(table.c[column.info["owner"]], who), column != "", *needed)
                .values({column: ""})
                .returning(table)
            )
            for row in rows:
                shown = (card.format_map(row._mapping) for card in column.info["cards"])
                cards.update(dict.fromkeys(shown))
    if cards:
        town.emit(WordsErased(tuple(cards)))


def _belongs(owner: Column[Any], who: ParticipantId) -> ColumnElement[bool]:
    """A participant's number, or the number of a row that is a participant's."""
    [key] = owner.foreign_keys
    if key.column is participants.c.participant_id:
        return owner == who
    theirs = select(key.column).where(key.column.table.c.participant_id == who)
    return owner.in_(theirs)
