"""From parameters to checked ones.

aiogram's models say what a method takes and of which kind; what is refused is refused in Telegram's
words.
"""

from __future__ import annotations

import json
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sandbox.botapi.bodies import ATTACHED
from sandbox.botapi.fields import Unreadable, as_decimal, as_flag, as_number
from sandbox.botapi.parameters import READERS, UNPARSED
from sandbox.jsontext import JsonError, read_json
from sandbox.messenger.errors import ApiError, bad_request

if TYPE_CHECKING:
    from sandbox.botapi.methods.registry import Entry, Model
    from sandbox.messenger.shapes import Json

Kind = Literal["json", "flag", "text", "number", "decimal", "file"]
_MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "photo": "there is no photo in the request",
    "voice": "there is no voice in the request",
    "document": "there is no document in the request",
    "sticker": "there is no sticker in the request",
    "name": "STICKERSET_INVALID",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
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
    if int in parts:
        return "number"
    return "decimal" if float in parts else "file"


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
        for name in values:
            if (read := _read(entry, name, values)) is not None:
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


def _read(entry: Entry, name: str, values: Json) -> object:
    """One parameter; None if it counts as not sent."""
    value, kind = values[name], _kinds(entry.model).get(name)
    if kind is None:
        # The part of a form that another parameter speaks of is no parameter itself.
        return None if value == f"{ATTACHED}{name}" else value
    if kind == "json":
        reader = f"{entry.name}.{name}" if f"{entry.name}.{name}" in READERS else name
        return None if _is_overruled(name, values) else _read_json(reader, value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if kind == "text":
        return text
    if kind == "flag":
        return as_flag(text)
    if kind == "file" or not text.strip():
        return None
    return as_decimal(text.strip()) if kind == "decimal" else as_number(text)


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
