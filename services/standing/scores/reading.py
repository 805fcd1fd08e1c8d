"""What an evaluation reads of people: their facts, and what relatives and friends add to them.

Owns which facts those are, one query for all people, because the town waits meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from scoring import Fact, Law, Result, ScoreDocument, evaluate
from services.kernel.town import ParticipantId, Town
from services.people.facts import FACT_STRUCK, FACTS, STRUCK_KEY, is_caused
from services.social import friends, kin
from services.standing.agencies import Hearing
from services.standing.scores.lawful import Lawful

FRIEND_STANDING = "friend_standing"
KIN_LISTED = "kin_listed"
ASKED_BY_NAME_MAX = 1_000  # beyond it the whole town is read at once

People = Collection[ParticipantId]


@dataclass(slots=True)
class Known:
    """One person's facts, and the newest of them."""

    facts: list[Fact] = field(default_factory=list)
    high_water: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as it judges one moment under one law, from what one agency hears.

    With a `mark`, from the books as they were when that fact was their newest; `without` some acts,
    as if they had not been.
    """

    document: ScoreDocument
    as_of: int
    law: Law
    hearing: Hearing
    forbidden: frozenset[str]  # kinds of facts that the law keeps from all who rate
    mark: int | None = None
    without: frozenset[str] = frozenset()

    @classmethod
    def now(cls, town: Town, document: ScoreDocument, lawful: Lawful, hearing: Hearing) -> Reading:
        """As the town's law and clock stand."""
        return cls(
            document=document,
            as_of=town.now,
            law=lawful.for_document(document),
            hearing=hearing,
            forbidden=lawful.forbidden,
        )

    def asks(self, kind: str, switch: str) -> bool:
        """Whether the document reads a kind of facts, and the law lets them count."""
        is_read = any(kind in rule.reads for rule in self.document.rules)
        return is_read and self.law.get(switch) != "off"


def known_of(town: Town, people: People, reading: Reading) -> dict[ParticipantId, Known]:
    """What a reading may read of these people, and perhaps of others; none of them is left out."""
    known = _own(town, people, reading)
    if not reading.asks(FRIEND_STANDING, "friends"):
        return known
    return _with_friends(town, people, reading, known)


def _own(town: Town, people: People, reading: Reading) -> dict[ParticipantId, Known]:
    known = _facts(town, people, reading)
    if not known or not reading.asks(KIN_LISTED, "kin"):
        return known
    said = kin.standing_facts(town, known, reading.as_of, reading.mark)
    newest = kin.newest_listing(town, reading.as_of) if any(said.values()) else 0
    return {
        who: Known([*one.facts, *said[who]], max(one.high_water, newest)) if said.get(who) else one
        for who, one in known.items()
    }


def _with_friends(
    town: Town, people: People, reading: Reading, known: Mapping[ParticipantId, Known]
) -> dict[ParticipantId, Known]:
    """What is known of these people, with what their friends earn by their own conduct."""
    if reading.mark is None:
        graph = friends.graph(town, people, reading.as_of)
    else:
        graph = friends.graph_at(town, people, reading.as_of, reading.mark)
    circle = {friend for whose in graph.values() for friend in whose}
    missing = circle - known.keys()
    everybody = {**known, **(_own(town, missing, reading) if missing else {})}
    law = friends.conduct_law(reading.law)

    def alone(friend: ParticipantId) -> Result:
        return evaluate(reading.document, everybody[friend].facts, as_of=reading.as_of, law=law)

    said = friends.standings(graph, {one: alone(one).score for one in circle}, reading.as_of)
    return {
        who: Known(
            [*known[who].facts, *said.get(who, ())],
            max([known[who].high_water, *(everybody[f].high_water for f in graph.get(who, ()))]),
        )
        for who in people
    }


def _facts(town: Town, people: People, reading: Reading) -> dict[ParticipantId, Known]:
    """What reaches the agency; the newest fact may be one that does not."""
    found = {who: Known() for who in people}
    struck: set[str] = set()
    at = FACTS.c
    query = select(
        at.participant_id,
        at.fact_id,
        at.kind,
        at.town_s,
        at.amount,
        at.key,
        at.counterpart,
        at.purpose,
        at.source,
    ).where(at.town_s <= reading.as_of)
    if reading.mark is not None:
        query = query.where(at.fact_id <= reading.mark)
    if len(people) <= ASKED_BY_NAME_MAX:
        # Of these alone: a condition on the town, too, and its whole index would be read.
        query = query.where(at.participant_id.in_(people))
    else:
        query = query.where(at.workshop_id == town.workshop_id)
    rows = town.conn.execute(query)
    for who, fact_id, kind, seconds, amount, key, counterpart, purpose, source in rows:
        if reading.without and is_caused(key, reading.without):
            continue
        known = found.setdefault(ParticipantId(who), Known())
        known.high_water = max(known.high_water, fact_id)
        if kind == FACT_STRUCK:
            struck.add(key.removeprefix(STRUCK_KEY))
        elif reading.hearing.hears(source, who) and kind not in reading.forbidden:
            known.facts.append(
                Fact(kind, seconds, amount, key, counterpart or None, purpose, source)
            )
    for known in found.values() if struck else ():
        known.facts[:] = [fact for fact in known.facts if fact.key not in struck]
    return found
