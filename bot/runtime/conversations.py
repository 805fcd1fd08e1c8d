"""Which message on a screen, and which topic of a private chat, stands for which conversation."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from bot.arguments import AskWords, asked_words
from bot.runtime.cause import Cause
from bot.runtime.tables import asked, shown, topics
from services.kernel.prepared import Prepared
from services.kernel.schema import insert_new

ASKED_MS = 10 * 60 * 1000  # who answers later has forgotten what was asked
_FORGET = Prepared(  # every tap runs it
    delete(asked).where(
        asked.c.bot_id == bindparam("b_bot"), asked.c.chat_id == bindparam("b_chat")
    )
)
NOWHERE = "nowhere"  # an answer to what stands for nobody, or a topic that is nobody's


def talk_in(
    conn: Connection, bot_id: int, spoken_in: tuple[int, int | None], answered: int | None
) -> str:
    """The conversation in which something was typed; empty where its place says nothing."""
    chat_id, thread_id = spoken_in
    if answered is not None and (talk := _answered_talk(conn, bot_id, chat_id, answered)):
        return talk
    if thread_id is not None:
        its = (topics.c.chat_id == chat_id, topics.c.thread_id == thread_id)
        its_talk = conn.scalar(select(topics.c.talk).where(topics.c.bot_id == bot_id, *its))
        return str(its_talk or NOWHERE)
    return "" if answered is None else NOWHERE


def ask(conn: Connection, cause: Cause, words: AskWords) -> None:
    """Wait for whoever caused this to type: it completes a command. An older question is over."""
    if cause.visitor is not None:
        forget_question(conn, cause)
        chat_id, thread_id = cause.spoken_in
        where = cause.bot_id, cause.visitor.tg_user_id
        thread = thread_id if chat_id == where[1] else None
        values = (*where, thread or 0, words.pack(), cause.wall_ms)
        conn.execute(insert(asked).values(values))


def question(conn: Connection, cause: Cause) -> AskWords | None:
    """What words typed here answer, unless they answer somebody."""
    chat_id, thread_id = cause.spoken_in
    row = conn.execute(select(asked).where(*_question(cause))).one_or_none()
    if row is None or row.asked_ms < cause.wall_ms - ASKED_MS:
        return None
    is_here = (row.chat_id, row.thread_id) == (chat_id, thread_id or 0)
    answers = cause.answered is not None
    if not is_here or (answers and _answered_talk(conn, cause.bot_id, chat_id, cause.answered)):
        return None
    return asked_words(row.words)


def forget_question(conn: Connection, cause: Cause) -> None:
    """Whoever does anything else, or has answered, is not waited for any more."""
    who = cause.visitor.tg_user_id if cause.visitor else 0
    _FORGET.run(conn, {"b_bot": cause.bot_id, "b_chat": who})


def _question(cause: Cause) -> tuple[ColumnElement[bool], ...]:
    who = cause.visitor.tg_user_id if cause.visitor else 0
    return asked.c.bot_id == cause.bot_id, asked.c.chat_id == who


def _answered_talk(conn: Connection, bot_id: int, chat_id: int, message_id: int | None) -> str:
    here = (shown.c.bot_id == bot_id, shown.c.chat_id == chat_id)
    talk = conn.scalar(select(shown.c.talk).where(*here, shown.c.message_id == message_id))
    return str(talk or "")


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
    for table in (topics, shown, asked):
        conn.execute(delete(table).where(table.c.bot_id == bot_id, table.c.chat_id == chat_id))
    theirs = shown.c.source.startswith(f"{bot_id}:{chat_id}:", autoescape=True)
    conn.execute(update(shown).where(theirs).values(source=""))


def _topic(bot_id: int, chat_id: int, talk: str) -> tuple[ColumnElement[bool], ...]:
    return (topics.c.bot_id == bot_id, topics.c.chat_id == chat_id, topics.c.talk == talk)
