"""What every method asks first: which chat, may the bot write there, which message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.botapi.fields import as_number
from sandbox.messenger.errors import ApiError, bad_request, forbidden

if TYPE_CHECKING:
    from sandbox.messenger.files import Upload
    from sandbox.messenger.people import Bot, Chat, Message
    from sandbox.messenger.world import World


@dataclass(slots=True)
class Call:
    """One request of one bot."""

    world: World
    bot: Bot
    uploads: dict[str, Upload] = field(default_factory=dict)


def as_chat_id(chat_id: object) -> int | None:
    """The number in a chat id, if one is given; parameters carry it as text."""
    if isinstance(chat_id, str):
        return as_number(chat_id) if chat_id and chat_id[0] != "@" else None
    return chat_id if isinstance(chat_id, int) else None


def find_chat(call: Call, chat_id: int | str | None) -> Chat:
    """A chat the bot knows of."""
    number = as_chat_id(chat_id)
    if number is None:
        raise bad_request("chat not found" if chat_id else "chat_id is empty")
    world, bot = call.world, call.bot
    if number in world.people:
        return _private_chat(call, number)
    group = world.groups.get(number)
    if group is None or bot.id not in group.members:
        raise bad_request("chat not found")
    if group.migrated_to is not None:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, words, {"migrate_to_chat_id": group.migrated_to})
    return group


def _private_chat(call: Call, person_id: int) -> Chat:
    chat = call.world.privates.get((call.bot.id, person_id))
    if chat is not None and chat.started:
        return chat
    groups = call.world.groups.values()
    if any(group.has(person_id) and group.has(call.bot.id) for group in groups):
        raise forbidden("bot can't initiate conversation with a user")
    raise bad_request("chat not found")


def chat_to_write(call: Call, chat_id: int | str | None) -> Chat:
    """A chat the bot may write to now."""
    number = as_chat_id(chat_id)
    if number in call.world.bots:
        raise forbidden("bots can't send messages to bots")
    chat = find_chat(call, chat_id)
    if chat.is_private:
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat
    status = chat.members[call.bot.id]
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    if chat.is_channel and not chat.manages(call.bot.id):
        raise bad_request("need administrator rights in the channel chat")
    return chat


def find_message(chat: Chat, message_id: int | None, missing: str) -> Message:
    """A message of a chat, or Telegram's words for what cannot be done with a missing one."""
    message = chat.messages.get(message_id or 0)
    if message is None:
        raise bad_request(missing)
    return message
