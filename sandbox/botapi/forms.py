"""Forms with files: read part by part, with bounds, and nothing in them unpacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from sandbox.jsontext import check_utf8
from sandbox.messenger.files import Upload
from sandbox.messenger.shapes import as_utf8

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MULTIPART = "multipart/form-data"
_PARTS = 64
_ANY_TYPE = "application/octet-stream"


async def form_parts(request: web.Request) -> AsyncIterator[tuple[str, Upload | str]]:
    """The parts by name; `ValueError` or `LookupError` for what is no form, 413 for too much."""
    if request.content_type != MULTIPART:
        raise ValueError
    room, number = request.client_max_size, 0
    reader = await request.multipart()
    while (part := await _next(reader)) is not None:
        number += 1
        if not isinstance(part, BodyPartReader) or part.name is None or number > _PARTS:
            raise ValueError
        data = bytearray()
        while chunk := await part.read_chunk():
            room -= len(chunk)
            if room < 0:
                most = request.client_max_size
                raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=most - room)
            data += chunk
        yield part.name, _value(part, bytes(data))


async def _next(reader: MultipartReader) -> MultipartReader | BodyPartReader | None:
    try:
        return await reader.next()
    except HttpProcessingError as error:
        raise ValueError from error


def _value(part: BodyPartReader, data: bytes) -> Upload | str:
    if not part.filename:
        # A part may name a charset of its own, and one that makes halves of characters.
        text = data.decode(part.get_charset("utf-8"))
        check_utf8(text)
        return text
    # What was no UTF-8 in the header must not reach what is kept and shown.
    kind = part.headers.get("Content-Type", _ANY_TYPE)
    return Upload(as_utf8(part.filename).decode(), as_utf8(kind).decode(), data)
