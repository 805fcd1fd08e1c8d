"""What is in a message: the part that copies and forwards take along, and how a reply shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.shapes import Json

_CONTENT = [
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "voice",
    "document",
    "sticker",
    "location",
    "venue",
    "poll",
    "has_media_spoiler",
    "show_caption_above_media",
]

_CAPTIONED = ("photo", "voice", "document")
KINDS = (*_CAPTIONED, "sticker", "venue", "location", "poll")
"""What a message can be instead of a text."""
_ALBUM = 10


def content_of(message: Message) -> Json:
    """What a copy or a forward takes along."""
    return {name: message.body[name] for name in _CONTENT if name in message.body}


def has_caption(body: Json) -> bool:
    """Is it of a kind that may carry a caption?"""
    return any(kind in body for kind in _CAPTIONED)


def first_of_album(chat: Chat, message: Message) -> Message:
    """Where a reaction to any message of an album stands: its first one that is still there."""
    group = message.body.get("media_group_id")
    if group is None:
        return message
    # They were sent in one breath, so their numbers follow each other.
    before = (chat.messages.get(number) for number in range(message.id - _ALBUM + 1, message.id))
    return next((one for one in before if one and one.body.get("media_group_id") == group), message)


def forward_origin(message: Message) -> Json:
    """Where a forward says it came from, in the new and in the old fields."""
    body = message.body
    if "forward_origin" in body:
        kept = [name for name in body if name.startswith("forward_")]
        return {name: body[name] for name in kept}
    if body["chat"]["type"] == "channel":
        post = {"chat": body["chat"], "message_id": message.id, "date": body["date"]}
        old = {"forward_from_chat": body["chat"], "forward_from_message_id": message.id}
        return {"forward_origin": {"type": "channel", **post}, **old, "forward_date": body["date"]}
    if "sender_chat" in body:
        origin = {"type": "chat", "date": body["date"], "sender_chat": body["sender_chat"]}
        return {"forward_origin": origin, "forward_date": body["date"]}
    origin = {"type": "user", "date": body["date"], "sender_user": body["from"]}
    return {"forward_origin": origin, "forward_from": body["from"], "forward_date": body["date"]}


def quoted(message: Message) -> Json:
    """A message as it stands inside a reply: without the message it replied to itself."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}
