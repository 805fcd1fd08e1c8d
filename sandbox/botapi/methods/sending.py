"""How every new message of a bot comes into a chat, whatever is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import as_chat_id, find_chat
from sandbox.botapi.methods.keyboards import inline_json, place_keyboard, reply_json
from sandbox.messenger.comments import bring_to_comments
from sandbox.messenger.contents import forward_origin, quoted
from sandbox.messenger.errors import bad_request
from sandbox.messenger.topics import following, in_topic

if TYPE_CHECKING:
    from aiogram.methods import (
        CopyMessage,
        SendDocument,
        SendLocation,
        SendMediaGroup,
        SendMessage,
        SendPhoto,
        SendPoll,
        SendSticker,
        SendVenue,
        SendVoice,
    )

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.shapes import Json

    Sending = (
        SendMessage
        | CopyMessage
        | SendPhoto
        | SendVoice
        | SendDocument
        | SendPoll
        | SendSticker
        | SendLocation
        | SendVenue
    )


def post_answer(call: Call, chat: Chat, content: Json, method: Sending) -> Message:
    """Write the bot's message with the keyboard, reply and topic that the method asks for."""
    reply = reply_target(call, chat, method)
    place = thread_fields(call, chat, method.message_thread_id, reply)
    return post_message(call, chat, content | place, markup=method.reply_markup, reply=reply)


def thread_fields(call: Call, chat: Chat, thread: int | None, reply: Message | None = None) -> Json:
    """Where in the chat a message goes: the topic asked for, else that of what it replies to."""
    if not thread or thread < 0:
        return following(chat, reply)
    topic = chat.topics.get(thread)
    if topic is not None:
        if topic.is_closed and topic.creator != call.bot.id and not chat.manages(call.bot.id):
            raise bad_request("TOPIC_CLOSED")
        return in_topic(thread)
    if chat.type == "supergroup" and not chat.has_topics and thread in chat.messages:
        return {"message_thread_id": thread}
    raise bad_request("message thread not found")


def reply_target(call: Call, chat: Chat, method: Sending | SendMediaGroup) -> Message | None:
    """The message that is replied to, by the new or by the old parameters."""
    given = method.reply_parameters
    wanted = method.reply_to_message_id if given is None else given.message_id
    if wanted is None or wanted <= 0:
        return None
    source = chat
    if given is not None and given.chat_id is not None and as_chat_id(given.chat_id) != chat.id:
        source = find_chat(call, given.chat_id)
    found = source.messages.get(wanted)
    lenient = (given or method).allow_sending_without_reply
    if found is None and lenient is not True:
        raise bad_request("message to be replied not found")
    return found


def post_message(
    call: Call, chat: Chat, content: Json, *, markup: object, reply: Message | None = None
) -> Message:
    """Write the bot's message into the chat."""
    keyboard, for_people = inline_json(markup, private=chat.is_private), reply_json(markup)
    fields = dict(content)
    if reply is not None and reply.body["chat"]["id"] == chat.id:
        fields["reply_to_message"] = quoted(reply)
    elif reply is not None:
        sent = forward_origin(reply)["forward_origin"]
        fields["external_reply"] = {"origin": sent, "message_id": reply.id}
    if keyboard is not None:
        fields["reply_markup"] = keyboard
    message = call.world.post(chat, call.bot.as_user(), fields)
    place_keyboard(message, for_people, chat)
    chat.last_speaking_bot = call.bot.id
    bring_to_comments(call.world, chat, message)
    return message
