"""From an HTTP request to parameters that nobody has checked: JSON, form, multipart or query.

As on Telegram the query stands before the body and the first of several values counts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sandbox.botapi.forms import MULTIPART, form_parts
from sandbox.jsontext import JsonError, check_utf8, read_json
from sandbox.messenger.errors import bad_request
from sandbox.messenger.files import Upload

if TYPE_CHECKING:
    from aiohttp import web

    from sandbox.messenger.shapes import Json

ATTACHED = "attach://"
_FORM = "application/x-www-form-urlencoded"


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """All parameters, still unchecked (texts, JSON lists and objects), and the uploaded files."""
    values: Json = {}
    uploads: dict[str, Upload] = {}
    _add(values, request.query.items())
    if request.can_read_body:
        if request.content_type == "application/json":
            _add(values, json_values(await request.read()).items())
        elif request.content_type in {_FORM, MULTIPART}:
            await _read_form(request, values, uploads)
    return values, uploads


def json_values(body: bytes) -> Json:
    """The parameters in a JSON body; none if it is no JSON object, as on Telegram."""
    try:
        values = read_json(body, lenient=True)
    except JsonError as error:
        if "UTF-8" in str(error):
            raise bad_request("strings must be encoded in UTF-8") from None
        if "deeper" in str(error):
            raise bad_request("can't parse JSON object") from None
        return {}
    return {name: _plain(one) for name, one in values.items()} if isinstance(values, dict) else {}


def _plain(value: object) -> object:
    """Lists and objects stay; anything else is text, `true` and `null` too."""
    return value if isinstance(value, str | list | dict) else json.dumps(value)


def _add(values: Json, more: Any) -> None:  # noqa: ANN401 - pairs of any kind of mapping
    for name, value in more:
        values.setdefault(name, value)


async def _read_form(request: web.Request, values: Json, uploads: dict[str, Upload]) -> None:
    try:
        if request.content_type == MULTIPART:
            async for name, value in form_parts(request):
                if isinstance(value, Upload):
                    uploads[name] = value
                    values[name] = values.get(name) or f"{ATTACHED}{name}"
                else:
                    values.setdefault(name, value)
        else:
            _add(values, (await request.post()).items())
        # A form may name a charset of its own, and one that makes halves of characters.
        check_utf8(values)
    except (ValueError, LookupError):
        raise bad_request("can't parse the form") from None
