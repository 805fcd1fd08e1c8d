"""Sending, copying, forwarding, deleting and pinning messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import chat_to_write, find_chat, find_message
from sandbox.botapi.methods.sending import post_answer, post_message, thread_fields
from sandbox.botapi.methods.texts import caption_content, text_content
from sandbox.messenger.contents import (
    KINDS,
    content_of,
    first_of_album,
    forward_origin,
    quoted,
)
from sandbox.messenger.errors import bad_request
from sandbox.messenger.membership import post_service
from sandbox.messenger.reactions import REACTIONS, set_reaction

if TYPE_CHECKING:
    from aiogram.methods import (
        CopyMessage,
        DeleteMessage,
        DeleteMessages,
        ForwardMessage,
        PinChatMessage,
        SendChatAction,
        SendMessage,
        SetMessageReaction,
        UnpinAllChatMessages,
        UnpinChatMessage,
    )

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.shapes import Json

_DELETABLE_S = 48 * 3600
_GENERAL = 1  # of a forum, and only here: where messages go it is not named
_BEGINNING = 40
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


def forward_message(call: Call, method: ForwardMessage) -> Json:
    """Show a message again, with its origin."""
    chat = chat_to_write(call, method.chat_id)
    source = find_message(
        find_chat(call, method.from_chat_id), method.message_id, "message to forward not found"
    )
    if source.service is not None:
        raise bad_request("the message can't be forwarded")
    content = {**forward_origin(source), **content_of(source)}
    content |= thread_fields(call, chat, method.message_thread_id)
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
    return chat.is_private or message.author == call.bot.id or chat.manages(call.bot.id)


def send_chat_action(call: Call, method: SendChatAction) -> bool:
    """Show "typing…"."""
    chat = chat_to_write(call, method.chat_id)
    action = method.action.lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    if (thread := method.message_thread_id or 0) != _GENERAL:
        thread_fields(call, chat, thread)
    call.world.events.emit(
        "typing",
        person=chat.id if chat.is_private else None,
        chat=chat.event_id,
        action=action,
        bot=call.bot.id,
        thread=thread or None,
    )
    return True


def set_message_reaction(call: Call, method: SetMessageReaction) -> bool:
    """The bot's one reaction to a message, or none."""
    chat = find_chat(call, method.chat_id)
    message = find_message(chat, method.message_id, "message to react not found")
    wanted = method.reaction or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = next((getattr(one, "emoji", "") for one in wanted), None)
    if message.service is not None or (emoji is not None and emoji not in REACTIONS):
        raise bad_request("REACTION_INVALID")
    set_reaction(call.world, chat, first_of_album(chat, message), call.bot.id, emoji)
    return True


def pin_chat_message(call: Call, method: PinChatMessage) -> bool:
    """Pin a message and say so in the chat; nothing happens if it is pinned already."""
    chat = _chat_to_pin(call, method.chat_id)
    message = find_message(chat, method.message_id, "message to pin not found")
    if message.service is not None:
        raise bad_request("message can't be pinned")
    if chat.pinned == message.id:
        return True
    chat.pinned = message.id
    call.world.changed("edited", chat, message.id)
    reader = call.world.person(chat.id) if chat.is_private else None
    language = reader.language_code if reader is not None else None
    name, what = call.bot.words("name", language), _beginning(message)
    is_chinese = (language or "").startswith("zh")
    words = f"{name}置顶了“{what}”" if is_chinese else f"{name} pinned “{what}”"
    post_service(call.world, chat, call.bot.as_user(), {"pinned_message": quoted(message)}, words)
    return True


def _beginning(message: Message) -> str:
    body = message.body
    kind = next((name for name in KINDS if name in body), "message")
    text: str = body.get("text") or body.get("caption") or kind
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…"


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
    if not chat.is_private and not chat.manages(call.bot.id):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
