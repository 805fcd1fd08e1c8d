"""The parameters that carry JSON: what Telegram's server takes out of each, and its refusals.

Each reader gets the decoded value and gives what aiogram's model of the parameter takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.enums import MessageEntityType, UpdateType

from sandbox.botapi.fields import Fields, Unreadable, about, as_whole, is_numeric
from sandbox.botapi.markups import read_markup
from sandbox.messenger.formatting.prepare import GIVEN, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.messenger.shapes import Json

_MESSAGES = 100
_INT32 = 2**31
_NOT_HERE = frozenset({"animation", "audio", "live_photo", "video"})
_UPDATES = frozenset(kind.value for kind in UpdateType)
# What Telegram finds by itself, and times, which nobody sees here.
_LEFT_OUT = {kind.value for kind in MessageEntityType} - GIVEN | {"bank_card_number"}


def _entities(value: object) -> list[Json]:
    """Marks of a text; what is no list is passed over, and marks that Telegram finds itself."""
    found: list[Json] = []
    for one in value if isinstance(value, list) else ():
        with about("Can't parse MessageEntity"):
            fields = Fields(one, "expected an Object")
            place = {"offset": fields.number("offset"), "length": fields.number("length")}
            kind = fields.needed("type")
            if kind not in _LEFT_OUT:
                found.append({**place, "type": kind, **_entity_extra(fields, kind)})
    return found


def _entity_extra(fields: Fields, kind: str) -> Json:
    if kind == "pre":
        return {"language": fields.text("language") or None}
    if kind == "text_link":
        return {"url": fields.needed("url")}
    if kind == "text_mention":
        account = fields.part("user").number("id")
        return {"user": {"id": account, "is_bot": False, "first_name": ""}}
    if kind == "custom_emoji":
        return {"custom_emoji_id": str(fields.number("custom_emoji_id"))}
    if kind not in GIVEN:
        raise Unreadable("Unsupported type specified" if kind else "Type is not specified")
    return {}


def _reply_parameters(value: object) -> Json | None:
    fields = Fields(value, "Object expected as reply parameters")
    if not fields.json:
        return None
    shape: Json = {"message_id": fields.number("message_id")}
    shape["allow_sending_without_reply"] = fields.flag("allow_sending_without_reply")
    for name in ("chat_id", "quote"):
        shape[name] = fields.text(name) or None
    return shape if shape["message_id"] > 0 else None


def _link_preview(value: object) -> Json:
    fields = Fields(value, "Object expected as link preview options")
    flags = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    return {"url": fields.text("url") or None, **{name: fields.flag(name) for name in flags}}


def _commands(value: object) -> list[Json]:
    found = []
    for one in _list(value, "Expected an Array of BotCommand"):
        with about("Can't parse BotCommand"):
            fields = Fields(one, "expected an Object")
            found.append({name: fields.needed(name) for name in ("command", "description")})
    return found


def _scope(value: object) -> Json:
    with about("Can't parse BotCommandScope"):
        fields = Fields(value, "BotCommandScope must be an Object")
        shape: Json = {"type": fields.needed("type")}
        if shape["type"] in {"chat", "chat_administrators", "chat_member"}:
            shape["chat_id"] = fields.needed("chat_id")
            if not shape["chat_id"]:
                raise Unreadable("Empty chat_id specified")
            if shape["type"] == "chat_member":
                shape["user_id"] = fields.number("user_id")
                if shape["user_id"] <= 0:
                    raise Unreadable("Invalid user_id specified")
        elif shape["type"] != "default" and not shape["type"].startswith("all_"):
            raise Unreadable("Unsupported type specified")
    return shape


def _menu_button(value: object) -> Json:
    with about("Can't parse menu button"):
        fields = Fields(value, "MenuButton must be an Object")
        kind = fields.needed("type")
        if kind == "web_app":
            url = fields.part("web_app").needed("url")
            return {"type": kind, "text": fields.needed("text"), "web_app": {"url": url}}
        if kind not in {"default", "commands"}:
            raise Unreadable("MenuButton has unsupported type")
    return {"type": kind}


def _options(value: object) -> list[str]:
    """The answers of a poll, as plain text."""
    found = []
    for one in _list(value, "Expected an Array of String as options"):
        if isinstance(one, str):
            found.append(one)
            continue
        fields = Fields(one, "Expected an option to be of type String")
        found.append(prepare(fields.needed("text"), fields.text("text_parse_mode"), None).text)
    return found


def _message_ids(value: object) -> list[int]:
    given = _list(value, "Expected an Array of message identifiers")
    if len(given) > _MESSAGES:
        raise Unreadable("Too many message identifiers specified")
    if not given:
        raise Unreadable("Message identifiers are not specified")
    found = []
    for one in given:
        if not is_numeric(one):
            raise Unreadable("Message identifier must be a Number")
        number = as_whole(one)
        if number is None or not -_INT32 <= number < _INT32:
            raise Unreadable("Can't parse message identifier as a Number")
        if number <= 0:
            raise Unreadable("Invalid message identifier specified")
        found.append(number)
    return found


def _right_answers(value: object) -> list[int]:
    found = []
    for one in _list(value, "Expected an Array of correct option identifiers"):
        if isinstance(one, str) or not is_numeric(one):
            raise Unreadable("Correct option identifier must be of type Number")
        if not isinstance(one, int):
            raise Unreadable("Invalid correct option identifier specified")
        found.append(one)
    return found


def _input_media(value: object, *, in_album: bool = False) -> Json:
    with about("Can't parse InputMedia"):
        fields = Fields(value, "expected an Object")
        shape: Json = {name: fields.text(name) or None for name in ("caption", "parse_mode")}
        if (shape["parse_mode"] or "none").lower() == "none":
            shape["caption_entities"] = _entities(fields.json.get("caption_entities"))
        shape["show_caption_above_media"] = fields.flag("show_caption_above_media")
        spoiler = fields.flag("has_spoiler")
        kind = shape["type"] = fields.needed("type")
        shape["media"] = fields.text("media")
        if not shape["media"]:
            raise Unreadable("media not found")
        if kind == "animation" and in_album:
            raise Unreadable(f'type "{kind}" can\'t be used in sendMediaGroup')
        if kind in _NOT_HERE:
            raise Unreadable(f'type "{kind}" is not part of the sandbox')
        if kind not in {"photo", "document"}:
            raise Unreadable(f'type "{kind}" is unsupported')
        return {**shape, "has_spoiler": spoiler} if kind == "photo" else shape


def _album(value: object) -> list[Json]:
    given = _list(value, "Expected an Array of InputMedia")
    return [_input_media(one, in_album=True) for one in given]


def _reaction(value: object) -> list[Json]:
    found: list[Json] = []
    for one in _list(value, "Expected an Array of ReactionType"):
        with about("Can't parse ReactionType"):
            fields = Fields(one, "expected an Object")
            kind = fields.needed("type")
            if kind == "emoji":
                found.append({"type": kind, "emoji": fields.needed("emoji")})
            elif kind == "custom_emoji":
                number = fields.number("custom_emoji_id")
                found.append({"type": kind, "custom_emoji_id": str(number)})
            else:
                raise Unreadable("invalid reaction type specified")
    return found


def _allowed_updates(value: object) -> list[str] | None:
    """The kinds Telegram knows, in any case of letters; None (as before) for what is no list."""
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        return None
    return [kind.lower() for kind in value if kind.lower() in _UPDATES]


def _list(value: object, otherwise: str) -> list[object]:
    if not isinstance(value, list):
        raise Unreadable(otherwise)
    return value


READERS: dict[str, Callable[[object], object]] = {
    "reply_markup": read_markup,
    "entities": _entities,
    "caption_entities": _entities,
    "question_entities": _entities,
    "explanation_entities": _entities,
    "description_entities": _entities,
    "reply_parameters": _reply_parameters,
    "link_preview_options": _link_preview,
    "commands": _commands,
    "scope": _scope,
    "menu_button": _menu_button,
    "options": _options,
    "message_ids": _message_ids,
    "correct_option_ids": _right_answers,
    "allowed_updates": _allowed_updates,
    "media": _album,
    "editMessageMedia.media": _input_media,
    "reaction": _reaction,
}
"""Readers by parameter, and by method where those differ; the sandbox does not use any other."""
UNPARSED = {
    "reply_markup": "Can't parse reply keyboard markup JSON object",
    "reply_parameters": "Can't parse reply parameters JSON object",
    "link_preview_options": "Can't parse link preview options JSON object",
    "commands": "Can't parse commands JSON object",
    "scope": "Can't parse BotCommandScope JSON object",
    "menu_button": "Can't parse menu button JSON object",
    "options": "Can't parse options JSON object",
    "message_ids": "Can't parse message_ids JSON object",
    "correct_option_ids": "Can't parse correct option identifiers JSON object",
    "media": "Can't parse media JSON object",
    "editMessageMedia.media": "Can't parse input media JSON object",
    "reaction": "Can't parse reaction types JSON object",
}
"""Refusals of what is no JSON; entities and kinds of updates that are none are passed over."""
