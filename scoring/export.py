"""A score to take away: facts, document and result in one file that proves itself and names nobody.

Owns what goes into the file (`scoring.exportfile` has its form) and its check. Anyone can check it
without the town: the hashes show that nothing was changed, the arithmetic shows that the score
follows. Only the town, which holds the key, can say that a file is its own.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import ValidationError

from scoring.checks import complaints
from scoring.document import ScoreDocument, fingerprint
from scoring.evaluate import NO_LAW, Result, evaluate
from scoring.exportfile import FORMAT, Difference, Differs, Json, facts_in, read
from scoring.facts import BadFact, BadLaw, Fact, Law, distinct
from scoring.jsontext import canonical, sha256_of

PREFIX = "person-"
SHORTEST = 8  # hexadecimal digits; more where two aliases would be the same
PLACES = 5  # digits of a key's place: one person has 50 000 facts at the most


def aliased(facts: Iterable[Fact], ids: Collection[str], secret: bytes) -> tuple[Fact, ...]:
    """The facts, each key once, with no id of these in them. The same secret, the same aliases."""
    told = distinct(facts)
    names = _aliases(ids, secret)
    place = {key: number for number, key in enumerate(sorted(fact.key for fact in told))}
    # The longest first: one id may begin another.
    wanted = sorted(names, key=lambda name: (-len(name), name))
    found = re.compile("|".join(map(re.escape, wanted)) or "(?!)")

    def told_anew(text: str) -> str:
        return found.sub(lambda hit: names[hit[0]], text)

    return tuple(
        replace(
            fact,
            key=f"{place[fact.key]:0{PLACES}d}:{told_anew(fact.key)}",
            counterpart=None if fact.counterpart is None else told_anew(fact.counterpart),
            purpose=told_anew(fact.purpose),
            source=told_anew(fact.source),
        )
        for fact in told
    )


def _aliases(ids: Collection[str], secret: bytes) -> Mapping[str, str]:
    """An alias for each id, no two the same."""
    whole = {one: hmac.new(secret, one.encode(), "sha256").hexdigest() for one in ids if one}
    size = SHORTEST
    while len({mark[:size] for mark in whole.values()}) < len(whole):
        size += 1
    return {one: PREFIX + mark[:size] for one, mark in whole.items()}


@dataclass(frozen=True, slots=True)
class Verified:
    """The file is whole and its score follows from its facts."""

    document_id: str
    document_version: int
    score: int


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives a file out: the key that signs it, the chat that takes complaints."""

    key: bytes | None = None
    complain_at: str | None = None


NOBODY = Issuer()


def export(
    document: ScoreDocument,
    facts: Iterable[Fact],
    *,
    as_of: int,
    law: Law = NO_LAW,
    chain: Sequence[str] = (),
    issuer: Issuer = NOBODY,
) -> Json:
    """Facts, document, law and result as JSON values, sealed, and signed where there is a key.

    `chain` holds the hashes of the document and its predecessors, newest first (`Library.chain`).
    """
    known = distinct(facts)
    told = [asdict(fact) for fact in known]
    result = evaluate(document, known, as_of=as_of, law=law)
    body: Json = {
        "format": FORMAT,
        "as_of": as_of,
        "law": dict(law),
        "facts": told,
        "facts_sha256": sha256_of(told),
        "document": document.plain(),
        "document_sha256": fingerprint(document),
        "chain": list(chain) or _known_chain(document),
        "result": result_json(result),
        "complain_at": issuer.complain_at,
    }
    seal = sha256_of(body)
    signature = None if issuer.key is None else _signature(issuer.key, seal)
    return {**body, "seal": seal, "signature": signature}


def export_text(exported: Mapping[str, Any]) -> str:
    """The export as the text of a file."""
    return canonical(dict(exported)).decode("utf-8") + "\n"


def result_json(result: Result) -> Json:
    """A result as JSON values."""
    shown: Json = json.loads(json.dumps(asdict(result)))
    return shown


def verify(text: str | bytes, *, key: bytes | None = None) -> Verified | Difference:
    """Check an export; the first difference is named, never raised."""
    try:
        return _verify(read(text), key)
    except Differs as differs:
        return differs.difference


def _verify(found: Json, key: bytes | None) -> Verified:
    document = _document(found)
    facts = facts_in(found)
    for switch, value in found["law"].items():
        if not isinstance(value, str | bool):
            raise Differs(f"law.{switch}", "on or off", value)
    _same("document_sha256", fingerprint(document), found["document_sha256"])
    _same("facts_sha256", sha256_of(found["facts"]), found["facts_sha256"])
    _same("chain", _known_chain(document), found["chain"][: len(_known_chain(document))])
    try:
        result = evaluate(document, facts, as_of=found["as_of"], law=found["law"])
    except (BadLaw, BadFact) as error:
        raise Differs("law" if isinstance(error, BadLaw) else "facts", "values", error) from error
    for where, expected, given in differences("result", result_json(result), found["result"]):
        raise Differs(where, expected, given)
    body = {name: value for name, value in found.items() if name not in ("seal", "signature")}
    _same("seal", sha256_of(body), found["seal"])
    if key is not None and not hmac.compare_digest(
        _signature(key, found["seal"]), str(found["signature"])
    ):
        raise Differs("signature", "the town's own signature", found["signature"])
    return Verified(document.id, document.version, result.score)


def _document(found: Json) -> ScoreDocument:
    try:
        document = ScoreDocument.model_validate_json(canonical(found["document"]))
    except (ValidationError, ValueError) as error:
        raise Differs("document", "a score document", error) from error
    kinds = {kind for rule in document.rules for kind in rule.kinds}
    for complaint in complaints(document, kinds):
        where = ".".join(str(step) for step in ("document", *complaint.path))
        raise Differs(where, complaint.instead, complaint.wrong)
    return document


def _known_chain(document: ScoreDocument) -> list[str]:
    """As much of the chain as the document itself proves: its own hash and its predecessor's."""
    before = document.predecessor
    return [fingerprint(document)] + ([] if before is None else [before.sha256])


def _same(where: str, expected: object, found: object) -> None:
    if expected != found:
        raise Differs(where, expected, found)


def differences(where: str, expected: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401
    """Walk two JSON values side by side: where they part, what stands here, what stands there."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        for name, value in expected.items():
            yield from differences(f"{where}.{name}", value, found[name])
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, value in enumerate(expected):
            yield from differences(f"{where}.{index}", value, found[index])
    elif type(expected) is not type(found) or expected != found:
        yield where, expected, found


def _signature(key: bytes, seal: str) -> str:
    return hmac.new(key, seal.encode("ascii", "replace"), "sha256").hexdigest()
