"""What people do in chats: write, edit, forward, tap, vote, block; and the updates it ends in.

Refuses what Telegram's own apps would not let a person do; knows nothing of HTTP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import ControlError
from sandbox.formatting import prepare
from sandbox.methods.messages import content_of, forward_origin
from sandbox.methods.sending import quoted
from sandbox.publish import publish_membership, publish_message, publish_tap
from sandbox.shapes import GROUP_ANONYMOUS_BOT, MESSAGE_LIMIT, Json
from sandbox.voting import vote

if TYPE_CHECKING:
    from sandbox.people import Bot, Chat, Message, Person
    from sandbox.taps import Tap
    from sandbox.world import World


def _readable(text: str) -> Json:
    formatted = prepare(text, None, None)
    if not formatted.text:
        raise ControlError(400, "text: is empty")
    if len(formatted.text) > MESSAGE_LIMIT:
        raise ControlError(400, f"text: is longer than {MESSAGE_LIMIT} characters")
    content: Json = {"text": formatted.text}
    if formatted.entities:
        content["entities"] = formatted.entities
    return content


def _open(chat: Chat, person: Person) -> None:
    """May this person write here?"""
    if chat.migrated_to is not None:
        raise ControlError(409, f"the group has become a supergroup: {chat.migrated_to}")
    if not chat.is_private and not chat.has(person.id):
        raise ControlError(403, "this person is not in the group")
    if chat.blocked:
        raise ControlError(409, "this person has blocked the bot; unblock it first")


def message_in(chat: Chat, message_id: int) -> Message:
    """A message a person points at."""
    if message_id not in chat.messages:
        raise ControlError(404, f"no message {message_id} in this chat")
    return chat.messages[message_id]


def say(world: World, person: Person, chat: Chat, text: str, *, reply_to: int | None) -> Message:
    """Write a message."""
    _open(chat, person)
    content = _readable(text)
    if reply_to is not None:
        content["reply_to_message"] = quoted(message_in(chat, reply_to))
    return _publish(world, chat, person, content)


def _publish(world: World, chat: Chat, person: Person, content: Json) -> Message:
    if chat.is_private:
        chat.started = True
    message = world.post(chat, person.as_user(), content)
    chat.reads[person.id] = message.id
    publish_message(world, chat, message)
    return message


def say_as_group(world: World, person: Person, chat: Chat, text: str) -> Message:
    """Write in the group's name, as anonymous administrators do."""
    _open(chat, person)
    if chat.is_private:
        raise ControlError(400, "chat: only a group can speak anonymously")
    content = {"sender_chat": chat.as_json(), **_readable(text)}
    message = world.post(chat, GROUP_ANONYMOUS_BOT, content)
    publish_message(world, chat, message)
    return message


def edit(world: World, person: Person, chat: Chat, message_id: int, text: str) -> Message:
    """Change a message of one's own."""
    _open(chat, person)
    message = message_in(chat, message_id)
    if message.author != person.id or "text" not in message.body:
        raise ControlError(403, "only one's own texts can be edited")
    content = _readable(text)
    message.body.pop("entities", None)
    message.body |= content
    world.mark_edited(chat, message)
    publish_message(world, chat, message, kind="edited_message")
    return message


def forward(
    world: World, person: Person, *, source: Chat, message_id: int, target: Chat
) -> Message:
    """Show a message from one chat in another."""
    _open(target, person)
    if not source.is_private and person.id not in source.members:
        raise ControlError(403, "this person is not in the group")
    original = message_in(source, message_id)
    if original.service is not None:
        raise ControlError(400, "this message cannot be forwarded")
    return _publish(world, target, person, {**forward_origin(original), **content_of(original)})


def button_data(message: Message, button: str | int) -> str:
    """The data of a button by its text, or by its place from 0."""
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[Json] = [one for row in rows for one in row]
    if isinstance(button, int):
        found = buttons[button : button + 1] if button >= 0 else []
    else:
        found = [one for one in buttons if one["text"] == button]
    if not found:
        texts = ", ".join(repr(one["text"]) for one in buttons) or "none"
        raise ControlError(404, f"no button {button!r} under this message (there: {texts})")
    if "callback_data" not in found[0]:
        raise ControlError(400, f"the button {button!r} sends nothing to the bot")
    return str(found[0]["callback_data"])


def tap(world: World, person: Person, chat: Chat, message: Message, data: str) -> Tap:
    """Press a button; the bot that sent the message hears of it."""
    if not chat.is_private and not chat.has(person.id):
        raise ControlError(403, "this person is not in the group")
    bot_id = chat.bot_id if chat.bot_id is not None else message.author
    bot = world.bots.get(bot_id)
    if bot is None:
        raise ControlError(400, "this message was not sent by a bot")
    begun = world.taps.start(bot.id, person.id)
    publish_tap(bot, begun, message, who=person.as_user(), data=data)
    return begun


def cast_vote(world: World, person: Person, message: Message, options: list[int]) -> None:
    """Vote in a poll, or take the vote back with no option."""
    poll = world.polls.get(message.body.get("poll", {}).get("id", ""))
    if poll is None:
        raise ControlError(400, "this message is no poll")
    vote(world, poll, person.id, options)


def set_blocked(world: World, bot: Bot, person: Person, *, blocked: bool) -> None:
    """Block or unblock the bot; it is told, as on Telegram."""
    chat = world.private(bot, person)
    if chat.blocked == blocked:
        return
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    chat.blocked = blocked
    publish_membership(world, chat, actor=person.as_user(), account=bot.id, old=old, new=new)
    world.touched("people", person.id)


def mark_read(world: World, person: Person, chat: Chat, message_id: int) -> None:
    """Everything up to here is read."""
    if message_id > chat.reads.get(person.id, 0):
        chat.reads[person.id] = message_id
        world.revision += 1
