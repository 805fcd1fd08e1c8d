"""Photos, voice messages and documents: uploaded or sent again by `file_id`; and their download.

The sandbox never fetches an address: a test machine is no proxy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.errors import bad_request
from sandbox.methods.access import chat_to_write
from sandbox.methods.sending import post_answer
from sandbox.methods.texts import caption_content

if TYPE_CHECKING:
    from aiogram.methods import GetFile, SendDocument, SendPhoto, SendVoice
    from aiogram.types import InputFile

    from sandbox.files import StoredFile
    from sandbox.methods.access import Call, Upload
    from sandbox.shapes import Json

    SendMedia = SendPhoto | SendVoice | SendDocument

_DOWNLOAD_LIMIT = 20 * 1024 * 1024
_PHOTO_LIMIT = 10 * 1024 * 1024
_UPLOAD_LIMIT = 50 * 1024 * 1024
_PHOTO_SIDES = 10_000
_ADDRESS = re.compile(r"[a-z]+://", re.IGNORECASE)


def send_photo(call: Call, method: SendPhoto) -> Json:
    """A picture."""
    stored = _file(call, method.photo, "photo")
    extra: Json = {}
    if method.has_spoiler:
        extra["has_media_spoiler"] = True
    return _send(call, method, {"photo": [_photo_json(stored)], **extra})


def send_voice(call: Call, method: SendVoice) -> Json:
    """A voice message."""
    stored = _file(call, method.voice, "voice")
    voice = {
        **_file_json(stored),
        "duration": max(method.duration or 0, 0),
        "mime_type": stored.mime_type,
    }
    return _send(call, method, {"voice": voice})


def send_document(call: Call, method: SendDocument) -> Json:
    """Any file."""
    stored = _file(call, method.document, "document")
    document = {**_file_json(stored), "file_name": stored.name, "mime_type": stored.mime_type}
    return _send(call, method, {"document": document})


def get_file(call: Call, method: GetFile) -> Json:
    """Where a file can be downloaded."""
    stored = call.world.files.by_id.get(method.file_id)
    if stored is None or stored.bot_id != call.bot.id:
        raise bad_request("invalid file_id")
    if len(stored.data) > _DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**_file_json(stored), "file_path": stored.path}


def _send(call: Call, method: SendMedia, content: Json) -> Json:
    chat = chat_to_write(call, method.chat_id)
    caption = caption_content(
        call.world, method.caption, method.parse_mode, method.caption_entities
    )
    return post_answer(call, chat, {**content, **caption}, method).body


def _file(call: Call, given: str | InputFile, kind: str) -> StoredFile:
    name = given if isinstance(given, str) else ""
    if name.startswith("attach://"):
        upload = call.uploads.get(name.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        return _keep(call, upload, kind)
    if _ADDRESS.match(name):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.by_id.get(name)
    if stored is None or stored.bot_id != call.bot.id:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _keep(call: Call, upload: Upload, kind: str) -> StoredFile:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (_PHOTO_LIMIT if kind == "photo" else _UPLOAD_LIMIT):
        raise bad_request(f"file is too big for a {kind}")
    files = call.world.files
    mime_type = "audio/ogg" if kind == "voice" else upload.mime_type
    stored = files.new(
        bot_id=call.bot.id, kind=kind, name=upload.name, mime_type=mime_type, data=upload.data
    )
    if kind == "photo":
        if stored.size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if 0 in stored.size or sum(stored.size) > _PHOTO_SIDES:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    files.put(stored)
    return stored


def _file_json(stored: StoredFile) -> Json:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
    }


def _photo_json(stored: StoredFile) -> Json:
    width, height = stored.size or (0, 0)
    return {**_file_json(stored), "width": width, "height": height}
