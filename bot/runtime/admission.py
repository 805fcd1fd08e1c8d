"""Which updates may speak: who is behind one, and what is met with silence.

Only the numeric id of `from` counts. Silence for what is not a person's own word: bots, channels,
anonymous admins, messages written through other bots, forwards in a group. Forwarded to the bot
itself words are only carried on, and never a command.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.types import Message, Update

from bot.arguments import AskWords, Words, leaves, topic_of
from bot.runtime.cause import Cause
from services.kernel.errors import RuleError
from services.kernel.localized import spoken_language
from services.kernel.town import Visitor
from services.kernel.typed import plain

NAME_MAX = 64
FORWARDED, TYPED = "↪", ("text", "caption")


def filled(cause: Cause, update: Update) -> Cause:
    """A cause with all that its update says of it."""
    return replace(
        cause,
        visitor=_visitor_of(update, cause),
        query_id=update.callback_query.id if update.callback_query else "",
        pressed=_pressed(update),
        typed=_typed(update),
        spoken_in=_place(update),
        answered=_answered(update),
        message_id=typed.message_id if (typed := _message(update)) else 0,
    )


def _visitor_of(update: Update, cause: Cause) -> Visitor | None:
    """Who speaks, or None where nobody of their own does."""
    event = _message(update) or update.callback_query or update.my_chat_member
    if event is None or (isinstance(event, Message) and not _own_word(event)):
        return None
    user = event.from_user
    if user is None or user.is_bot:
        return None
    return Visitor(
        bot_id=cause.bot_id,
        has_topics=cause.has_topics,
        tg_user_id=user.id,
        first_name=" ".join(user.first_name.split())[:NAME_MAX],
        username=user.username,
        language=spoken_language(user.language_code) if user.language_code else "",
    )


def order_key(update: Update) -> int:
    """What must stay in order: everything a person does in private, everything said in a group."""
    if update.callback_query is not None:
        return update.callback_query.from_user.id
    event = _message(update) or update.my_chat_member
    return 0 if event is None else event.chat.id


def _typed(update: Update) -> str:
    """What a person asks the bot with: their words, or a button's data; empty for all else."""
    if update.callback_query is not None:
        return update.callback_query.data or ""
    message = update.message
    if message is None:
        return ""
    text = message.text or ""
    return (text or "…") if message.chat.type == "private" or text.startswith("/") else ""


def _place(update: Update) -> tuple[int, int | None]:
    """The chat in which somebody speaks or presses, and its topic."""
    message = update.callback_query.message if update.callback_query else _message(update)
    return (message.chat.id, topic_of(message)) if isinstance(message, Message) else (0, None)


def _answered(update: Update) -> int | None:
    """The bot's message that a message in private replies to."""
    message = _message(update)
    reply = message.reply_to_message if message and message.chat.type == "private" else None
    is_own = reply is not None and reply.from_user is not None and reply.from_user.is_bot
    return reply.message_id if reply and is_own else None


def _message(update: Update) -> Message | None:
    """What was typed, now or before it was changed."""
    return update.message or update.edited_message


def _pressed(update: Update) -> tuple[int, int] | None:
    message = update.callback_query.message if update.callback_query else None
    return None if message is None else (message.chat.id, message.message_id)


def is_storable(raw: object) -> bool:
    """Whether every number of a raw update fits a column of 64 bits."""
    return all(-(2**63) <= one < 2**63 for one in leaves(raw) if isinstance(one, int))


def with_plain_command(raw: dict[str, Any]) -> dict[str, Any]:
    """A raw update with its command in plain lower case, whatever the telephone makes of it:
    a capital at the beginning of a line, the wide letters of Chinese, what cannot be seen.
    What is forwarded is marked as such, so that it is no command.
    """
    message = raw.get("message")
    if isinstance(message, dict) and message.get("forward_origin"):
        marked = {k: f"{FORWARDED} {v}" for k in TYPED if isinstance(v := message.get(k), str)}
        return {**raw, "message": {**message, **marked}}
    text = message.get("text") if isinstance(message, dict) else None
    first, *rest = (text.split(maxsplit=1) if isinstance(text, str) else []) or [""]
    command = plain(first)
    if not command.startswith("/"):
        return raw
    if command.isascii():
        command = command.lower()
    return {**raw, "message": {**raw["message"], "text": " ".join((command, *rest))}}


def completed(update: Update, asked: AskWords) -> Update:
    """The command that was asked for, with the words that were typed. Raises `WordsAsked`."""
    message = update.message
    if message is None:
        return update
    if message.text is not None:
        said = {"text": asked.completed(message.text)}
    elif message.photo and asked.what is Words.MOMENT:
        said = {"caption": asked.completed(message.caption or "")}
    else:
        raise WordsAsked
    return update.model_copy(update={"message": message.model_copy(update=said)})


class WordsAsked(RuleError):
    """A picture or a voice where words were asked for."""


def _own_word(message: Message) -> bool:
    return (
        message.sender_chat is None
        and message.via_bot is None
        and (message.forward_origin is None or message.chat.type == "private")
        and not message.is_automatic_forward
    )
