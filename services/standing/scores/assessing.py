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
from services.kernel.schema import insert_new
from services.kernel.town import ParticipantId, Town
from services.social import friends, kin
from services.standing import agencies
from services.standing.agencies import Hearing, library
from services.standing.scores.population import Known, known_of
from services.standing.scores.tables import scores

if TYPE_CHECKING:
    from services.standing.scores.lawful import Lawful

FRIEND_STANDING = "friend_standing"
KIN_LISTED = "kin_listed"

People = Collection[ParticipantId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One evaluation with everything it rests on."""

    who: ParticipantId
    document: ScoreDocument
    facts: tuple[Fact, ...]
    high_water: int
    law: Law
    result: Result


def evaluate_for(
    town: Town, people: People, agency_id: str, lawful: Lawful
) -> dict[ParticipantId, Assessed]:
    """These people's scores at an agency, as of now. Raises `NoSuchAgency`."""
    document, hearing = agencies.document(town, agency_id), agencies.hearing(town, agency_id)
    return assess(town, people, Reading.now(town, document, lawful, hearing))


def assess(town: Town, people: People, reading: Reading) -> dict[ParticipantId, Assessed]:
    """These people's scores by any reading, a past one too."""
    known = _known(town, people, reading)
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
    reading = replace(Reading.now(town, document, lawful, hearing), without=without)
    known = _known(town, people, reading)
    facts: dict[str, list[Fact]] = {who: known[who].facts for who in people}
    columns = features(document, facts, as_of=reading.as_of)
    scored = evaluate_columns(document, columns, law=reading.law).scores
    return {who: int(score) for who, score in zip(people, scored, strict=True)}


def store_score(town: Town, agency: str, assessed: Assessed) -> int:
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
    same = (scores.c[name] == value for name, value in identity.items())
    return int(town.conn.execute(select(scores.c.score_id).where(*same)).scalar_one())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as it judges one moment under one law.

    With a `mark`, from the books as they were when that fact was their newest; `without` some acts,
    as if they had not been.
    """

    document: ScoreDocument
    as_of: int
    law: Law
    hearing: Hearing | None
    mark: int | None = None
    without: frozenset[str] = frozenset()

    @classmethod
    def now(
        cls, town: Town, document: ScoreDocument, lawful: Lawful, hearing: Hearing | None
    ) -> Reading:
        """As the town's law and clock stand."""
        law = lawful.for_document(document)
        return cls(document=document, as_of=town.now, law=law, hearing=hearing)

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
        return Assessed(
            who=who,
            document=self.document,
            facts=facts,
            high_water=known.high_water,
            law=self.law,
            result=result,
        )


def _known(town: Town, people: People, reading: Reading) -> Mapping[ParticipantId, Known]:
    """What a reading may read of these people."""
    known = _own(town, people, reading)
    return _with_friends(town, people, reading, known) if _asks_friends(reading) else known


def _own(town: Town, people: People, reading: Reading) -> dict[ParticipantId, Known]:
    """What is known of people by themselves and their relatives."""
    found = known_of(town, people, as_of=reading.as_of, mark=reading.mark, without=reading.without)
    return _with_kin(town, reading, reading.heard(found))


def _with_kin(
    town: Town, reading: Reading, known: dict[ParticipantId, Known]
) -> dict[ParticipantId, Known]:
    """What is known of people, with what the listings of their relatives say of them."""
    asked = any(KIN_LISTED in rule.reads for rule in reading.document.rules)
    if not known or not asked or reading.law.get("kin") == "off":
        return known
    said = kin.standing_facts(town, known, reading.as_of, reading.mark)
    newest = kin.newest_listing(town, reading.as_of) if any(said.values()) else 0
    return {
        who: Known([*one.facts, *said[who]], max(one.high_water, newest)) if said.get(who) else one
        for who, one in known.items()
    }


def _asks_friends(reading: Reading) -> bool:
    """Whether the document and the law let count what friends do."""
    asked = any(FRIEND_STANDING in rule.reads for rule in reading.document.rules)
    return asked and reading.law.get("friends") != "off"


def _with_friends(
    town: Town, people: People, reading: Reading, known: Mapping[ParticipantId, Known]
) -> dict[ParticipantId, Known]:
    """What is known of these people, with what their friends earn by their own conduct."""
    graph = _circle(town, people, reading)
    circle = {friend for whose in graph.values() for friend in whose}
    missing = circle - known.keys()
    others = _own(town, missing, reading) if missing else {}
    everybody = {**known, **others}
    alone = replace(reading, law=friends.conduct_law(reading.law))
    base = {friend: alone.of(friend, everybody[friend]).result.score for friend in circle}
    said = friends.standings(graph, base, reading.as_of)
    return {
        who: Known(
            [*known[who].facts, *said.get(who, ())],
            max([known[who].high_water, *(everybody[f].high_water for f in graph.get(who, ()))]),
        )
        for who in people
    }


def _circle(town: Town, people: People, reading: Reading) -> friends.Graph:
    if reading.mark is None:
        return friends.graph(town, people, reading.as_of)
    return friends.graph_at(town, people, reading.as_of, reading.mark)


@lru_cache(maxsize=64)
def hash_of(document_id: str, version: int) -> str:
    """The hash of a document of the library."""
    return fingerprint(library().documents[document_id, version])
