"""The one place where the sandbox reads JSON that others wrote: bounded, and of one meaning.

Nesting is counted before anything is parsed, with Telegram's own bound.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

_DEPTH = 100
_TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*+"?|[\[{\]}]', re.DOTALL)
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class JsonError(ValueError):
    """Text that is no JSON we read; says what is the matter, to follow "the body …"."""


def read_json(text: bytes | str, *, lenient: bool = False) -> Any:  # noqa: ANN401 - JSON
    """The value; `lenient` is Telegram's way with keys that come twice (the first counts)
    and with line breaks inside strings."""
    try:
        text = text if isinstance(text, str) else text.decode()
        _check_depth(text)
        value = json.loads(
            text,
            strict=not lenient,
            object_pairs_hook=_first_of_each if lenient else _each_once,
            parse_constant=_no_constant,
        )
    except JsonError:
        raise
    except ValueError:
        raise JsonError("is no JSON") from None
    if _ESCAPED_SURROGATE.search(text):
        check_utf8(value)
    return value


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= _DEPTH:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > _DEPTH:
                raise JsonError(f"is nested deeper than {_DEPTH} levels")
        elif token[0] in "]}":
            depth -= 1


def check_utf8(value: object) -> None:
    """Half a surrogate pair cannot be written as UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise JsonError("is no UTF-8") from None


def _first_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return dict(reversed(pairs))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f"has the key {key!r} twice")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise JsonError(f"has a {name}, which no number of JSON is")
