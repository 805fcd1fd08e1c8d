"""How every new message of a bot comes into a chat, whatever is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import bad_request
from sandbox.methods.access import as_chat_id, find_chat
from sandbox.methods.keyboards import inline_json, place_keyboard, reply_json

if TYPE_CHECKING:
    from aiogram.methods import (
        CopyMessage,
        SendDocument,
        SendMessage,
        SendPhoto,
        SendPoll,
        SendVoice,
    )

    from sandbox.methods.access import Call
    from sandbox.people import Chat, Message
    from sandbox.shapes import Json

    Sending = SendMessage | CopyMessage | SendPhoto | SendVoice | SendDocument | SendPoll


def post_answer(call: Call, chat: Chat, content: Json, method: Sending) -> Message:
    """Write the bot's message with the keyboard and the reply that the method asks for."""
    reply = _reply_target(call, chat, method)
    return post_message(call, chat, content, markup=method.reply_markup, reply=reply)


def _reply_target(call: Call, chat: Chat, method: Sending) -> Message | None:
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


def quoted(message: Message) -> Json:
    """A message as it stands inside a reply: without the message it replied to itself."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}


def post_message(
    call: Call, chat: Chat, content: Json, *, markup: object, reply: Message | None = None
) -> Message:
    """Write the bot's message into the chat."""
    keyboard, for_people = inline_json(markup, private=chat.is_private), reply_json(markup)
    fields = dict(content)
    if reply is not None and chat.messages.get(reply.id) is reply:
        fields["reply_to_message"] = quoted(reply)
    elif reply is not None:
        sent = {"type": "user", "date": reply.body["date"], "sender_user": reply.body["from"]}
        fields["external_reply"] = {"origin": sent, "message_id": reply.id}
    if keyboard is not None:
        fields["reply_markup"] = keyboard
    message = call.world.post(chat, call.bot.as_user(), fields)
    place_keyboard(message, for_people, chat)
    chat.last_speaking_bot = call.bot.id
    return message
