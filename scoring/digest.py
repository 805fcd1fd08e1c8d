"""One way to write a value as bytes, and its hash.

Owns canonical JSON (sorted keys, no spaces, UTF-8) and the hash that chains one document version to
the next. It must give the same bytes on every machine, and in a browser.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.document import ScoreDocument


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """The bytes of a JSON value: keys sorted, no spaces, whole numbers only where numbers stand."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def sha256_of(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """The hash of a JSON value's canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def plain(document: ScoreDocument) -> dict[str, Any]:
    """The document as JSON values. Fields left at their default are left out, so that a field added
    to the format later does not change the hash of documents that do not use it.
    """
    return document.model_dump(mode="json", exclude_defaults=True)


def fingerprint(document: ScoreDocument) -> str:
    """The hash that the next version names as its predecessor."""
    return sha256_of(plain(document))
