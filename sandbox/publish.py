"""Which bot hears what: from something that happened to the updates in the bots' queues.

Holds the rules of privacy mode; changes no chat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.people import Bot, Chat, Message
    from sandbox.shapes import Json
    from sandbox.taps import Tap
    from sandbox.world import World

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(?P<bot>[A-Za-z0-9_]+))?(?=\s|$)")


def chat_key(chat: Chat) -> str:
    """The queue in which updates of one chat keep their order."""
    return f"chat:{chat.id}"


def bots_in(world: World, chat: Chat) -> list[Bot]:
    """The bots that are in a chat now; a private chat that is blocked has none."""
    if chat.is_private:
        return [] if chat.blocked or chat.bot_id is None else [world.bots[chat.bot_id]]
    return [bot for bot in world.bots.values() if chat.has(bot.id)]


def hears(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    """May this bot see this message of a person?"""
    if chat.is_private or not bot.privacy_mode or message.service is not None:
        return True
    if chat.members.get(bot.id) == "administrator":
        return True
    body = message.body
    replied = body.get("reply_to_message")
    if replied is not None and replied["from"]["id"] == bot.id:
        return True
    text: str = body.get("text") or body.get("caption") or ""
    if command := _COMMAND.match(text):
        if command["bot"] is None:
            return chat.last_speaking_bot in {None, bot.id} or _only_bot(world, chat)
        return bool(command["bot"].lower() == bot.username.lower())
    return f"@{bot.username}".lower() in text.lower()


def _only_bot(world: World, chat: Chat) -> bool:
    return len(bots_in(world, chat)) == 1


def publish_message(world: World, chat: Chat, message: Message, *, kind: str = "message") -> None:
    """A person wrote or edited something, or something happened in the chat."""
    for bot in bots_in(world, chat):
        if message.author != bot.id and hears(world, bot, chat, message):
            bot.updates.add(kind, message.body, chat_key(chat))


def publish_tap(bot: Bot, tap: Tap, message: Message, *, who: Json, data: str) -> None:
    """A person pressed a button under the bot's message."""
    payload: Json = {
        "id": tap.id,
        "from": who,
        "message": message.body,
        "chat_instance": str(message.body["chat"]["id"] * 7919 + bot.id),
        "data": data,
    }
    bot.updates.add("callback_query", payload, f"user:{tap.person}")


def publish_membership(
    world: World, chat: Chat, *, actor: Json, account: int, old: str, new: str
) -> None:
    """Somebody's place changed: `my_chat_member` for the bot itself, else `chat_member`."""
    change: Json = {
        "chat": world.chat_json(chat),
        "from": actor,
        "date": int(world.clock.now()),
        "old_chat_member": member_json(world, account, old),
        "new_chat_member": member_json(world, account, new),
    }
    if account in world.bots:
        world.bots[account].updates.add("my_chat_member", change, chat_key(chat))
    for bot in bots_in(world, chat):
        if bot.id != account and chat.members.get(bot.id) == "administrator":
            bot.updates.add("chat_member", change, chat_key(chat))


_ADMIN_RIGHTS = [
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]


def member_json(world: World, account: int, status: str) -> Json:
    """Telegram's `ChatMember`."""
    member: Json = {"user": world.account(account), "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= dict.fromkeys(_ADMIN_RIGHTS, True)
        member |= {"can_be_edited": False, "is_anonymous": False}
    elif status == "kicked":
        member["until_date"] = 0
    return member
