"""Which updates may speak: who is behind one, and what is met with silence.

Only the numeric id of `from` counts. Silence for what is not a person's own word: bots, channels,
anonymous admins, edits, forwards, messages written through other bots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.localized import spoken_language
from services.kernel.town import Visitor

if TYPE_CHECKING:
    from aiogram.types import Message, Update, User

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
        language=spoken_language(user.language_code),
    )
