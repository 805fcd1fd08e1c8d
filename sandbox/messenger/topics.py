"""Topics: conversations of their own inside one chat, with a bot in private or in a supergroup.

Opens, renames, closes and deletes; what stands in no topic is general and has no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messenger.messages import Wanted
from sandbox.messenger.people import Topic
from sandbox.messenger.publish import publish_message
from sandbox.messenger.shapes import compact

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message, Person
    from sandbox.messenger.shapes import Json
    from sandbox.messenger.world import World

COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
"""The colours of a topic's icon that Telegram takes, its default first."""
NAME_LIMIT = 128


def has_topics(world: World, chat: Chat) -> bool:
    """Whether the chat is divided into topics: a private one is when its bot says so."""
    if chat.is_private:
        return chat.bot_id is not None and world.bots[chat.bot_id].has_topics
    return chat.has_topics


def in_topic(thread: int) -> Json:
    """The fields of a message that stands in a topic."""
    return {"message_thread_id": thread, "is_topic_message": True}


def thread_of(message: Message) -> int | None:
    """The topic a message stands in; None for the general one."""
    return message.body["message_thread_id"] if message.body.get("is_topic_message") else None


def following(chat: Chat, reply: Message | None) -> Json:
    """The thread of a message that only says what it answers: there where that stands.

    A reply in a supergroup without topics belongs to the thread of the first message of all.
    """
    if reply is None or reply.id not in chat.messages:
        return {}
    if (thread := thread_of(reply)) is not None:
        return in_topic(thread)
    if chat.type != "supergroup":
        return {}
    return {"message_thread_id": reply.body.get("message_thread_id", reply.id)}


def clean_name(name: str) -> str:
    """A name as Telegram keeps it: no blanks around it, cut at its limit."""
    return " ".join(name.split())[:NAME_LIMIT].rstrip()


def may_open(world: World, chat: Chat, person: Person) -> bool:
    """Everybody in a forum; with a bot, if the bot lets people."""
    if chat.bot_id is None:
        return chat.has(person.id)
    return world.bots[chat.bot_id].people_make_topics


def may_change(world: World, chat: Chat, topic: Topic, person: Person) -> bool:
    """One's own in a forum, all of them as its administrator or where the bot lets people."""
    if chat.bot_id is None:
        return chat.manages(person.id) or topic.creator == person.id
    return world.bots[chat.bot_id].people_make_topics


def open_topic(
    world: World, chat: Chat, actor: Json, *, name: str, icon_color: int, icon: str | None = None
) -> Topic:
    """A new topic; a line of the chat's own begins it."""
    face = compact(name=name, icon_color=icon_color, icon_custom_emoji_id=icon)
    message = world.post(chat, actor, {"forum_topic_created": face})
    message.body |= in_topic(message.id)
    topic = Topic(
        thread=message.id,
        name=name,
        icon_color=icon_color,
        icon_custom_emoji_id=icon,
        creator=actor["id"],
    )
    chat.topics[topic.thread] = topic
    _tell(world, chat, message, f"{actor['first_name']} opened “{name}”")
    return topic


def edit_topic(
    world: World, chat: Chat, topic: Topic, actor: Json, *, name: str | None, icon: str | None
) -> bool:
    """Another name or icon; an empty icon takes it away. False if nothing is changed."""
    changes = compact(
        name=name if name != topic.name else None,
        icon_custom_emoji_id=icon if icon != (topic.icon_custom_emoji_id or "") else None,
    )
    if not changes:
        return False
    topic.name = changes.get("name", topic.name)
    topic.icon_custom_emoji_id = changes.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    topic.icon_custom_emoji_id = topic.icon_custom_emoji_id or None
    words = f"{actor['first_name']} changed the topic to “{topic.name}”"
    content = {"forum_topic_edited": changes, **in_topic(topic.thread)}
    _tell(world, chat, world.post(chat, actor, content), words)
    return True


def set_closed(world: World, chat: Chat, topic: Topic, actor: Json, *, closed: bool) -> bool:
    """Close or reopen. False if it is so already."""
    if topic.is_closed == closed:
        return False
    topic.is_closed = closed
    what = "closed" if closed else "reopened"
    words = f"{actor['first_name']} {what} “{topic.name}”"
    content = {f"forum_topic_{what}": {}, **in_topic(topic.thread)}
    _tell(world, chat, world.post(chat, actor, content), words)
    return True


def delete_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Take a topic away with all that stands in it; nobody is told, as on Telegram."""
    for message in chat.messages.newest(Wanted(thread=topic.thread)):
        world.delete(chat, message.id)
    del chat.topics[topic.thread]
    world.changed("topics", chat)


def _tell(world: World, chat: Chat, message: Message, words: str) -> None:
    message.service = words
    publish_message(world, chat, message)
    world.changed("topics", chat)
