"""From an HTTP request to checked parameters: JSON, form, multipart or query, any mixture.

aiogram's models say what a method takes; refusals are in Telegram's words.
"""

from __future__ import annotations

import json
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiohttp import web
from pydantic import BaseModel, ValidationError

from sandbox.errors import ApiError, bad_request
from sandbox.methods.access import Upload
from sandbox.shapes import Json, is_utf8

if TYPE_CHECKING:
    from sandbox.methods.registry import Entry, Model

_ESCAPED_SURROGATE = rb"\ud"
_MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "from_chat_id": "from_chat_id is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "voice": "there is no voice in the request",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
    "action": "wrong parameter action in request",
    "question": "poll question must be non-empty",
    "options": "poll must have at least 1 option",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
    "commands": 'can\'t parse commands: parameter "commands" is required',
    "url": "",
}
_MARKUPS: dict[str, type[BaseModel]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
_UNPARSED = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "entities": "can't parse message entities JSON object",
    "caption_entities": "can't parse message entities JSON object",
    "reply_parameters": "can't parse reply parameters JSON object",
    "commands": "can't parse commands JSON object",
    "scope": "can't parse BotCommandScope: JSON object expected",
    "options": "can't parse options JSON object",
}


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """All parameters, still unchecked, and the uploaded files."""
    values: Json = dict(request.query) if request.query_string else {}
    uploads: dict[str, Upload] = {}
    if not request.can_read_body:
        return values, uploads
    if request.content_type == "application/json":
        values |= _json_body(await request.read())
        return values, uploads
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        await _read_form(request, values, uploads)
    return values, uploads


async def _read_form(request: web.Request, values: Json, uploads: dict[str, Upload]) -> None:
    try:
        form = await request.post()
    except (ValueError, LookupError):
        raise bad_request("can't parse the form") from None
    for name, value in form.items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            value.file.close()
            values.setdefault(name, f"attach://{name}")
        else:
            values[name] = value


def _json_body(body: bytes) -> Json:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("object expected as parameters")
    if _ESCAPED_SURROGATE in body.lower() and not is_utf8(values):
        raise bad_request("strings must be encoded in UTF-8")
    return values


@cache
def structured_fields(model: type[Model]) -> frozenset[str]:
    """The parameters that forms carry as JSON text."""
    return frozenset(
        name for name, field in model.model_fields.items() if _is_structured(field.annotation)
    )


def _is_structured(annotation: Any) -> bool:  # noqa: ANN401 - annotations have no common type
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_structured(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return any(_is_structured(part) for part in get_args(annotation))
    if origin in {list, dict}:
        return True
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def validate(entry: Entry, values: Json, *, strict: bool) -> Model:
    """The checked parameters of one call."""
    structured = structured_fields(entry.model)
    given: Json = {}
    for name, value in values.items():
        if value is None or (value == "" and name in structured):
            continue
        given[name] = _decoded(name, value) if name in structured else value
    _settle_markup(given)
    if entry.model.model_fields.keys() & {"certificate", "thumbnail"}:
        # Uploads that the sandbox has no use for.
        given.pop("certificate", None)
        given.pop("thumbnail", None)
    try:
        method = entry.model.model_validate(given)
    except ValidationError as error:
        raise _refusal(error) from None
    if strict and method.model_extra:
        raise bad_request(f'unknown parameter "{next(iter(method.model_extra))}"')
    return method


def _decoded(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        if name in {"scope", "reply_parameters", "menu_button", "options", "commands"} or value[
            :1
        ] in {"{", "["}:
            raise bad_request(_words(name)) from None
        return value


def _settle_markup(given: Json) -> None:
    """Which keyboard is meant: the models alone would take any object for a removal."""
    markup = given.get("reply_markup")
    if not isinstance(markup, dict):
        return
    model = next((model for key, model in _MARKUPS.items() if key in markup), None)
    if model is None:
        del given["reply_markup"]
        return
    try:
        given["reply_markup"] = model.model_validate(markup)
    except ValidationError:
        raise bad_request(_UNPARSED["reply_markup"]) from None


def _refusal(error: ValidationError) -> ApiError:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return bad_request(_words(name))


def _words(name: str) -> str:
    return _UNPARSED.get(name, f'wrong parameter "{name}" in request')
