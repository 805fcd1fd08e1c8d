"""Sending, copying, forwarding, deleting and pinning messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import bad_request
from sandbox.methods.access import chat_to_write, find_chat, find_message, is_admin
from sandbox.methods.sending import post_answer, post_message
from sandbox.methods.texts import caption_content, text_content

if TYPE_CHECKING:
    from aiogram.methods import (
        CopyMessage,
        DeleteMessage,
        DeleteMessages,
        ForwardMessage,
        PinChatMessage,
        SendChatAction,
        SendMessage,
        UnpinAllChatMessages,
        UnpinChatMessage,
    )

    from sandbox.methods.access import Call
    from sandbox.people import Chat, Message
    from sandbox.shapes import Json

_CONTENT = [
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "voice",
    "document",
    "poll",
    "has_media_spoiler",
    "show_caption_above_media",
]
_DELETABLE_S = 48 * 3600
_ACTIONS = frozenset(
    [
        "cancel",
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "pick_up_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(call: Call, method: SendMessage) -> Json:
    """A text."""
    chat = chat_to_write(call, method.chat_id)
    content = text_content(call.world, method.text, method.parse_mode, method.entities)
    return post_answer(call, chat, content, method).body


def content_of(message: Message) -> Json:
    """What a copy or a forward takes along."""
    return {name: message.body[name] for name in _CONTENT if name in message.body}


def forward_origin(message: Message) -> Json:
    """Where a forward says it came from, in the new and in the old fields."""
    body = message.body
    if "forward_origin" in body:
        kept = ("forward_origin", "forward_from", "forward_date", "forward_sender_name")
        return {name: body[name] for name in kept if name in body}
    if "sender_chat" in body:
        origin = {"type": "chat", "date": body["date"], "sender_chat": body["sender_chat"]}
        return {"forward_origin": origin, "forward_date": body["date"]}
    origin = {"type": "user", "date": body["date"], "sender_user": body["from"]}
    return {"forward_origin": origin, "forward_from": body["from"], "forward_date": body["date"]}


def forward_message(call: Call, method: ForwardMessage) -> Json:
    """Show a message again, with its origin."""
    chat = chat_to_write(call, method.chat_id)
    source = find_message(
        find_chat(call, method.from_chat_id), method.message_id, "message to forward not found"
    )
    if source.service is not None:
        raise bad_request("the message can't be forwarded")
    content = {**forward_origin(source), **content_of(source)}
    return post_message(call, chat, content, markup=None).body


def copy_message(call: Call, method: CopyMessage) -> Json:
    """Send the same content as a message of the bot's own."""
    chat = chat_to_write(call, method.chat_id)
    source = find_message(
        find_chat(call, method.from_chat_id), method.message_id, "message to copy not found"
    )
    if source.service is not None:
        raise bad_request("the message can't be copied")
    content = content_of(source)
    if method.caption is not None and "text" not in content:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= caption_content(
            call.world, method.caption, method.parse_mode, method.caption_entities
        )
    return {"message_id": post_answer(call, chat, content, method).id}


def delete_message(call: Call, method: DeleteMessage) -> bool:
    """Take a message away."""
    chat = find_chat(call, method.chat_id)
    if method.message_id <= 0:
        raise bad_request("message identifier is not specified")
    message = find_message(chat, method.message_id, "message to delete not found")
    if not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted")
    call.world.delete(chat, message.id)
    return True


def delete_messages(call: Call, method: DeleteMessages) -> bool:
    """Take several away; those that are not there are passed over."""
    chat = find_chat(call, method.chat_id)
    for message_id in method.message_ids:
        message = chat.messages.get(message_id)
        if message is not None and _may_delete(call, chat, message):
            call.world.delete(chat, message_id)
    return True


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    if call.world.clock.now() - message.body["date"] > _DELETABLE_S:
        return False
    return chat.is_private or message.author == call.bot.id or is_admin(chat, call.bot.id)


def send_chat_action(call: Call, method: SendChatAction) -> bool:
    """Show "typing…"."""
    chat = chat_to_write(call, method.chat_id)
    action = method.action.lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    person = chat.id if chat.is_private else None
    call.world.events.emit(
        "typing", person=person, chat=chat.event_id, action=action, bot=call.bot.id
    )
    return True


def pin_chat_message(call: Call, method: PinChatMessage) -> bool:
    """Pin a message."""
    chat = _chat_to_pin(call, method.chat_id)
    message = find_message(chat, method.message_id, "message to pin not found")
    chat.pinned = message.id
    call.world.changed("edited", chat, message.id)
    return True


def unpin_chat_message(call: Call, method: UnpinChatMessage) -> bool:
    """Unpin one message."""
    chat = _chat_to_pin(call, method.chat_id)
    if method.message_id and method.message_id != chat.pinned:
        raise bad_request("message to unpin not found")
    return _unpin(call, chat)


def unpin_all_chat_messages(call: Call, method: UnpinAllChatMessages) -> bool:
    """Unpin everything."""
    return _unpin(call, _chat_to_pin(call, method.chat_id))


def _unpin(call: Call, chat: Chat) -> bool:
    pinned, chat.pinned = chat.pinned, None
    call.world.changed("edited", chat, pinned)
    return True


def _chat_to_pin(call: Call, chat_id: int | str) -> Chat:
    chat = chat_to_write(call, chat_id)
    if not chat.is_private and not is_admin(chat, call.bot.id):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
