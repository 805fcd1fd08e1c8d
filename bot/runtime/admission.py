"""Which updates may speak: who is behind one, and what is met with silence.

Only the numeric id of `from` counts. Silence for what is not a person's own word: bots, channels,
anonymous admins, edits, forwards, messages written through other bots.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.types import Message, Update

from bot.arguments import leaves, topic_of
from bot.runtime.addressing import Cause
from services.kernel.localized import spoken_language
from services.kernel.town import Visitor

NAME_MAX = 64


def filled(cause: Cause, update: Update) -> Cause:
    """A cause with all that its update says of it."""
    return replace(
        cause,
        visitor=_visitor_of(update, cause.bot_id),
        query_id=update.callback_query.id if update.callback_query else "",
        pressed=_pressed(update),
        typed=_typed(update),
        spoken_in=_place(update),
    )


def _visitor_of(update: Update, bot_id: int) -> Visitor | None:
    """Who speaks, or None where nobody of their own does."""
    event = update.message or update.callback_query or update.my_chat_member
    if event is None or (isinstance(event, Message) and not _own_word(event)):
        return None
    user = event.from_user
    if user is None or user.is_bot:
        return None
    return Visitor(
        bot_id=bot_id,
        tg_user_id=user.id,
        first_name=" ".join(user.first_name.split())[:NAME_MAX],
        username=user.username,
        language=spoken_language(user.language_code) if user.language_code else "",
    )


def order_key(update: Update) -> int:
    """What must stay in order: everything a person does in private, everything said in a group."""
    if update.callback_query is not None:
        return update.callback_query.from_user.id
    event = update.message or update.my_chat_member
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
    message = update.callback_query.message if update.callback_query else update.message
    return (message.chat.id, topic_of(message)) if isinstance(message, Message) else (0, None)


def _pressed(update: Update) -> tuple[int, int] | None:
    message = update.callback_query.message if update.callback_query else None
    return None if message is None else (message.chat.id, message.message_id)


def is_storable(raw: object) -> bool:
    """Whether every number of a raw update fits a column of 64 bits."""
    return all(-(2**63) <= one < 2**63 for one in leaves(raw) if isinstance(one, int))


def with_plain_command(raw: dict[str, Any]) -> dict[str, Any]:
    """A raw update with its command in lower case: telephones begin a line with a capital."""
    message = raw.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    if not isinstance(text, str) or not text.startswith("/"):
        return raw
    command = text.split(maxsplit=1)[0]
    if command.isascii():
        text = command.lower() + text[len(command) :]
    return {**raw, "message": {**raw["message"], "text": text}}


def _own_word(message: Message) -> bool:
    return (
        message.sender_chat is None
        and message.via_bot is None
        and message.forward_origin is None
        and not message.is_automatic_forward
    )
