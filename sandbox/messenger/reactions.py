"""Reactions to messages: an emoji of Telegram's list from each account, and who hears of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sandbox.messenger.acts import check_member, message_in
from sandbox.messenger.contents import first_of_album
from sandbox.messenger.errors import ControlError
from sandbox.messenger.publish import publish_reaction

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message, Person
    from sandbox.messenger.shapes import Json
    from sandbox.messenger.world import World

_LIST = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(_LIST.split())


def set_reaction(
    world: World, chat: Chat, message: Message, account: int, emoji: str | None
) -> str | None:
    """Another reaction of this account, or none; the former one."""
    old = message.reactions.pop(account, None)
    if emoji is not None:
        message.reactions[account] = emoji
    if old != emoji:
        world.changed("reaction", chat, message.id)
    return old


def react(world: World, person: Person, chat: Chat, message_id: int, emoji: str | None) -> Message:
    """A person reacts to a message, or takes it back with no emoji."""
    check_member(chat, person)
    message = first_of_album(chat, message_in(chat, message_id))
    if emoji is not None and emoji not in REACTIONS:
        raise ControlError(400, "emoji: is none that Telegram has for reactions")
    if message.service is not None:
        raise ControlError(400, "nobody can react to this message")
    old = set_reaction(world, chat, message, person.id, emoji)
    if old != emoji:
        publish_reaction(world, chat, message, who=person.as_user(), change=(old, emoji))
    return message


def reactions_seen(message: Message, account: int) -> list[Json]:
    """Each emoji with how often it stands there, the most frequent first."""
    mine = message.reactions.get(account)
    counts = Counter(message.reactions.values())
    return [
        {"emoji": emoji, "count": count, "mine": emoji == mine}
        for emoji, count in counts.most_common()
    ]
