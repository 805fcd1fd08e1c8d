"""How every new message of a bot comes into a chat, whatever is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import bad_request
from sandbox.methods.keyboards import inline_json, place_keyboard, reply_json

if TYPE_CHECKING:
    from aiogram.types import ReplyParameters

    from sandbox.methods.access import Call
    from sandbox.methods.keyboards import Markup
    from sandbox.people import Chat, Message
    from sandbox.shapes import Json


def reply_target(
    chat: Chat,
    parameters: ReplyParameters | None,
    message_id: int | None,
    allow_missing: bool | None,  # noqa: FBT001 - Telegram's own field
) -> Message | None:
    """The message that is replied to, by the new or by the old parameter."""
    wanted = parameters.message_id if parameters is not None else message_id
    if wanted is None:
        return None
    found = chat.messages.get(wanted)
    allowed = parameters.allow_sending_without_reply if parameters is not None else allow_missing
    if found is None and allowed is not True:
        raise bad_request("message to be replied not found")
    return found


def quoted(message: Message) -> Json:
    """A message as it stands inside a reply: without the message it replied to itself."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}


def post_message(
    call: Call, chat: Chat, content: Json, *, markup: Markup | None, reply: Message | None = None
) -> Message:
    """Write the bot's message into the chat."""
    keyboard, for_people = inline_json(markup, private=chat.is_private), reply_json(markup)
    fields = dict(content)
    if reply is not None:
        fields["reply_to_message"] = quoted(reply)
    if keyboard is not None:
        fields["reply_markup"] = keyboard
    message = call.world.post(chat, call.bot.as_user(), fields)
    place_keyboard(message, for_people, chat)
    chat.last_speaking_bot = call.bot.id
    return message
