"""Which updates may speak: who is behind one, and what is met with silence.

Only the numeric id of `from` counts. Silence for what is not a person's own word: bots, channels,
anonymous admins, edits, forwards, messages written through other bots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.types import Message

from bot.arguments import topic_of
from services.kernel.localized import spoken_language
from services.kernel.town import Visitor

if TYPE_CHECKING:
    from aiogram.types import Update, User

NAME_MAX = 64


def visitor_of(update: Update, bot_id: int) -> Visitor | None:
    """Who speaks, or None where nobody of their own does."""
    if update.message is not None:
        return _visitor(update.message.from_user, bot_id) if _own_word(update.message) else None
    if update.callback_query is not None:
        return _visitor(update.callback_query.from_user, bot_id)
    if update.my_chat_member is not None:
        return _visitor(update.my_chat_member.from_user, bot_id)
    return None


def order_key(update: Update) -> int:
    """What must stay in order: everything a person does in private, everything said in a group."""
    if update.message is not None:
        return update.message.chat.id
    if update.callback_query is not None:
        return update.callback_query.from_user.id
    if update.my_chat_member is not None:
        return update.my_chat_member.chat.id
    return 0


def typed_of(update: Update) -> str:
    """What a person asks the bot with: their words, or a button's data; empty for all else."""
    if update.callback_query is not None:
        return update.callback_query.data or ""
    message = update.message
    if message is None:
        return ""
    text = message.text or ""
    return (text or "…") if message.chat.type == "private" or text.startswith("/") else ""


def place_of(update: Update) -> tuple[int, int | None]:
    """The chat in which somebody speaks or presses, and its topic."""
    message = update.message
    if update.callback_query is not None and isinstance(update.callback_query.message, Message):
        message = update.callback_query.message
    return (0, None) if message is None else (message.chat.id, topic_of(message))


def is_storable(raw: object) -> bool:
    """Whether every number of a raw update fits a column of 64 bits."""
    parts = [raw]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            parts.extend(part.values())
        elif isinstance(part, list):
            parts.extend(part)
        elif isinstance(part, int) and not -(2**63) <= part < 2**63:
            return False
    return True


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


def _visitor(user: User | None, bot_id: int) -> Visitor | None:
    if user is None or user.is_bot:
        return None
    return Visitor(
        bot_id=bot_id,
        tg_user_id=user.id,
        first_name=" ".join(user.first_name.split())[:NAME_MAX],
        username=user.username,
        language=spoken_language(user.language_code) if user.language_code else "",
    )
