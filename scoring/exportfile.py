"""The form of an exported score: which fields a file has, and the way from a file into the town.

Owns reading, not judging: whether a score follows is `scoring.export`'s question. Files say their
format, and each format that was ever given out is still read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.facts import BadFact, Fact
from scoring.jsontext import canonical, distinct, read_json

FORMAT = "score-export/2"
OLDER = "score-export/1"  # without `complain_at`
MAX_BYTES = 8_000_000
MAX_TIME_S = 10**12
SEAL = re.compile("[0-9a-f]{64}")
SEAL_TYPED = 16  # of its characters are enough to find a file again
# A bot's name ends in "bot" and has five letters or more: no file leads to a person or a channel.
ADDRESS = re.compile("https://t[.]me/[A-Za-z][A-Za-z0-9_]{1,28}[Bb][Oo][Tt]")
START = "complain_"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that does not fit: where, what should stand there, and what does."""

    where: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class WayIn:
    """How whoever holds a file complains of it: the line for the chat, and a link that types it."""

    line: str | None  # None where the file names no seal
    link: str | None  # None where it does not say whose it is


class Differs(Exception):
    """Raised at the first difference."""

    def __init__(self, where: str, expected: object, found: object) -> None:
        self.difference = Difference(where, str(expected), str(found))


_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "format": str,
    "as_of": int,
    "law": dict,
    "facts": list,
    "facts_sha256": str,
    "document": dict,
    "document_sha256": str,
    "chain": list,
    "result": dict,
    "complain_at": (str, type(None)),
    "seal": str,
    "signature": (str, type(None)),
}
_OLDER_FIELDS = {name: kind for name, kind in _FIELDS.items() if name != "complain_at"}


def read(text: str | bytes) -> Json:
    """The fields of a file, each of its kind. Raises `Differs`."""
    if len(text) > MAX_BYTES:
        raise Differs("file", f"at most {MAX_BYTES} bytes", len(text))
    try:
        found = _parsed(text)
    except ValueError as error:
        raise Differs("file", "JSON", error) from error
    older = isinstance(found, dict) and found.get("format") == OLDER
    fields = _OLDER_FIELDS if older else _FIELDS
    if not isinstance(found, dict) or set(found) != set(fields):
        raise Differs("file", ", ".join(fields), "other fields")
    for name, kind in fields.items():
        if not isinstance(found[name], kind) or isinstance(found[name], bool):
            raise Differs(name, kind, type(found[name]).__name__)
    _check(found)
    return found


def _check(found: Json) -> None:
    if found["format"] not in (FORMAT, OLDER):
        raise Differs("format", FORMAT, found["format"])
    if abs(found["as_of"]) > MAX_TIME_S:
        raise Differs("as_of", "a second of the town's time", found["as_of"])
    if not is_address(found.get("complain_at")):
        raise Differs(
            "complain_at", "https://t.me/ and a bot's name, or null", found["complain_at"]
        )


def is_address(complain_at: str | None) -> bool:
    """Whether a file may say so: the messenger's own address of a bot, or nothing."""
    return complain_at is None or ADDRESS.fullmatch(complain_at) is not None


def way_in(text: str | bytes) -> WayIn:
    """The way from a file into its town, however broken the rest of the file is."""
    try:
        found = _parsed(text) if len(text) <= MAX_BYTES else None
    except ValueError:
        found = None
    seal, address = (
        (found.get("seal"), found.get("complain_at")) if isinstance(found, dict) else (None, None)
    )
    if not isinstance(seal, str) or not SEAL.fullmatch(seal):
        return WayIn(None, None)
    short = seal[:SEAL_TYPED]
    is_known = isinstance(address, str) and is_address(address)
    return WayIn(f"/complain {short}", f"{address}?start={START}{short}" if is_known else None)


def facts_in(found: Json) -> list[Fact]:
    """The facts of a file. Raises `Differs`."""
    for number, row in enumerate(found["facts"]):
        if not isinstance(row, dict) or {n: type(v) for n, v in row.items()} not in _ROWS:
            raise Differs(f"facts.{number}", "the fields of a fact", row)
    try:
        return [Fact(**row) for row in found["facts"]]
    except BadFact as error:
        raise Differs("facts", "a fact", error) from error


_ROW: Mapping[str, type] = {
    "kind": str,
    "at": int,
    "amount": int,
    "key": str,
    "counterpart": str,
    "purpose": str,
    "source": str,
}
_ROWS = (dict(_ROW), {**_ROW, "counterpart": type(None)})


def _parsed(text: str | bytes) -> Any:  # noqa: ANN401 - any JSON value
    found = read_json(
        text, object_pairs_hook=distinct, parse_float=_no_fraction, parse_constant=_no_fraction
    )
    canonical(found)
    return found


def _no_fraction(text: str) -> int:
    raise ValueError(f"{text} is not a whole number")
