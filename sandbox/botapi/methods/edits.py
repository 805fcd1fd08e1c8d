"""Changing messages that the bot has sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import chat_to_write, find_message
from sandbox.botapi.methods.keyboards import inline_json
from sandbox.botapi.methods.texts import caption_content, text_content
from sandbox.messenger.contents import has_caption
from sandbox.messenger.errors import bad_request

if TYPE_CHECKING:
    from aiogram.methods import EditMessageCaption, EditMessageReplyMarkup, EditMessageText

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.shapes import Json

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def edit_message_text(call: Call, method: EditMessageText) -> Json:
    """Another text."""
    chat, message = editable(call, method.chat_id, method.message_id)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    content = text_content(call.world, method.text, method.parse_mode, method.entities)
    content.setdefault("entities", None)
    return change(call, chat, message, content, method.reply_markup)


def edit_message_caption(call: Call, method: EditMessageCaption) -> Json:
    """Another caption, or none."""
    chat, message = editable(call, method.chat_id, method.message_id)
    if not has_caption(message.body):
        raise bad_request("there is no caption in the message to edit")
    content: Json = {"caption": None, "caption_entities": None}
    content |= caption_content(
        call.world, method.caption, method.parse_mode, method.caption_entities
    )
    return change(call, chat, message, content, method.reply_markup)


def edit_message_reply_markup(call: Call, method: EditMessageReplyMarkup) -> Json:
    """Another inline keyboard, or none."""
    chat, message = editable(call, method.chat_id, method.message_id)
    return change(call, chat, message, {}, method.reply_markup)


def editable(call: Call, chat_id: int | str | None, message_id: int | None) -> tuple[Chat, Message]:
    """A message of the bot's own."""
    if not chat_id and not message_id:
        raise bad_request("message identifier is not specified")
    chat = chat_to_write(call, chat_id)
    message = find_message(chat, message_id, "message to edit not found")
    if message.author != call.bot.id or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return chat, message


def change(call: Call, chat: Chat, message: Message, content: Json, markup: object) -> Json:
    """Write the new content; a keyboard that is not sent again is taken away, as on Telegram."""
    body = message.body
    fields = {**content, "reply_markup": inline_json(markup, private=chat.is_private)}
    if all(body.get(name) == value for name, value in fields.items()):
        raise bad_request(_SAME)
    visibly = any(body.get(name) != value for name, value in content.items())
    for name, value in fields.items():
        if value is None:
            body.pop(name, None)
        else:
            body[name] = value
    call.world.mark_edited(chat, message, visibly=visibly)
    return body
