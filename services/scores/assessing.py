"""From what is known of a person to a stored score: the one place that evaluates.

Owns which facts an evaluation reads, friends' standing among them, and what is kept of it. How a
score comes about is `scoring`'s business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from scoring import (
    Fact,
    Law,
    Result,
    ScoreDocument,
    evaluate,
    evaluate_columns,
    features,
    fingerprint,
)
from scoring.digest import canonical
from services import agencies, friends, kin
from services.agencies import Hearing, library
from services.kernel.town import ParticipantId, Town
from services.kernel.upsert import insert_new
from services.scores.population import Known, known_of
from services.scores.tables import scores

if TYPE_CHECKING:
    from services.scores.lawful import Lawful

FRIEND_STANDING = "friend_standing"
KIN_LISTED = "kin_listed"

People = Collection[ParticipantId]


@dataclass(frozen=True, slots=True)
class Assessed:
    """One evaluation with everything it rests on."""

    who: ParticipantId
    document: ScoreDocument
    facts: tuple[Fact, ...]
    high_water: int
    law: Law
    result: Result


def judge(
    town: Town, people: People, agency_id: str, lawful: Lawful
) -> dict[ParticipantId, Assessed]:
    """These people's scores at an agency, as of now. Raises `NoSuchAgency`."""
    document, hearing = agencies.document(town, agency_id), agencies.hearing(town, agency_id)
    reading, known = _ready(town, people, _Reading.now(town, document, lawful, hearing))
    return {who: reading.of(who, known[who]) for who in people}


def scores_of(
    town: Town,
    people: People,
    document: ScoreDocument,
    lawful: Lawful,
    hearing: Hearing | None = None,
    *,
    without: frozenset[str] = frozenset(),
) -> dict[ParticipantId, int]:
    """A whole town's scores under any document, numbers only; None hears every source.

    `without`: acts whose facts are left out, so that what they gave can be told by comparing.
    """
    reading = replace(_Reading.now(town, document, lawful, hearing), without=without)
    reading, known = _ready(town, people, reading)
    facts: dict[str, list[Fact]] = {who: known[who].facts for who in people}
    columns = features(document, facts, as_of=reading.as_of)
    scored = evaluate_columns(document, columns, law=reading.law).scores
    return {who: int(score) for who, score in zip(people, scored, strict=True)}


def keep(town: Town, agency: str, assessed: Assessed) -> int:
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
        document_hash=_hash(document.id, document.version),
        score=assessed.result.score,
        contributions=canonical([asdict(c) for c in assessed.result.contributions]).decode(),
    )
    same = (scores.c[name] == value for name, value in identity.items())
    return int(town.conn.execute(select(scores.c.score_id).where(*same)).scalar_one())


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document as it judges one moment under one law."""

    document: ScoreDocument
    as_of: int
    law: Law
    hearing: Hearing | None
    without: frozenset[str] = frozenset()

    @classmethod
    def now(
        cls, town: Town, document: ScoreDocument, lawful: Lawful, hearing: Hearing | None
    ) -> _Reading:
        """As the town's law and clock stand."""
        return cls(document, town.now, lawful.for_document(document), hearing)

    def heard(self, known: Mapping[ParticipantId, Known]) -> dict[ParticipantId, Known]:
        """What reaches the agency of all that is known."""
        if self.hearing is None:
            return dict(known)
        of = self.hearing.of
        return {who: Known(of(k.facts), k.high_water) for who, k in known.items()}

    def of(self, who: ParticipantId, known: Known) -> Assessed:
        """One person, judged by what is known of them."""
        result = evaluate(self.document, known.facts, as_of=self.as_of, law=self.law)
        facts = tuple(known.facts)
        return Assessed(who, self.document, facts, known.high_water, self.law, result)


def _ready(
    town: Town, people: People, reading: _Reading
) -> tuple[_Reading, Mapping[ParticipantId, Known]]:
    """How the document judges now, and what it may read of these people."""
    known = _with_kin(town, reading, reading.heard(known_of(town, people, reading.without)))
    if _asks_friends(reading):
        known = _with_friends(town, people, reading, known)
    return reading, known


def _with_kin(
    town: Town, reading: _Reading, known: dict[ParticipantId, Known]
) -> dict[ParticipantId, Known]:
    """What is known of people, with what the listings of their relatives say of them."""
    asked = any(KIN_LISTED in rule.reads for rule in reading.document.rules)
    if not known or not asked or reading.law.get("kin") == "off":
        return known
    said = kin.standing_facts(town, known, reading.as_of)
    return {
        who: Known([*one.facts, *said.get(who, ())], one.high_water) for who, one in known.items()
    }


def _asks_friends(reading: _Reading) -> bool:
    """Whether the document and the law let count what friends do."""
    asked = any(FRIEND_STANDING in rule.reads for rule in reading.document.rules)
    return asked and reading.law.get("friends") != "off"


def _with_friends(
    town: Town, people: People, reading: _Reading, known: Mapping[ParticipantId, Known]
) -> dict[ParticipantId, Known]:
    """What is known of these people, with what their friends earn by their own conduct."""
    graph = friends.graph(town, people, town.now)
    circle = {friend for whose in graph.values() for friend in whose}
    missing = circle - known.keys()
    others = reading.heard(known_of(town, missing, reading.without)) if missing else {}
    everybody = {**known, **_with_kin(town, reading, others)}
    alone = replace(reading, law=friends.conduct_law(reading.law))
    base = {friend: alone.of(friend, everybody[friend]).result.score for friend in circle}
    said = friends.standings(graph, base, town.now)
    return {
        who: Known(
            [*known[who].facts, *said.get(who, ())],
            max([known[who].high_water, *(everybody[f].high_water for f in graph.get(who, ()))]),
        )
        for who in people
    }


@lru_cache(maxsize=64)
def _hash(document_id: str, version: int) -> str:
    return fingerprint(library().documents[document_id, version])
