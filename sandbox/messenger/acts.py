"""What people do in chats: write, edit, forward, tap, vote, block; and the updates it ends in.

Refuses what Telegram's own apps would not let a person do; knows nothing of HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.messenger.comments import bring_to_comments
from sandbox.messenger.contents import content_of, forward_origin, has_caption, quoted
from sandbox.messenger.errors import ControlError
from sandbox.messenger.formatting import prepare
from sandbox.messenger.publish import publish_membership, publish_message, publish_tap
from sandbox.messenger.shapes import CAPTION_LIMIT, GROUP_ANONYMOUS_BOT, MESSAGE_LIMIT, Json
from sandbox.messenger.topics import following, in_topic
from sandbox.messenger.voting import vote

if TYPE_CHECKING:
    from sandbox.messenger.people import Bot, Chat, Message, Person
    from sandbox.messenger.taps import Tap
    from sandbox.messenger.world import World

EDITABLE_S = 48 * 3600


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a chat something is said: in which topic, in answer to which message."""

    thread: int | None = None
    reply_to: int | None = None


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


def caption_of(text: str) -> Json:
    """`caption` and `caption_entities`; nothing for an empty one."""
    formatted = prepare(text, None, None)
    if len(formatted.text) > CAPTION_LIMIT:
        raise ControlError(400, f"caption: is longer than {CAPTION_LIMIT} characters")
    content: Json = {"caption": formatted.text} if formatted.text else {}
    if formatted.entities:
        content["caption_entities"] = formatted.entities
    return content


def check_member(chat: Chat, person: Person) -> None:
    """Is this person in the chat?"""
    if not chat.is_private and not chat.has(person.id):
        raise ControlError(403, "this person is not in the group")


def check_open(chat: Chat, person: Person) -> None:
    """May this person write here?"""
    if chat.migrated_to is not None:
        raise ControlError(409, f"the group has become a supergroup: {chat.migrated_to}")
    check_member(chat, person)
    if chat.is_channel and not chat.manages(person.id):
        raise ControlError(403, "only administrators write in a channel")
    if chat.blocked:
        raise ControlError(409, "this person has blocked the bot; unblock it first")


def message_in(chat: Chat, message_id: int) -> Message:
    """A message a person points at."""
    message = chat.messages.get(message_id)
    if message is None:
        raise ControlError(404, f"no message {message_id} in this chat")
    return message


def say(world: World, person: Person, chat: Chat, text: str, place: Place) -> Message:
    """Write a message."""
    return share(world, person, chat, _readable(text), place)


def share(world: World, person: Person, chat: Chat, content: Json, place: Place) -> Message:
    """Send any content as a message of one's own."""
    check_open(chat, person)
    return _publish(world, chat, person, content | placed(chat, person, place))


def placed(chat: Chat, person: Person, place: Place) -> Json:
    """The fields that say where; in a group's topic even the first words answer its first line."""
    reply = None if place.reply_to is None else message_in(chat, place.reply_to)
    if not place.thread:
        fields = following(chat, reply)
    else:
        if place.thread not in chat.topics:
            raise ControlError(404, f"no topic {place.thread} in this chat")
        if chat.topics[place.thread].is_closed and not chat.manages(person.id):
            raise ControlError(403, "this topic is closed")
        fields = in_topic(place.thread)
        if reply is None and not chat.is_private:
            reply = chat.messages.get(place.thread)
    return fields if reply is None else {**fields, "reply_to_message": quoted(reply)}


def _publish(world: World, chat: Chat, person: Person, content: Json) -> Message:
    if chat.is_private:
        chat.started = True
    message = world.post(chat, person.as_user(), content)
    chat.reads[person.id] = message.id
    publish_message(world, chat, message)
    bring_to_comments(world, chat, message)
    return message


def say_as_group(world: World, person: Person, chat: Chat, text: str) -> Message:
    """Write in the group's name, as anonymous administrators do."""
    check_open(chat, person)
    if chat.is_private:
        raise ControlError(400, "chat: only a group can speak anonymously")
    content = {"sender_chat": chat.as_json(), **_readable(text)}
    message = world.post(chat, GROUP_ANONYMOUS_BOT, content)
    publish_message(world, chat, message)
    return message


def edit(world: World, person: Person, chat: Chat, message_id: int, text: str) -> Message:
    """Change a message of one's own."""
    check_open(chat, person)
    message = message_in(chat, message_id)
    if not is_editable(message, person):
        raise ControlError(403, "only one's own texts and captions can be edited")
    if world.clock.now() - message.body["date"] > EDITABLE_S:
        raise ControlError(403, "a message can be edited for 48 hours")
    content = _readable(text) if "text" in message.body else caption_of(text)
    for name in ("entities", "caption", "caption_entities"):
        message.body.pop(name, None)
    message.body |= content
    world.mark_edited(chat, message)
    publish_message(world, chat, message, kind="edited_message")
    return message


def is_editable(message: Message, person: Person) -> bool:
    """One's own text, or what may have a caption; nothing that came from elsewhere."""
    body = message.body
    own = message.author == person.id and message.service is None
    return own and "forward_origin" not in body and ("text" in body or has_caption(body))


def is_deletable(chat: Chat, message: Message, person: Person) -> bool:
    """Anything in one's private chat, one's own in a group, and everything for who manages it."""
    return chat.is_private or message.author == person.id or chat.manages(person.id)


def delete(world: World, person: Person, chat: Chat, message_id: int) -> None:
    """Take a message away for everyone, however old; bots hear nothing of it, as on Telegram."""
    check_member(chat, person)
    message = message_in(chat, message_id)
    if not is_deletable(chat, message, person):
        raise ControlError(403, "only one's own messages can be deleted")
    world.delete(chat, message.id)


def forward(
    world: World, person: Person, *, source: Chat, message_id: int, target: Chat
) -> Message:
    """Show a message from one chat in another."""
    check_open(target, person)
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
    check_member(chat, person)
    bot_id = chat.bot_id if chat.bot_id is not None else message.author
    bot = world.bots.get(bot_id)
    if bot is None:
        raise ControlError(400, "this message was not sent by a bot")
    begun = world.taps.start(bot.id, person.id)
    publish_tap(world, begun, message, who=person.as_user(), data=data)
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
    world.touched("people", chat, person=person.id)


def mark_read(
    world: World, person: Person, chat: Chat, message_id: int, thread: int | None = None
) -> None:
    """Everything up to here is read, in one topic or outside of them."""
    if message_id <= read_until(chat, person, thread):
        return
    if thread:
        chat.topic_reads[f"{person.id}:{thread}"] = message_id
    else:
        chat.reads[person.id] = message_id
    world.noted("read", person, chat, thread)


def read_until(chat: Chat, person: Person, thread: int | None = None) -> int:
    """The last message that somebody has read."""
    if thread:
        return chat.topic_reads.get(f"{person.id}:{thread}", 0)
    return chat.reads.get(person.id, 0)


def draft_of(chat: Chat, person: Person, thread: int | None = None) -> str | None:
    """What somebody has begun to write there."""
    return chat.drafts.get(f"{person.id}:{thread or 0}")


def keep_draft(world: World, person: Person, chat: Chat, text: str, thread: int | None) -> None:
    """Keep words that are not sent yet, for all of the person's devices; none forgets them."""
    key = f"{person.id}:{thread or 0}"
    if len(text) > MESSAGE_LIMIT:
        raise ControlError(400, f"text: is longer than {MESSAGE_LIMIT} characters")
    if chat.drafts.get(key, "") == text:
        return
    if text:
        chat.drafts[key] = text
    else:
        del chat.drafts[key]
    world.noted("draft", person, chat, thread)
