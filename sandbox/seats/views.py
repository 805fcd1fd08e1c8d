"""What a person sees, as JSON: messages, chats, keyboards, media, polls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messenger.acts import (
    EDITABLE_S,
    draft_of,
    is_deletable,
    is_editable,
    read_until,
)
from sandbox.messenger.messages import Wanted
from sandbox.messenger.reactions import reactions_seen
from sandbox.messenger.shapes import Json, compact
from sandbox.messenger.topics import has_topics, may_change, may_open

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message, Person, Topic
    from sandbox.messenger.world import World

_ADMINS = frozenset({"creator", "administrator"})


def person_json(person: Person) -> Json:
    """A person, for the control API."""
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
        "name": person.full_name,
    }


def group_json(world: World, chat: Chat) -> Json:
    """A group, for the control API."""
    return {
        "id": chat.id,
        "title": chat.title,
        "type": chat.type,
        "members": [
            account for account in chat.members if account in world.people and chat.has(account)
        ],
        "bots": [
            account for account in chat.members if account in world.bots and chat.has(account)
        ],
        "admins": [account for account, status in chat.members.items() if status in _ADMINS],
        "migrated_to": chat.migrated_to,
        "forum": chat.has_topics,
        "linked": chat.linked,
    }


def message_json(world: World, chat: Chat, message: Message, person: Person) -> Json:
    """One message as this person sees it."""
    body = message.body
    replied = body.get("reply_to_message")
    if replied is not None and "forum_topic_created" in replied:
        replied = None  # every first line of a topic's conversation says so; it is no quote
    return {
        "message_id": message.id,
        "chat": chat.event_id,
        "from": _sender(body),
        "date": body["date"],
        "text": body.get("text"),
        "entities": body.get("entities") or body.get("caption_entities") or [],
        "caption": body.get("caption"),
        "media": _media(body),
        "thread": body.get("message_thread_id"),
        "album": body.get("media_group_id"),
        "reactions": reactions_seen(message, person.id),
        "poll": _poll(world, body, person),
        "buttons": _buttons(body),
        "reply_keyboard": _keyboard(message, person),
        "edited": message.edited,
        "edited_after": message.edited_after,
        "service": message.service,
        "reply_to": replied["message_id"] if replied else None,
        "forward_origin": body.get("forward_origin"),
        "pinned": chat.pinned == message.id,
        "can_edit": is_editable(message, person) and world.clock.now() - body["date"] <= EDITABLE_S,
        "can_delete": is_deletable(chat, message, person),
    }


def _sender(body: Json) -> Json:
    if "sender_chat" in body:
        speaker = body["sender_chat"]
        return {"id": speaker["id"], "name": speaker["title"], "is_bot": False}
    user = body["from"]
    return {"id": user["id"], "name": _name(user), "is_bot": user["is_bot"]}


def _name(user: Json) -> str:
    last = user.get("last_name")
    return f"{user['first_name']} {last}" if last else str(user["first_name"])


def _media(body: Json) -> Json | None:
    if "location" in body:
        return {"kind": "location", **body["location"], **compact(venue=body.get("venue"))}
    for kind in ("photo", "voice", "document", "sticker"):
        if kind in body:
            file = body[kind][-1] if kind == "photo" else body[kind]
            return {
                "kind": kind,
                "file_id": file["file_id"],
                "url": file_url(file["file_id"]),
                **compact(
                    file_name=file.get("file_name"),
                    file_size=file.get("file_size"),
                    mime_type=file.get("mime_type"),
                    emoji=file.get("emoji"),
                    duration=file.get("duration"),
                    width=file.get("width"),
                    height=file.get("height"),
                    spoiler=body.get("has_media_spoiler"),
                ),
            }
    return None


def file_url(file_id: str) -> str:
    """Where a page gets a file."""
    return f"/control/files/{file_id}"


def _poll(world: World, body: Json, person: Person) -> Json | None:
    if "poll" not in body:
        return None
    poll = world.polls.get(body["poll"]["id"])
    chosen = [] if poll is None else poll.votes.get(person.id, [])
    return {**body["poll"], "chosen": chosen}


def _buttons(body: Json) -> list[list[Json]]:
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return [[_button(button) for button in row] for row in rows]


def _button(button: Json) -> Json:
    shown = dict(button)
    if "callback_data" in shown:
        shown["data"] = shown.pop("callback_data")
    return shown


def _keyboard(message: Message, person: Person) -> Json | None:
    if message.keyboard_for is not None and person.id not in message.keyboard_for:
        return None
    return message.reply_keyboard


def chat_json(world: World, chat: Chat, person: Person) -> Json:
    """One line of a person's list of chats; the private chat with the bot has the id None."""
    bot = world.bots.get(chat.bot_id) if chat.bot_id is not None else None
    is_forum = has_topics(world, chat)
    return {
        "id": chat.event_id,
        "bot": chat.bot_id,
        "type": chat.type,
        "title": chat.title if bot is None else bot.words("name", person.language_code),
        **_standing(world, chat, person, 0 if is_forum else None),
        "pinned": chat.pinned,
        "blocked": chat.blocked,
        "member": chat.is_private or chat.has(person.id),
        "can_write": not chat.is_channel or chat.manages(person.id),
        "forum": is_forum,
        "can_open_topics": is_forum and may_open(world, chat, person),
        "topics": [topic_json(world, chat, topic, person) for topic in chat.topics.values()]
        if is_forum
        else [],
    }


def topic_json(world: World, chat: Chat, topic: Topic, person: Person) -> Json:
    """One line of the conversations in a chat."""
    return {
        "thread": topic.thread,
        "name": topic.name,
        "icon_color": topic.icon_color,
        "icon_custom_emoji_id": topic.icon_custom_emoji_id,
        "closed": topic.is_closed,
        "mine": topic.creator == person.id,
        "can_manage": may_change(world, chat, topic, person),
        **_standing(world, chat, person, topic.thread),
    }


def _standing(world: World, chat: Chat, person: Person, thread: int | None) -> Json:
    """What came last, what is unread and what is begun, in a chat or one topic of it."""
    unread = Wanted(after=read_until(chat, person, thread), thread=thread, not_by=person.id)
    last = next(iter(chat.messages.newest(Wanted(thread=thread), limit=1)), None)
    return {
        "last_message": None if last is None else message_json(world, chat, last, person),
        "unread": chat.messages.count(unread),
        "draft": draft_of(chat, person, thread),
    }
