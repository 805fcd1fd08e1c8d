"""Photos, voices, documents and stickers: uploaded or sent again by `file_id`; and their download.

The sandbox never fetches an address: a test machine is no proxy.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.botapi.methods.access import chat_to_write
from sandbox.botapi.methods.sending import post_answer
from sandbox.botapi.methods.texts import caption_content
from sandbox.messenger.attachments import (
    DOWNLOAD_LIMIT,
    UPLOAD_LIMIT,
    BadFile,
    file_json,
    is_sticker,
    keep_file,
    media_json,
    sticker_json,
)
from sandbox.messenger.errors import ApiError, bad_request
from sandbox.messenger.pictures import sound_kind
from sandbox.messenger.shapes import compact
from sandbox.messenger.stickers import (
    SET_NAME,
    SET_TITLE,
    sticker_file,
    sticker_list,
)

if TYPE_CHECKING:
    from aiogram.methods import (
        GetFile,
        GetStickerSet,
        SendDocument,
        SendPhoto,
        SendSticker,
        SendVoice,
    )
    from aiogram.types import InputFile, InputMediaPhoto

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.files import StoredFile, Upload
    from sandbox.messenger.shapes import Json

    SendMedia = SendPhoto | SendVoice | SendDocument

_ADDRESS = re.compile(r"[a-z]+://", re.IGNORECASE)
_VOICES = frozenset({"oga", "mp3", "m4a"})


def send_photo(call: Call, method: SendPhoto) -> Json:
    """A picture."""
    stored = file_given(call, method.photo, "photo")
    return _send(call, method, {**media_json(stored), **photo_looks(method)})


def send_voice(call: Call, method: SendVoice) -> Json:
    """A voice message; what cannot be one is a document, as on Telegram."""
    duration = max(method.duration or 0, 0)
    stored = file_given(call, method.voice, "voice", duration=duration)
    return _send(call, method, media_json(stored))


def send_document(call: Call, method: SendDocument) -> Json:
    """Any file."""
    return _send(call, method, media_json(file_given(call, method.document, "document")))


def send_sticker(call: Call, method: SendSticker) -> Json:
    """A sticker; one that is uploaded now may bring its emoji. What is none is a document."""
    stored = file_given(call, method.sticker, "sticker", emoji=method.emoji or None)
    chat = chat_to_write(call, method.chat_id)
    return post_answer(call, chat, media_json(stored), method).body


def get_sticker_set(call: Call, method: GetStickerSet) -> Json:
    """The one set that there is."""
    if method.name.strip().lower() != SET_NAME:
        raise bad_request("STICKERSET_INVALID")
    files = call.world.files
    found = [sticker_file(files, drawn.name) for drawn in sticker_list()]
    stickers = [sticker_json(one) for one in found if one is not None]
    return {
        "name": SET_NAME,
        "title": SET_TITLE,
        "sticker_type": "regular",
        "stickers": stickers,
    }


def get_file(call: Call, method: GetFile) -> Json:
    """Where a file can be downloaded."""
    stored = call.world.files.by_id.get(method.file_id)
    if stored is None or stored.bot_id != call.bot.id:
        raise bad_request("invalid file_id")
    if stored.length > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file_json(stored), "file_path": stored.path}


def _send(call: Call, method: SendMedia, content: Json) -> Json:
    chat = chat_to_write(call, method.chat_id)
    caption = caption_content(
        call.world, method.caption, method.parse_mode, method.caption_entities
    )
    return post_answer(call, chat, {**content, **caption}, method).body


def photo_looks(method: SendPhoto | InputMediaPhoto) -> Json:
    """How a photo shall be shown."""
    return compact(
        has_media_spoiler=method.has_spoiler or None,
        show_caption_above_media=method.show_caption_above_media is True or None,
    )


def file_given(call: Call, given: str | InputFile, kind: str, **more: Any) -> StoredFile:  # noqa: ANN401
    """The file that a parameter means: known to the bot, or uploaded now with `more` about it."""
    name = given if isinstance(given, str) else ""
    if name.startswith("attach://"):
        upload = call.uploads.get(name.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        return _keep(call, replace(upload, **more), kind)
    if _ADDRESS.match(name):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.by_id.get(name)
    if stored is None or stored.bot_id != call.bot.id:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _keep(call: Call, upload: Upload, kind: str) -> StoredFile:
    if len(upload.data) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    voice, sticker = sound_kind(upload.data) in _VOICES, is_sticker(upload.data)
    if (kind == "voice" and not voice) or (kind == "sticker" and not sticker):
        kind = "document"
    try:
        return keep_file(call.world.files, call.bot.id, kind, upload)
    except BadFile as error:
        raise bad_request(error.telegram) from None
