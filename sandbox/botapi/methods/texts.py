"""Texts and captions of outgoing messages: markup read, lengths checked, mentions resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.messenger.errors import bad_request
from sandbox.messenger.formatting import prepare
from sandbox.messenger.shapes import CAPTION_LIMIT, MESSAGE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiogram.types import MessageEntity

    from sandbox.messenger.shapes import Json
    from sandbox.messenger.world import World

_LONGEST_BYTES = 1 << 15
_USER_LINK = re.compile(r"tg://user/?\?id=(\d+)")


def text_content(
    world: World,
    text: str | None,
    parse_mode: object,
    entities: Sequence[MessageEntity] | None,
) -> Json:
    """`text` and `entities` of a message."""
    formatted = _formatted(world, text or "", parse_mode, entities)
    if not formatted[0]:
        raise bad_request("message text is empty")
    if len(formatted[0]) > MESSAGE_LIMIT:
        raise bad_request("message is too long")
    return _fields("text", "entities", formatted)


def caption_content(
    world: World,
    caption: str | None,
    parse_mode: object,
    entities: Sequence[MessageEntity] | None,
) -> Json:
    """`caption` and `caption_entities` of a message; nothing for an empty caption."""
    if not caption:
        return {}
    formatted = _formatted(world, caption, parse_mode, entities)
    if len(formatted[0]) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return _fields("caption", "caption_entities", formatted) if formatted[0] else {}


def _formatted(
    world: World, text: str, parse_mode: object, entities: Sequence[MessageEntity] | None
) -> tuple[str, list[Json]]:
    if len(text.encode("utf-8", "surrogatepass")) > _LONGEST_BYTES:
        raise bad_request("text is too long")
    mode = parse_mode if isinstance(parse_mode, str) else None
    given = [entity.model_dump(exclude_none=True, mode="json") for entity in entities or ()]
    plain, marks = prepare(text, mode, given)
    return plain, [resolved for mark in marks if (resolved := _mention(world, mark)) is not None]


def _mention(world: World, mark: Json) -> Json | None:
    """A link to a person becomes a mention, or nothing if nobody has that id."""
    person_id = None
    if mark["type"] == "text_mention":
        person_id = mark["user"]["id"]
    elif mark["type"] == "text_link" and (match := _USER_LINK.match(mark["url"])):
        person_id = int(match[1])
    if person_id is None:
        return mark
    if person_id not in world.people:
        return None
    place = {"offset": mark["offset"], "length": mark["length"]}
    return {**place, "type": "text_mention", "user": world.people[person_id].as_user()}


def _fields(text_name: str, entities_name: str, formatted: tuple[str, list[Json]]) -> Json:
    fields: Json = {text_name: formatted[0]}
    if formatted[1]:
        fields[entities_name] = formatted[1]
    return fields
