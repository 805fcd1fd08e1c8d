"""Whether a score follows: before a file is handed out, and of a stored row when somebody asks.

Owns the comparison, the name of the first difference, and the facts as a file may carry them:
without the ids of anybody. What becomes of a difference is decided elsewhere: in it, `expected` is
what facts, document and law give, `found` what stands there.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import chain
from typing import Any

from sqlalchemy import Row, select

from scoring import (
    Difference,
    Fact,
    ScoreDocument,
    aliased,
    differences,
    evaluate,
    evaluate_columns,
    export_text,
    features,
    result_json,
    verify,
)
from scoring.jsontext import sha256_of
from services.kernel.town import ParticipantId, Town
from services.people.facts import FACTS, purged_after
from services.people.identity import PEOPLE
from services.standing import agencies
from services.standing.agencies import library
from services.standing.scores.assessing import Assessed, Reading, assess, hash_of
from services.standing.scores.lawful import law_of
from services.standing.scores.reading import FRIEND_STANDING
from services.standing.scores.tables import score_exports, scores

LABEL = "score-export/alias"
FACTS_GONE = "facts_gone"  # where a difference is that nobody can tell any more


def facts_told(town: Town, assessed: Assessed) -> tuple[Fact, ...]:
    """What an evaluation rests on, with an alias for everybody."""
    ids = town.conn.scalars(
        select(PEOPLE.c.participant_id).where(PEOPLE.c.workshop_id == town.workshop_id)
    )
    result = assessed.result
    file = (LABEL, assessed.who, result.document_id, result.document_version, result.as_of)
    secret = hmac.digest(town.workshop.secret, "|".join(map(str, file)).encode(), "sha256")
    return aliased(assessed.facts, list(ids), secret)


def self_check(assessed: Assessed, exported: Mapping[str, Any], key: bytes) -> Difference | None:
    """The file against the score, the fast evaluator against the plain one, the file by itself."""
    plain = result_json(assessed.result)
    first = _first(
        ("result", plain, exported["result"]), ("columns", _sums(assessed), _columns(assessed))
    )
    if first is not None:
        return first
    verdict = verify(export_text(exported), key=key)
    return verdict if isinstance(verdict, Difference) else None


def recheck(town: Town, score_id: int) -> Difference | None:
    """A stored score against the facts it was given on; None where it follows from them.
    `FACTS_GONE` where the law has purged what it was given on: that is no fault of the score.

    Facts as of its time and mark, by the document and under the law that its row names.
    """
    row = town.conn.execute(select(scores).where(scores.c.score_id == score_id)).one()
    document = library().documents.get((row.document_id, row.document_version))
    if document is None:
        named = f"{row.document_id} {row.document_version}"
        return Difference("document", "one of the library", named)
    try:
        assessed, contributions = _again(town, row, document), json.loads(row.contributions)
    except (ValueError, agencies.NoSuchAgency) as error:  # a law that is none is a ValueError too
        return Difference("row", "what can be read", str(error))
    told = result_json(assessed.result)
    hashed = sha256_of([asdict(fact) for fact in facts_told(town, assessed)])
    first = _first(
        ("document_sha256", hash_of(document.id, document.version), row.document_hash),
        ("score", told["score"], row.score),
        ("contributions", told["contributions"], contributions),
        ("facts_sha256", hashed, _given_out(town, score_id) or hashed),
    )
    if first is not None and facts_gone(town, score_id):
        return Difference(FACTS_GONE, "facts that were purged", str(row.score))
    return first


def facts_gone(town: Town, score_id: int) -> bool:
    """Whether what a stored score was given on may have been purged since: of the person, or of
    friends, where its document reads them.
    """
    row = town.conn.execute(select(scores).where(scores.c.score_id == score_id)).one()
    document = library().documents.get((row.document_id, row.document_version))
    reads = set() if document is None else {kind for rule in document.rules for kind in rule.reads}
    who = None if FRIEND_STANDING in reads else ParticipantId(row.participant_id)
    return purged_after(town, row.high_water, who)


def disputed(town: Town, score_id: int) -> frozenset[str]:
    """The keys of the facts that a stored score should not rest on: what was said untruly.

    Where all of it is true, what counted most against the person.
    """
    row = town.conn.execute(select(scores).where(scores.c.score_id == score_id)).one()
    document = library().documents[row.document_id, row.document_version]
    assessed = _again(town, row, document)
    if wrong := {fact.key for fact in assessed.facts} & _untrue(town, assessed.who):
        return frozenset(wrong)
    points = {i.rule: i.points for part in assessed.result.contributions for i in part.inputs}
    worst = min(document.rules, key=lambda rule: points.get(rule.id, 0))
    if points.get(worst.id, 0) >= 0:
        return frozenset()
    return frozenset(fact.key for fact in assessed.facts if fact.kind in worst.reads)


def true_score(town: Town, score_id: int) -> int:
    """What a stored score would have been, had nothing untrue been said of its person."""
    row = town.conn.execute(select(scores).where(scores.c.score_id == score_id)).one()
    document = library().documents[row.document_id, row.document_version]
    assessed = _again(town, row, document)
    untrue = _untrue(town, assessed.who)
    facts = [fact for fact in assessed.facts if fact.key not in untrue]
    return evaluate(document, facts, as_of=row.town_s, law=assessed.law).score


def _untrue(town: Town, who: ParticipantId) -> frozenset[str]:
    """The keys of all that was ever said of somebody untruly."""
    said = (FACTS.c.participant_id == who, FACTS.c.is_true.is_(False))
    return frozenset(town.conn.scalars(select(FACTS.c.key).where(*said)))


def _again(town: Town, row: Row[*tuple[Any, ...]], document: ScoreDocument) -> Assessed:
    who, law = ParticipantId(row.participant_id), json.loads(row.law)
    if not isinstance(law, dict):
        raise ValueError(f"{row.law} is no law")
    then = replace(town, now=row.town_s)
    reading = Reading(
        document=document,
        as_of=row.town_s,
        law=law,
        hearing=agencies.hearing(then, row.agency),
        forbidden=law_of(then).forbidden,
        mark=row.high_water,
    )
    return assess(town, [who], reading)[who]


def _given_out(town: Town, score_id: int) -> str | None:
    """The hash of the facts in the file of a score, where one was given out and it was kept."""
    kept = score_exports.c
    found = select(kept.facts_sha256).where(kept.score_id == score_id).order_by(kept.export_id)
    return town.conn.scalar(found.limit(1))


def _sums(assessed: Assessed) -> dict[str, int]:
    """What the plain evaluator says, in the words of the fast one."""
    parts = {part.factor: part.points for part in assessed.result.contributions}
    return {**parts, "score": assessed.result.score}


def _columns(assessed: Assessed) -> dict[str, int]:
    document = assessed.document
    columns = features(document, {assessed.who: assessed.facts}, as_of=assessed.result.as_of)
    scored = evaluate_columns(document, columns, law=assessed.law)
    parts = {factor: int(points[0]) for factor, points in scored.contributions.items()}
    return {**parts, "score": int(scored.scores[0])}


def _first(*compared: tuple[str, Any, Any]) -> Difference | None:
    parts = chain.from_iterable(differences(*one) for one in compared)
    return next((Difference(where, str(e), str(found)) for where, e, found in parts), None)
