"""Topics as bots make and keep them, in private chats and in supergroups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import chat_to_write
from sandbox.messenger.errors import bad_request
from sandbox.messenger.topics import (
    COLORS,
    clean_name,
    delete_topic,
    edit_topic,
    has_topics,
    open_topic,
    set_closed,
    thread_of,
)

if TYPE_CHECKING:
    from aiogram.methods import (
        CloseForumTopic,
        CreateForumTopic,
        DeleteForumTopic,
        EditForumTopic,
        GetForumTopicIconStickers,
        ReopenForumTopic,
        UnpinAllForumTopicMessages,
    )

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.people import Chat, Topic
    from sandbox.messenger.shapes import Json

_NO_FORUM = "the chat is not a forum"
_SAME = "TOPIC_NOT_MODIFIED"


def create_forum_topic(call: Call, method: CreateForumTopic) -> Json:
    """A topic of the bot's own."""
    chat = _forum(call, method.chat_id)
    if not chat.is_private and not chat.manages(call.bot.id):
        raise bad_request("not enough rights to create a topic")
    if not (name := clean_name(method.name)):
        raise bad_request("title must be non-empty")
    color = method.icon_color or COLORS[0]
    if color not in COLORS:
        raise bad_request("invalid icon color specified")
    icon = method.icon_custom_emoji_id or None
    actor = call.bot.as_user()
    return open_topic(call.world, chat, actor, name=name, icon_color=color, icon=icon).as_json()


def edit_forum_topic(call: Call, method: EditForumTopic) -> bool:
    """Another name or icon."""
    chat, topic = _own(call, _forum(call, method.chat_id), method.message_thread_id)
    name = None if method.name is None else clean_name(method.name) or None
    icon = method.icon_custom_emoji_id
    if not edit_topic(call.world, chat, topic, call.bot.as_user(), name=name, icon=icon):
        raise bad_request(_SAME)
    return True


def close_forum_topic(call: Call, method: CloseForumTopic) -> bool:
    """Only administrators write there from now on."""
    return _close(call, method, closed=True)


def reopen_forum_topic(call: Call, method: ReopenForumTopic) -> bool:
    """Everybody writes there again."""
    return _close(call, method, closed=False)


def delete_forum_topic(call: Call, method: DeleteForumTopic) -> bool:
    """The topic goes, and everything in it."""
    chat = _forum(call, method.chat_id)
    topic = _topic(chat, method.message_thread_id)
    if not chat.is_private and not chat.manages(call.bot.id):
        raise bad_request("not enough rights to delete a topic")
    delete_topic(call.world, chat, topic)
    return True


def unpin_all_forum_topic_messages(call: Call, method: UnpinAllForumTopicMessages) -> bool:
    """Nothing of this topic is pinned any more."""
    chat = _forum(call, method.chat_id)
    topic = _topic(chat, method.message_thread_id)
    if not chat.is_private and not chat.manages(call.bot.id):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    pinned = chat.messages.get(chat.pinned or 0)
    if pinned is not None and thread_of(pinned) == topic.thread:
        chat.pinned = None
        call.world.changed("edited", chat, pinned.id)
    return True


def get_forum_topic_icon_stickers(_call: Call, _method: GetForumTopicIconStickers) -> list[Json]:
    """None: the sandbox draws a topic's icon in its colour."""
    return []


def _close(call: Call, method: CloseForumTopic | ReopenForumTopic, *, closed: bool) -> bool:
    chat = _forum(call, method.chat_id)
    if chat.is_private:
        raise bad_request(_NO_FORUM)
    chat, topic = _own(call, chat, method.message_thread_id)
    if not set_closed(call.world, chat, topic, call.bot.as_user(), closed=closed):
        raise bad_request(_SAME)
    return True


def _forum(call: Call, chat_id: int | str) -> Chat:
    chat = chat_to_write(call, chat_id)
    if not has_topics(call.world, chat):
        raise bad_request(_NO_FORUM)
    return chat


def _own(call: Call, chat: Chat, thread: int) -> tuple[Chat, Topic]:
    """A topic that the bot may change: in a group its own, as an administrator all of them."""
    topic = _topic(chat, thread)
    if not (chat.is_private or chat.manages(call.bot.id) or topic.creator == call.bot.id):
        raise bad_request("not enough rights to edit the topic")
    return chat, topic


def _topic(chat: Chat, thread: int) -> Topic:
    if thread <= 0:
        raise bad_request("invalid message thread identifier specified")
    if thread not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    return chat.topics[thread]
