"""From an HTTP request to checked parameters: JSON, form, multipart or query, any mixture.

As on Telegram the query stands before the body and the first of several values counts. aiogram's
models say what a method takes and of which kind; what is refused is refused in Telegram's words.
"""

from __future__ import annotations

import json
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from aiohttp import web
from pydantic import BaseModel, ValidationError

from sandbox.errors import ApiError, bad_request
from sandbox.fields import Unreadable, as_flag, as_number
from sandbox.jsontext import JsonError, check_utf8, read_json
from sandbox.methods.access import Upload
from sandbox.parameters import READERS, UNPARSED

if TYPE_CHECKING:
    from sandbox.methods.registry import Entry, Model
    from sandbox.shapes import Json

Kind = Literal["json", "flag", "text", "number", "file"]
_FORM = "application/x-www-form-urlencoded"
_MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "photo": "there is no photo in the request",
    "voice": "there is no voice in the request",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
    "action": "wrong parameter action in request",
    "question": "poll question must be non-empty",
    "options": "can't parse options JSON object",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
    "message_ids": "message identifiers are not specified",
}
_ABSENT: Json = {"message_id": 0, "commands": [], "url": ""}
"""What Telegram takes for parameters that aiogram's models insist on."""


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """All parameters, still unchecked (texts, JSON lists and objects), and the uploaded files."""
    values: Json = {}
    uploads: dict[str, Upload] = {}
    _add(values, request.query.items())
    if request.can_read_body:
        if request.content_type == "application/json":
            _add(values, json_values(await request.read()).items())
        elif request.content_type in {_FORM, "multipart/form-data"}:
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
        form = await request.post()
        for name, value in form.items():
            if isinstance(value, web.FileField):
                _keep_upload(values, uploads, name, value)
            elif isinstance(value, str):
                values.setdefault(name, value)
            else:
                # A part with a type of its own, such as `application/json`, comes as bytes.
                values.setdefault(name, value.decode())
        # A form may name a charset of its own, and one that makes halves of characters.
        check_utf8(values)
    except (ValueError, LookupError):
        raise bad_request("can't parse the form") from None


def _keep_upload(values: Json, uploads: dict[str, Upload], name: str, file: web.FileField) -> None:
    # What was no UTF-8 in the header must not reach what is kept and shown.
    label = file.filename.encode("utf-8", "replace").decode()
    uploads[name] = Upload(label, file.content_type, file.file.read())
    file.file.close()
    values[name] = values.get(name) or f"attach://{name}"


# --- checking ---------------------------------------------------------------------


@cache
def _kinds(model: type[Model]) -> dict[str, Kind]:
    """How each parameter of a method is to be read."""
    return {name: _kind(field.annotation) for name, field in model.model_fields.items()}


def _kind(annotation: object) -> Kind:
    parts = _parts(annotation)
    if any(part in {list, dict} or issubclass(part, BaseModel) for part in parts):
        return "json"
    if bool in parts:
        return "flag"
    if str in parts:
        return "text"
    return "number" if int in parts else "file"


def _parts(annotation: Any) -> list[type]:  # noqa: ANN401 - annotations have no common type
    origin = get_origin(annotation)
    if origin is Annotated:
        return _parts(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return [one for part in get_args(annotation) for one in _parts(part)]
    return [origin or annotation]


def validate(entry: Entry, values: Json, *, strict: bool) -> Model:
    """The checked parameters of one call."""
    kinds = _kinds(entry.model)
    given: Json = {name: value for name, value in _ABSENT.items() if name in kinds}
    try:
        for name, value in values.items():
            read = _read(name, value, kinds[name], values) if name in kinds else value
            if read is not None:
                given[name] = read
    except Unreadable as error:
        raise bad_request(str(error)) from None
    if "reply_parameters" in values:
        given.pop("reply_to_message_id", None)
        given.pop("allow_sending_without_reply", None)
    markup = given.pop("reply_markup", None)
    if entry.limited == "edit" and markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    try:
        method = entry.model.model_validate(given)
    except ValidationError as error:
        raise _refusal(error) from None
    if strict and method.model_extra:
        raise bad_request(f'unknown parameter "{next(iter(method.model_extra))}"')
    # Read already, and a plain object is all that the handlers need.
    return method if markup is None else method.model_copy(update={"reply_markup": markup})


def _read(name: str, value: Any, kind: Kind, values: Json) -> object:  # noqa: ANN401 - text or JSON
    """One parameter; None if it counts as not sent."""
    if kind == "json":
        return None if _is_overruled(name, values) else _read_json(name, value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if kind == "text":
        return text
    if kind == "flag":
        return as_flag(text)
    if kind == "file" or not text:
        return None
    return as_number(text)


def _is_overruled(name: str, values: Json) -> bool:
    """Entities are not looked at beside a parse mode."""
    if not name.endswith("entities"):
        return False
    of = "" if name in {"entities", "caption_entities"} else name.removesuffix("entities")
    mode = values.get(f"{of}parse_mode", "")
    return isinstance(mode, str) and mode.lower() not in {"", "none"}


def _read_json(name: str, value: object) -> object:
    if value == "":
        return None
    try:
        decoded = read_json(value, lenient=True) if isinstance(value, str) else value
    except JsonError:
        if name in UNPARSED:
            raise Unreadable(UNPARSED[name]) from None
        return None
    return READERS[name](decoded) if name in READERS else decoded


def _refusal(error: ValidationError) -> ApiError:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return bad_request(f'wrong parameter "{name}" in request')
