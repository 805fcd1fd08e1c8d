"""From what a bot sends to what people see: parse, check, trim and complete a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sandbox.messenger.errors import bad_request
from sandbox.messenger.formatting.found import find_entities
from sandbox.messenger.formatting.html import parse_html
from sandbox.messenger.formatting.legacy import parse_markdown
from sandbox.messenger.formatting.markdown import parse_markdown_v2
from sandbox.messenger.formatting.marks import utf16_len

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.messenger.shapes import Json

_CODE = frozenset({"code", "pre"})
GIVEN = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "blockquote",
        "expandable_blockquote",
    ]
)
_BLANK = " \t\r\n\f\v\u00a0\u200b\u2800\u3164"
_PARSERS = {
    "html": parse_html,
    "markdown": parse_markdown,
    "markdownv2": parse_markdown_v2,
}


class Formatted(NamedTuple):
    """A text and its entities."""

    text: str
    entities: list[Json]


def prepare(text: str, parse_mode: str | None, entities: Sequence[Json] | None) -> Formatted:
    """Parse or check the markup, trim, and add what Telegram finds by itself."""
    text = _clean(text)
    if text and parse_mode and parse_mode.lower() != "none":
        parser = _PARSERS.get(parse_mode.lower())
        if parser is None:
            raise bad_request("unsupported parse_mode")
        out = parser(text)
        text, marks = out.text(), out.entities
    else:
        marks = [_checked(entity, text) for entity in entities or () if entity["type"] in GIVEN]
    text, marks = _trim(text, marks)
    marks = _without_overlaps(marks)
    return Formatted(text, _completed(marks, find_entities(text)))


def _clean(text: str) -> str:
    """Control characters become spaces, carriage returns vanish."""
    if text.isprintable():
        return text
    text = text.replace("\r", "")
    return "".join(" " if char < " " and char != "\n" else char for char in text)


def _checked(entity: Json, text: str) -> Json:
    offset, length = int(entity["offset"]), int(entity["length"])
    total = utf16_len(text)
    if offset < 0 or length <= 0 or offset + length > total:
        raise bad_request(
            f"can't parse entities: entity at UTF-16 offset {offset} with length {length} "
            f"is outside of the text of length {total}"
        )
    if not text.isascii():
        _check_borders(text, offset, length)
    return {name: value for name, value in entity.items() if value is not None}


def _check_borders(text: str, offset: int, length: int) -> None:
    """An entity may not begin or end inside a surrogate pair."""
    units = text.encode("utf-16-le", "surrogatepass")
    for at, verb in ((offset, "begins"), (offset + length, "ends")):
        unit = units[2 * at : 2 * at + 2]
        if unit and 0xDC <= unit[1] <= 0xDF:  # noqa: PLR2004 - low surrogates
            raise bad_request(
                f"can't parse entities: entity {verb} in a middle of a UTF-16 symbol "
                f"at UTF-16 offset {at}"
            )


def _trim(text: str, marks: list[Json]) -> tuple[str, list[Json]]:
    """Blank ends go, and the entities move along."""
    trimmed = text.rstrip(_BLANK)
    end = utf16_len(trimmed)
    body = trimmed.lstrip(_BLANK)
    if len(body) == len(text):
        return text, marks
    shift = end - utf16_len(body)
    kept: list[Json] = []
    for mark in marks:
        start = max(mark["offset"], shift)
        stop = min(mark["offset"] + mark["length"], end)
        if stop > start:
            kept.append({**mark, "offset": start - shift, "length": stop - start})
    return body, kept


def _without_overlaps(marks: list[Json]) -> list[Json]:
    """In order; code allows nothing inside or around it."""
    if len(marks) < 2:  # noqa: PLR2004 - one entity cannot overlap
        return [_plain_code(mark) for mark in marks]
    code = [mark for mark in marks if mark["type"] in _CODE]
    blocks = [mark for mark in code if mark["type"] == "pre"]
    kept = [
        mark
        for mark in marks
        if mark in blocks
        or "quote" in mark["type"]
        or not any(_touch(mark, other) for other in (blocks if mark in code else code))
    ]
    kept.sort(key=lambda mark: (mark["offset"], -mark["length"], mark["type"]))
    return [_plain_code(mark) for mark in kept]


def _plain_code(mark: Json) -> Json:
    """Only blocks have a language."""
    if mark["type"] == "code" and "language" in mark:
        return {name: value for name, value in mark.items() if name != "language"}
    return mark


def _completed(marks: list[Json], found: list[Json]) -> list[Json]:
    if not found:
        return marks
    closed = [mark for mark in marks if mark["type"] in _CODE or "text_" in mark["type"]]
    extra = [one for one in found if not any(_touch(one, mark) for mark in closed)]
    return sorted([*marks, *extra], key=lambda mark: (mark["offset"], -mark["length"]))


def _touch(one: Json, other: Json) -> bool:
    if one is other:
        return False
    ends_before = one["offset"] + one["length"] <= other["offset"]
    starts_after = one["offset"] >= other["offset"] + other["length"]
    return not (ends_before or starts_after)
