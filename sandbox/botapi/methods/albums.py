"""Several photos or documents at once, and another one in the place of what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.types import InputMediaPhoto

from sandbox.botapi.methods.access import chat_to_write
from sandbox.botapi.methods.edits import change, editable
from sandbox.botapi.methods.media import file_given, photo_looks
from sandbox.botapi.methods.sending import post_message, reply_target, thread_fields
from sandbox.botapi.methods.texts import caption_content
from sandbox.messenger.attachments import ALBUM, media_json
from sandbox.messenger.errors import ApiError, bad_request

if TYPE_CHECKING:
    from aiogram.methods import EditMessageMedia, SendMediaGroup
    from aiogram.types import InputMediaDocument

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.shapes import Json

    Item = InputMediaPhoto | InputMediaDocument

_EDITABLE = ("text", "photo", "document")
_ALL_CONTENT = (
    *_EDITABLE,
    "entities",
    "caption",
    "caption_entities",
    "has_media_spoiler",
    "show_caption_above_media",
)
_PREFIX = "Bad Request: "


def send_media_group(call: Call, method: SendMediaGroup) -> list[Json]:
    """An album; a single file is an ordinary message."""
    items: list[Item] = method.media  # type: ignore[assignment] # others are refused when read
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM:
        raise bad_request("too many messages to send as an album")
    captions = [_caption(call, item) for item in items]
    if len({getattr(item, "show_caption_above_media", False) is True for item in items}) > 1:
        words = "show_caption_above_media must be the same for all messages"
        raise bad_request(f"parameter {words}")
    if len({item.type for item in items}) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = chat_to_write(call, method.chat_id)
    reply = reply_target(call, chat, method)
    contents = [
        {**_numbered_file(call, item, number), **caption}
        for number, (item, caption) in enumerate(zip(items, captions, strict=True), 1)
    ]
    group = thread_fields(call, chat, method.message_thread_id, reply)
    if len(items) > 1:
        group["media_group_id"] = str(call.world.counters.take("album"))
    return [
        post_message(call, chat, {**content, **group}, markup=None, reply=reply).body
        for content in contents
    ]


def edit_message_media(call: Call, method: EditMessageMedia) -> Json:
    """Another photo or document, also in the place of a text."""
    item: Item = method.media  # type: ignore[assignment] # others are refused when read
    caption = _caption(call, item)
    chat, message = editable(call, method.chat_id, method.message_id)
    if not any(name in message.body for name in _EDITABLE):
        raise bad_request("there is no media in the message to edit")
    if "media_group_id" in message.body and item.type not in message.body:
        raise bad_request("can't change media type in the album")
    content = dict.fromkeys(_ALL_CONTENT) | _file(call, item) | caption
    return change(call, chat, message, content, method.reply_markup)


def _caption(call: Call, item: Item) -> Json:
    _check_attached(call, str(item.media))
    try:
        return caption_content(call.world, item.caption, item.parse_mode, item.caption_entities)
    except ApiError as error:
        words = error.description.removeprefix(_PREFIX)
        if words == "message caption is too long":
            raise
        raise bad_request(f"can't parse InputMedia: {words}") from None


def _check_attached(call: Call, name: str) -> None:
    if name.startswith("attach://") and name.removeprefix("attach://") not in call.uploads:
        raise bad_request("can't parse InputMedia: media not found")


def _file(call: Call, item: Item) -> Json:
    content = media_json(file_given(call, str(item.media), item.type))
    return {**content, **photo_looks(item)} if isinstance(item, InputMediaPhoto) else content


def _numbered_file(call: Call, item: Item, number: int) -> Json:
    """A refusal says which of the files it is about."""
    try:
        return _file(call, item)
    except ApiError as error:
        words = error.description.removeprefix(_PREFIX)
        if not words.isupper():
            words = words[:1].upper() + words[1:]
        raise bad_request(
            f'failed to send message #{number} with the error message "{words}"'
        ) from None
