"""A score to take away: facts, document and result in one file that proves itself.

Owns the file `score-export/1` and its check. Anyone can check it without the town: the hashes show
that nothing was changed, the arithmetic shows that the score follows. Only the town, which holds
the key, can say that a file is its own.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from scoring.checks import complaints
from scoring.digest import canonical, fingerprint, plain, sha256_of
from scoring.document import ScoreDocument
from scoring.evaluate import NO_LAW, evaluate
from scoring.facts import BadFact, Fact, distinct
from scoring.law import BadLaw, Law

if TYPE_CHECKING:
    from scoring.results import Result

FORMAT = "score-export/1"
MAX_BYTES = 8_000_000
MAX_TIME_S = 10**12

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verified:
    """The file is whole and its score follows from its facts."""

    document_id: str
    document_version: int
    score: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that does not fit: where, what should stand there, and what does."""

    where: str
    expected: str
    found: str


class _Differs(Exception):
    def __init__(self, where: str, expected: object, found: object) -> None:
        self.difference = Difference(where, str(expected), str(found))


def export(
    document: ScoreDocument,
    facts: Iterable[Fact],
    *,
    as_of: int,
    law: Law = NO_LAW,
    chain: Sequence[str] = (),
    key: bytes | None = None,
) -> Json:
    """Facts, document, law and result as JSON values, sealed, and signed where a key is given.

    `chain` holds the hashes of the document and its predecessors, newest first (`Library.chain`).
    """
    told = [asdict(fact) for fact in distinct(facts)]
    result = evaluate(document, facts_of(told), as_of=as_of, law=law)
    body: Json = {
        "format": FORMAT,
        "as_of": as_of,
        "law": dict(law),
        "facts": told,
        "facts_sha256": sha256_of(told),
        "document": plain(document),
        "document_sha256": fingerprint(document),
        "chain": list(chain) or _known_chain(document),
        "result": result_json(result),
    }
    seal = sha256_of(body)
    signature = None if key is None else _signature(key, seal)
    return {**body, "seal": seal, "signature": signature}


def export_text(exported: Mapping[str, Any]) -> str:
    """The export as the text of a file."""
    return canonical(dict(exported)).decode("utf-8") + "\n"


def result_json(result: Result) -> Json:
    """A result as JSON values."""
    shown: Json = json.loads(json.dumps(asdict(result)))
    return shown


def facts_of(rows: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """Facts from their JSON values. Raises `BadFact`."""
    facts = []
    for number, row in enumerate(rows):
        try:
            fact = Fact(**row)
        except TypeError as error:
            raise BadFact(f"fact {number} has other fields than a fact") from error
        facts.append(fact)
    return facts


def verify(text: str | bytes, *, key: bytes | None = None) -> Verified | Difference:
    """Check an export; the first difference is named, never raised."""
    try:
        return _verify(_read(text), key)
    except _Differs as differs:
        return differs.difference


def _verify(found: Json, key: bytes | None) -> Verified:
    document = _document(found)
    facts = _facts(found)
    for switch, value in found["law"].items():
        if not isinstance(value, str | bool):
            raise _Differs(f"law.{switch}", "on or off", value)
    _same("document_sha256", fingerprint(document), found["document_sha256"])
    _same("facts_sha256", sha256_of(found["facts"]), found["facts_sha256"])
    _same("chain", _known_chain(document), found["chain"][: len(_known_chain(document))])
    try:
        result = evaluate(document, facts, as_of=found["as_of"], law=found["law"])
    except (BadLaw, BadFact) as error:
        raise _Differs("law" if isinstance(error, BadLaw) else "facts", "values", error) from error
    for where, expected, given in _differences("result", result_json(result), found["result"]):
        raise _Differs(where, expected, given)
    body = {name: value for name, value in found.items() if name not in ("seal", "signature")}
    _same("seal", sha256_of(body), found["seal"])
    if key is not None and not hmac.compare_digest(
        _signature(key, found["seal"]), str(found["signature"])
    ):
        raise _Differs("signature", "the town's own signature", found["signature"])
    return Verified(document.id, document.version, result.score)


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
    "seal": str,
    "signature": (str, type(None)),
}


def _read(text: str | bytes) -> Json:
    if len(text) > MAX_BYTES:
        raise _Differs("file", f"at most {MAX_BYTES} bytes", len(text))
    try:
        found = json.loads(text, parse_float=_no_fraction, parse_constant=_no_fraction)
        canonical(found)
    except (ValueError, RecursionError) as error:
        raise _Differs("file", "JSON", error) from error
    if not isinstance(found, dict) or set(found) != set(_FIELDS):
        raise _Differs("file", ", ".join(_FIELDS), "other fields")
    for name, kind in _FIELDS.items():
        if not isinstance(found[name], kind) or isinstance(found[name], bool):
            raise _Differs(name, kind, type(found[name]).__name__)
    _same("format", FORMAT, found["format"])
    if abs(found["as_of"]) > MAX_TIME_S:
        raise _Differs("as_of", "a second of the town's time", found["as_of"])
    return found


def _no_fraction(text: str) -> int:
    raise ValueError(f"{text} is not a whole number")


def _document(found: Json) -> ScoreDocument:
    try:
        document = ScoreDocument.model_validate_json(canonical(found["document"]))
    except (ValidationError, ValueError) as error:
        raise _Differs("document", "a score document", error) from error
    read = {kind for rule in document.rules for kind in rule.kinds}
    for complaint in complaints(document, read):
        where = ".".join(str(step) for step in ("document", *complaint.path))
        raise _Differs(where, complaint.instead, complaint.wrong)
    return document


def _facts(found: Json) -> list[Fact]:
    for number, row in enumerate(found["facts"]):
        if not isinstance(row, dict) or {n: type(v) for n, v in row.items()} not in _ROWS:
            raise _Differs(f"facts.{number}", "the fields of a fact", row)
    try:
        return facts_of(found["facts"])
    except BadFact as error:
        raise _Differs("facts", "a fact", error) from error


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


def _known_chain(document: ScoreDocument) -> list[str]:
    """As much of the chain as the document itself proves: its own hash and its predecessor's."""
    before = document.predecessor
    return [fingerprint(document)] + ([] if before is None else [before.sha256])


def _same(where: str, expected: object, found: object) -> None:
    if expected != found:
        raise _Differs(where, expected, found)


def _differences(where: str, expected: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401
    """Walk two JSON values side by side."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        for name, value in expected.items():
            yield from _differences(f"{where}.{name}", value, found[name])
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, value in enumerate(expected):
            yield from _differences(f"{where}.{index}", value, found[index])
    elif type(expected) is not type(found) or expected != found:
        yield where, expected, found


def _signature(key: bytes, seal: str) -> str:
    return hmac.new(key, seal.encode("ascii", "replace"), "sha256").hexdigest()
