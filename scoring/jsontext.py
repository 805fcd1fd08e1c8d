"""JSON in and out: what strangers wrote, read with care, and the one way to write a value as bytes.

How deep a text nests is known before it is read. Canonical JSON has sorted keys, no spaces, UTF-8:
the same bytes on every machine, and in a browser.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

MOST_DEEP = 64
# A text never ends the search, closed or not, so that no input takes more than one pass.
_MARKS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


def read_json(text: str | bytes, **how: Any) -> Any:  # noqa: ANN401 - any JSON value
    """What a text says, by `json.loads` and its options. Raises `ValueError`, whatever is wrong."""
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    if _is_deep(text):
        raise ValueError(f"it nests deeper than {MOST_DEEP} levels")
    return json.loads(text, **how)


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An `object_pairs_hook` that refuses a key that stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _is_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= MOST_DEEP:
        return False
    level = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in ("[", "{"):
            level += 1
            if level > MOST_DEEP:
                return True
        elif mark[0] in ("]", "}"):
            level -= 1
    return False


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """The bytes of a JSON value: keys sorted, no spaces, whole numbers only where numbers stand."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def sha256_of(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """The hash of a JSON value's canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
