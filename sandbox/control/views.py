"""What a person sees, as JSON: messages, chats, keyboards, media, polls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.shapes import Json, compact

if TYPE_CHECKING:
    from sandbox.people import Chat, Message, Person
    from sandbox.world import World

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
    }


def message_json(world: World, chat: Chat, message: Message, person: Person) -> Json:
    """One message as this person sees it."""
    body = message.body
    sender = body["from"]
    if "sender_chat" in body:
        sender = {"id": body["sender_chat"]["id"], "first_name": chat.title, "is_bot": False}
    replied = body.get("reply_to_message")
    return {
        "message_id": message.id,
        "chat": chat.event_id,
        "from": {"id": sender["id"], "name": _name(sender), "is_bot": sender["is_bot"]},
        "date": body["date"],
        "text": body.get("text"),
        "entities": body.get("entities") or body.get("caption_entities") or [],
        "caption": body.get("caption"),
        "media": _media(body),
        "poll": _poll(world, body, person),
        "buttons": _buttons(body),
        "reply_keyboard": _keyboard(message, person),
        "edited": message.edited,
        "service": message.service,
        "reply_to": replied["message_id"] if replied else None,
        "forward_origin": body.get("forward_origin"),
        "pinned": chat.pinned == message.id,
    }


def _name(user: Json) -> str:
    last = user.get("last_name")
    return f"{user['first_name']} {last}" if last else str(user["first_name"])


def _media(body: Json) -> Json | None:
    for kind in ("photo", "voice", "document"):
        if kind in body:
            file = body[kind][-1] if kind == "photo" else body[kind]
            return {
                "kind": kind,
                "file_id": file["file_id"],
                "url": f"/control/files/{file['file_id']}",
                **compact(
                    file_name=file.get("file_name"),
                    file_size=file.get("file_size"),
                    mime_type=file.get("mime_type"),
                    duration=file.get("duration"),
                    width=file.get("width"),
                    height=file.get("height"),
                    spoiler=body.get("has_media_spoiler"),
                ),
            }
    return None


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
    seen = chat.reads.get(person.id, 0)
    unread = 0
    for message in reversed(chat.messages.values()):
        if message.id <= seen:
            break
        unread += message.author != person.id
    last = next(reversed(chat.messages.values()), None)
    bot = world.bots.get(chat.bot_id) if chat.bot_id is not None else None
    title = chat.title if bot is None else bot.words("name", person.language_code)
    return {
        "id": chat.event_id,
        "bot": chat.bot_id,
        "type": chat.type,
        "title": title,
        "last_message": None if last is None else message_json(world, chat, last, person),
        "unread": unread,
        "blocked": chat.blocked,
        "member": chat.is_private or chat.has(person.id),
    }
