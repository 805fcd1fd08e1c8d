"""Which message on a screen, and which topic of a private chat, stands for which conversation."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.runtime.tables import shown, topics
from services.kernel.schema import insert_new

NOWHERE = "nowhere"  # an answer to what stands for nobody, or a topic that is nobody's


def talk_in(
    conn: Connection, bot_id: int, spoken_in: tuple[int, int | None], answered: int | None
) -> str:
    """The conversation in which something was typed; empty where its place says nothing."""
    chat_id, thread_id = spoken_in
    if answered is not None:
        here = (shown.c.bot_id == bot_id, shown.c.chat_id == chat_id)
        talk = conn.scalar(select(shown.c.talk).where(*here, shown.c.message_id == answered))
        if talk:
            return str(talk)
    if thread_id is not None:
        its = (topics.c.chat_id == chat_id, topics.c.thread_id == thread_id)
        talk = conn.scalar(select(topics.c.talk).where(topics.c.bot_id == bot_id, *its))
        return str(talk or NOWHERE)
    return "" if answered is None else NOWHERE


def copies(conn: Connection, source: str) -> list[tuple[int, int, int, str]]:
    """What shows a message to others: bot, chat, message, and the conversation there."""
    columns = (shown.c.bot_id, shown.c.chat_id, shown.c.message_id, shown.c.talk)
    return [tuple(row) for row in conn.execute(select(*columns).where(shown.c.source == source))]


def thread_of(conn: Connection, bot_id: int, chat_id: int, talk: str) -> int | None:
    """The topic of a conversation, where it has one."""
    return conn.scalar(select(topics.c.thread_id).where(*_topic(bot_id, chat_id, talk)))


def keep_topic(conn: Connection, bot_id: int, chat_id: int, talk: str, thread_id: int) -> None:
    insert_new(conn, topics, bot_id=bot_id, chat_id=chat_id, talk=talk, thread_id=thread_id)


def drop_topic(conn: Connection, bot_id: int, chat_id: int, talk: str) -> None:
    conn.execute(delete(topics).where(*_topic(bot_id, chat_id, talk)))


def forget(conn: Connection, bot_id: int, chat_id: int) -> None:
    """Whoever has left a town has no conversations there, and their words no link to them."""
    for table in (topics, shown):
        conn.execute(delete(table).where(table.c.bot_id == bot_id, table.c.chat_id == chat_id))
    theirs = shown.c.source.startswith(f"{bot_id}:{chat_id}:", autoescape=True)
    conn.execute(update(shown).where(theirs).values(source=""))


def _topic(bot_id: int, chat_id: int, talk: str) -> tuple[ColumnElement[bool], ...]:
    return (topics.c.bot_id == bot_id, topics.c.chat_id == chat_id, topics.c.talk == talk)
