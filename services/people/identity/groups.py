"""The group chats that carry a town's announcements."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, null, select, update

from services.kernel.prepared import Prepared
from services.kernel.schema import AnyRow
from services.kernel.town import Town, UnitOfWork
from services.kernel.towns import TOWNS
from services.people.identity.outsiders import visitor_of
from services.people.identity.tables import chats, participants, persons

_ITS_SEAT = (
    participants.c.person_id.in_(
        select(persons.c.person_id).where(
            persons.c.bot_id == bindparam("b_bot"), persons.c.tg_user_id == bindparam("b_account")
        )
    ),
    participants.c.seated,
    participants.c.workshop_id.in_(
        select(chats.c.workshop_id).where(
            chats.c.bot_id == bindparam("b_bot"), chats.c.chat_id == bindparam("b_chat")
        )
    ),
)
_IS_HERE = func.coalesce(participants.c.group_chat, 0) == bindparam("b_chat")
_CAME = Prepared(
    update(participants).where(*_ITS_SEAT, ~_IS_HERE).values(group_chat=bindparam("b_chat"))
)  # prepared: each tap in a group says who is there
_WENT = Prepared(update(participants).where(*_ITS_SEAT, _IS_HERE).values(group_chat=null()))


@dataclass(frozen=True, slots=True)
class GroupChat:
    """A group that belongs to a workshop."""

    bot_id: int
    chat_id: int
    thread_id: int | None = None  # the topic it carries them in


def town_groups(town: Town) -> list[GroupChat]:
    """The group chats of this workshop."""
    rows = town.conn.execute(
        select(chats.c.bot_id, chats.c.chat_id, chats.c.thread_id)
        .where(chats.c.workshop_id == town.workshop_id)
        .order_by(chats.c.chat_id)
    )
    return [GroupChat(*row) for row in rows]


def bound_town(uow: UnitOfWork, chat_id: int) -> AnyRow | None:
    """Whose announcements a group carries, where: workshop_id, thread_id, state, facilitator."""
    return uow.conn.execute(
        select(chats.c.workshop_id, chats.c.thread_id, TOWNS.c.state, TOWNS.c.facilitator)
        .outerjoin(TOWNS, TOWNS.c.workshop_id == chats.c.workshop_id)
        .where(chats.c.bot_id == visitor_of(uow).bot_id, chats.c.chat_id == chat_id)
    ).one_or_none()


def bind_chat(town: Town, chat_id: int, title: str, thread_id: int | None) -> None:
    """Let a group carry this town's announcements, and no other's."""
    drop_group(town, chat_id)
    town.conn.execute(
        insert(chats).values(
            bot_id=visitor_of(town).bot_id,
            chat_id=chat_id,
            title=title,
            workshop_id=town.workshop_id,
            thread_id=thread_id,
        )
    )


def drop_group(uow: UnitOfWork, chat_id: int) -> None:
    """The bot is no longer in a group."""
    uow.conn.execute(
        delete(chats).where(chats.c.bot_id == visitor_of(uow).bot_id, chats.c.chat_id == chat_id)
    )


def note_in_group(uow: UnitOfWork, chat_id: int, *accounts: int, are_in: bool = True) -> None:
    """Some accounts were seen in a group, or leaving it. Noted of a town's people, in its group."""
    here = {"b_bot": visitor_of(uow).bot_id, "b_chat": chat_id}
    (_CAME if are_in else _WENT).run_many(uow.conn, [here | {"b_account": a} for a in accounts])


def move_group(conn: Connection, bot_id: int, old: int, new: int) -> None:
    """A group has become another chat; what the new one brought along gives way to the old."""
    mine = chats.c.bot_id == bot_id
    if conn.scalar(select(chats.c.chat_id).where(mine, chats.c.chat_id == old)) is not None:
        conn.execute(delete(chats).where(mine, chats.c.chat_id == new))
    conn.execute(update(chats).where(mine, chats.c.chat_id == old).values(chat_id=new))
    moved = update(participants).where(participants.c.group_chat == old)
    conn.execute(moved.values(group_chat=new))
