"""Asking for a score: facts in, a stored row and one number out.

Owns when a score is computed and what is kept of it; how it comes about is `scoring`'s business.
What is handed out holds no factor, no point and no reason: nobody can show what nobody was given.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from scoring import Fact, Result, ScoreDocument, evaluate, fingerprint, load_document
from scoring.digest import canonical
from services.facts import StoredFact, facts_of
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.kernel.upsert import insert_new
from services.people import Neighbour, neighbours
from services.scores.population import facts_of_everybody
from services.scores.tables import scores

DOCUMENTS = Path(__file__).parents[2] / "seeds/scores"


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's score as the opaque town shows it."""

    score: int
    low: int
    high: int
    document_id: str
    document_version: int
    at: TownTime


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody of the town with their score."""

    neighbour: Neighbour
    score: int


@lru_cache(maxsize=1)
def pay_score_document() -> ScoreDocument:
    """The Pay Score's document, read and checked once."""
    return load_document(DOCUMENTS / "pay_score.yaml")


@lru_cache(maxsize=1)
def _pay_score_hash() -> str:
    return fingerprint(pay_score_document())


def look(town: Town) -> Standing:
    """The asker's Pay Score as of now, computed afresh and kept as a row."""
    document = pay_score_document()
    known = facts_of(town, town.actor.pid)
    result = evaluate(document, [_fact(fact) for fact in known], as_of=town.now)
    _keep(town, document, known, result)
    return Standing(
        result.score,
        document.scale.min,
        document.scale.max,
        result.document_id,
        result.document_version,
        town.now,
    )


def best(
    town: Town, limit: int, *, at_least: int, without: frozenset[ParticipantId] = frozenset()
) -> list[Ranked]:
    """The highest Pay Scores of the town, ties by name; nothing is kept of the others."""
    document = pay_score_document()
    known = facts_of_everybody(town)
    ranked = [
        Ranked(n, evaluate(document, known.get(n.participant_id, ()), as_of=town.now).score)
        for n in neighbours(town)
        if n.participant_id not in without
    ]
    ranked.sort(key=lambda r: (-r.score, r.neighbour.name.casefold()))
    return [r for r in ranked if r.score >= at_least][:limit]


def _fact(fact: StoredFact) -> Fact:
    return Fact(
        fact.kind,
        fact.at,
        fact.amount,
        fact.key,
        fact.counterpart or None,
        fact.purpose,
        fact.source,
    )


def _keep(town: Town, document: ScoreDocument, known: list[StoredFact], result: Result) -> None:
    """The same question at the same moment on the same facts is one row."""
    insert_new(
        town.conn,
        scores,
        workshop_id=town.workshop_id,
        participant_id=town.actor.pid,
        agency=document.agency,
        document_id=document.id,
        document_version=document.version,
        document_hash=_pay_score_hash(),
        town_s=town.now,
        high_water=max((fact.fact_id for fact in known), default=0),
        score=result.score,
        contributions=canonical([asdict(c) for c in result.contributions]).decode(),
    )
