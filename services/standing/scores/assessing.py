"""From what is known of a person to a stored score: the one place that evaluates.

Owns what is kept of an evaluation. What it reads is `reading`'s part; how a score comes about is
`scoring`'s business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from sqlalchemy import select

from scoring import (
    Fact,
    Law,
    Result,
    ScoreDocument,
    evaluate,
    fingerprint,
)
from scoring.jsontext import canonical
from services.kernel.schema import insert_new
from services.kernel.town import ParticipantId, Town
from services.standing import agencies
from services.standing.agencies import Hearing, library
from services.standing.scores.lawful import Lawful
from services.standing.scores.reading import People, Reading, known_of
from services.standing.scores.tables import scores
from services.standing.scores.tabling import open_book, results_by, scores_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One evaluation, as it is kept and told."""

    who: ParticipantId
    document: ScoreDocument
    high_water: int
    law: Law
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed(Judged):
    """One evaluation with everything it rests on."""

    facts: tuple[Fact, ...]
    forbidden: frozenset[str]  # kinds of facts that the law keeps from all who rate


def evaluate_for(
    town: Town, people: People, agency_id: str, lawful: Lawful
) -> dict[ParticipantId, Assessed]:
    """These people's scores at an agency, as of now. Raises `NoSuchAgency`."""
    document, hearing = agencies.document(town, agency_id), agencies.hearing(town, agency_id)
    return assess(town, people, Reading.now(town, document, lawful, hearing))


def assess(town: Town, people: People, reading: Reading) -> dict[ParticipantId, Assessed]:
    """These people's scores by any reading, a past one too."""
    document, law = reading.document, reading.law
    known = known_of(town, people, reading)
    return {
        who: Assessed(
            who=who,
            document=document,
            facts=tuple(known[who].facts),
            high_water=known[who].high_water,
            law=law,
            forbidden=reading.forbidden,
            result=evaluate(document, known[who].facts, as_of=reading.as_of, law=law),
        )
        for who in people
    }


def judge_all(
    town: Town, rated: Mapping[str, People], lawful: Lawful
) -> dict[str, dict[ParticipantId, Judged]]:
    """By agency, the scores of whom it rates, as of now, from one reading of the facts.

    Nobody is in it whose facts cannot be scored. Raises `NoSuchAgency`.
    """
    readings = {
        name: Reading.now(town, agencies.document(town, name), lawful, agencies.hearing(town, name))
        for name in rated
    }
    everybody = dict.fromkeys(who for people in rated.values() for who in people)
    book = open_book(town, everybody, *readings.values())
    return {
        name: {
            who: Judged(
                who=who,
                document=reading.document,
                high_water=newest,
                law=reading.law,
                result=result,
            )
            for who, (result, newest) in results_by(town, book, reading, rated[name]).items()
        }
        for name, reading in readings.items()
    }


def scores_of(
    town: Town,
    people: People,
    document: ScoreDocument,
    lawful: Lawful,
    hearing: Hearing,
    *,
    without: frozenset[str] = frozenset(),
) -> dict[ParticipantId, int]:
    """A whole town's scores under any document, numbers only; nobody who cannot be scored.

    `without`: acts whose facts are left out, so that what they gave can be told by comparing.
    """
    reading = replace(Reading.now(town, document, lawful, hearing), without=without)
    return scores_by(town, open_book(town, people, reading), reading, people)


def store_score(town: Town, agency: str, assessed: Judged) -> int:
    """Store a score; the row's number. The same question on the same facts is one row."""
    document = assessed.document
    identity = {
        "participant_id": assessed.who,
        "document_id": document.id,
        "document_version": document.version,
        "town_s": town.now,
        "high_water": assessed.high_water,
        "law": canonical(dict(assessed.law)).decode(),
    }
    insert_new(
        town.conn,
        scores,
        **identity,
        workshop_id=town.workshop_id,
        agency=agency,
        document_hash=hash_of(document.id, document.version),
        score=assessed.result.score,
        contributions=canonical([asdict(c) for c in assessed.result.contributions]).decode(),
    )
    return int(town.conn.execute(select(scores.c.score_id).filter_by(**identity)).scalar_one())


@lru_cache(maxsize=64)
def hash_of(document_id: str, version: int) -> str:
    """The hash of a document of the library."""
    return fingerprint(library().documents[document_id, version])
