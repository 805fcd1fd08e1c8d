"""Which bot hears what: from something that happened to the updates in the bots' queues.

Holds the rules of privacy mode; changes no chat.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.messenger.people import Bot, Chat, Message
    from sandbox.messenger.shapes import Json
    from sandbox.messenger.taps import Tap
    from sandbox.messenger.world import World

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(?P<bot>[A-Za-z0-9_]+))?(?=\s|$)")


def chat_key(chat: Chat) -> str:
    """The queue in which updates of one chat keep their order."""
    return f"chat:{chat.id}"


def bots_in(world: World, chat: Chat) -> list[Bot]:
    """The bots that are in a chat now; a private chat that is blocked has none."""
    if chat.is_private:
        return [] if chat.blocked or chat.bot_id is None else [world.bots[chat.bot_id]]
    bots = [bot for bot in world.bots.values() if chat.has(bot.id)]
    return [bot for bot in bots if chat.manages(bot.id)] if chat.is_channel else bots


def hears(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    """May this bot see this message of a person?"""
    if chat.is_private or not bot.privacy_mode or message.service is not None:
        return True
    if chat.members.get(bot.id) == "administrator":
        return True
    body = message.body
    replied = body.get("reply_to_message")
    if replied is not None and replied.get("from", {}).get("id") == bot.id:
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
    if chat.is_channel:
        kind = {"message": "channel_post", "edited_message": "edited_channel_post"}[kind]
    for bot in bots_in(world, chat):
        # Of its own messages a bot hears only what the chat itself says of them.
        own = message.author == bot.id and "pinned_message" not in message.body
        if not own and hears(world, bot, chat, message):
            body = world.files.as_seen_by(bot.id, message.body)
            bot.updates.add(kind, body, chat_key(chat))


def publish_reaction(
    world: World, chat: Chat, message: Message, *, who: Json, change: tuple[str | None, str | None]
) -> None:
    """A person reacted, or took it back: bots hear of it that asked to; in groups only managers.

    In a channel nobody is named: its managers hear how often each emoji stands there now.
    """
    if chat.type == "channel":
        kind = "message_reaction_count"
        counts = Counter(message.reactions.values()).most_common()
        told: Json = {
            "reactions": [
                {"type": emoji_reaction(emoji), "total_count": count} for emoji, count in counts
            ]
        }
    else:
        kind = "message_reaction"
        old, new = ([] if emoji is None else [emoji_reaction(emoji)] for emoji in change)
        told = {"user": who, "old_reaction": old, "new_reaction": new}
    payload = {
        "chat": world.chat_json(chat),
        "message_id": message.id,
        "date": int(world.clock.now()),
        **told,
    }
    for bot in bots_in(world, chat):
        if chat.is_private or chat.members.get(bot.id) == "administrator":
            bot.updates.add(kind, payload, f"reaction:{chat.id}")


def emoji_reaction(emoji: str) -> Json:
    """Telegram's `ReactionTypeEmoji`."""
    return {"type": "emoji", "emoji": emoji}


def publish_tap(world: World, tap: Tap, message: Message, *, who: Json, data: str) -> None:
    """A person pressed a button under the bot's message."""
    bot = world.bots[tap.bot_id]
    payload: Json = {
        "id": tap.id,
        "from": who,
        "message": world.files.as_seen_by(bot.id, message.body),
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
        "old_chat_member": member_json(world, chat, account, old),
        "new_chat_member": member_json(world, chat, account, new),
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
    "can_send_welcome_messages",
]


def member_json(world: World, chat: Chat, account: int, status: str) -> Json:
    """Telegram's `ChatMember`."""
    member: Json = {"user": world.account(account), "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= dict.fromkeys(_ADMIN_RIGHTS, True)
        if chat.is_channel:
            member |= {"can_post_messages": True, "can_edit_messages": True}
        member |= {"can_be_edited": False, "is_anonymous": False}
    elif status == "kicked":
        member["until_date"] = 0
    return member
