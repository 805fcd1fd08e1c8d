"""Asking for a score: facts in, a stored row out, and as much of an explanation as the law allows.

Owns when a score is computed and who is told what of it. While the law hides the calculation, what
is handed out holds no factor, no point and no reason: nobody can show what nobody was given.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from scoring import Result, ScoreDocument, band_of, percentile, standard_band
from services.kernel.audit_log import note
from services.kernel.localized import Localized
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people import masks
from services.people.identity import Neighbour, neighbours
from services.standing import agencies
from services.standing.agencies import Agency
from services.standing.scores import history
from services.standing.scores.advice import advice
from services.standing.scores.assessing import (
    Judged,
    evaluate_for,
    judge_all,
    scores_of,
    store_score,
)
from services.standing.scores.documents import (
    PAY_SCORE,
    gates,
    standard_bands,
)
from services.standing.scores.explaining import Explained, explain, tell
from services.standing.scores.lawful import (
    Explanation,
    Lawful,
    LeaderboardOff,
    NotRatedThere,
    law_of,
)

CROWD_MIN = 5  # a place among fewer would tell of persons
BOARD_MAX = 10

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A person's score and nothing about how it came about."""

    score: int
    low: int
    high: int
    document_id: str
    document_version: int
    at: TownTime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePage:
    """A score as the law in force lets its owner see it."""

    agency_id: str
    standing: Comparison
    title: Localized
    sentence: Localized | None  # only where the law is content with one
    opens: tuple[Localized, ...]  # where in town a good score opens a door
    told: Explained | None  # reasons, and the receipt where the law grants it
    band: Localized | None  # the agency's own name for it, or the common one
    lower_percent: int | None  # how many of the town stand lower, where that may be told
    others: tuple[Elsewhere, ...]
    advice: Localized | None  # what lifts it most; where the law grants the receipt
    explanation: Explanation
    has_common_bands: bool
    has_leaderboard: bool
    provenance: str  # how well the agency itself is evidenced


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The asker's last number at another agency, on a scale of its own.

    `score` is None while the calculations are secret and no scale is common: nothing to compare.
    """

    agency_id: str
    title: Localized
    score: int | None
    low: int
    high: int
    band: Localized | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody of the town with their score."""

    neighbour: Neighbour
    score: int


def my_page(town: Town, typed: str = PAY_SCORE) -> ScorePage:
    """The asker's score as of now, kept as a row. Raises `NoSuchAgency`, `NotRatedThere`."""
    one, lawful = rated_by(town, typed), law_of(town)
    assessed = evaluate_for(town, [town.actor.pid], one.agency_id, lawful)[town.actor.pid]
    store_score(town, one.agency_id, assessed)
    document, score = assessed.document, assessed.result.score
    return ScorePage(
        agency_id=one.agency_id,
        standing=Comparison(
            score=score,
            low=document.scale.min,
            high=document.scale.max,
            document_id=document.id,
            document_version=document.version,
            at=town.now,
        ),
        title=one.title,
        sentence=document.sentence if lawful.explanation is Explanation.VAGUE else None,
        opens=tuple(gate.title for gate in gates().values() if gate.document == document.id),
        told=explain(assessed, lawful.explanation),
        band=_band(document, score, lawful),
        lower_percent=_place(town, document, score, lawful),
        others=_elsewhere(town, one.agency_id, lawful),
        advice=advice(assessed, town.now) if lawful.explanation is Explanation.RECEIPT else None,
        explanation=lawful.explanation,
        has_common_bands=lawful.has_standard_bands,
        has_leaderboard=lawful.has_leaderboard,
        provenance=one.provenance,
    )


def evaluate_and_store(town: Town, pid: ParticipantId, agency_id: str) -> Result:
    """Rescore one person for an agency; they are told what moved, as far as the law allows."""
    lawful = law_of(town)
    found = evaluate_for(town, [pid], agency_id, lawful)
    _keep(town, agencies.agency(agency_id), found, lawful)
    return found[pid].result


def evaluate_and_store_all(
    town: Town, rated: Mapping[str, Collection[ParticipantId]]
) -> dict[str, dict[ParticipantId, Result]]:
    """The same for many people and agencies: facts are read once. Raises `NoSuchAgency`.

    Whoever has facts that cannot be scored keeps the old score, and is named in the audit log.
    """
    lawful = law_of(town)
    given = {}
    for name, found in judge_all(town, rated, lawful).items():
        _keep(town, agencies.agency(name), found, lawful)
        given[name] = {who: judged.result for who, judged in found.items()}
        for who in rated[name]:
            if who not in found:
                note(town, "not_scored", f"{name} {who}", role=town.actor.role)
    return given


def _keep(town: Town, one: Agency, found: Mapping[ParticipantId, Judged], lawful: Lawful) -> None:
    before = history.latest(town, one.document_id, found.keys())
    for who, judged in found.items():
        store_score(town, one.agency_id, judged)
        tell(town, one, before.get(who), judged, lawful.explanation)


def rated_by(town: Town, typed: str) -> Agency:
    """The agency that was typed, if it rates the asker. Raises `NoSuchAgency`, `NotRatedThere`."""
    one = agencies.find(typed)
    if not agencies.member(town, town.actor.pid, one.agency_id):
        raise NotRatedThere(title=one.title)
    return one


def best(
    town: Town, limit: int, *, at_least: int, without: frozenset[ParticipantId] = frozenset()
) -> list[Ranked]:
    """The highest Pay Scores of the town, ties by name; nothing is kept of the others."""
    rated = frozenset(agencies.members(town, PAY_SCORE)) - without
    people = [n for n in neighbours(town) if n.participant_id in rated]
    scored = scores_of(
        town,
        [n.participant_id for n in people],
        agencies.document(town, PAY_SCORE),
        law_of(town),
        agencies.hearing(town, PAY_SCORE),
    )
    by_name = sorted(people, key=lambda n: n.name.casefold())
    named = {n.participant_id: n for n in by_name}
    given = {who: scored[who] for who in named if who in scored}
    return [Ranked(named[who], given[who]) for who in highest(given, limit, at_least=at_least)]


def highest(given: Mapping[Who, int], limit: int, *, at_least: int) -> list[Who]:
    """Who has the highest scores, but no lower one; of equal ones the first are taken."""
    found = [who for who, score in given.items() if score >= at_least]
    return sorted(found, key=lambda who: -given[who])[:limit]


def leaderboard(town: Town) -> list[Ranked]:
    """Everybody's rank by town names, while the law wants one. Raises `LeaderboardOff`."""
    if not law_of(town).has_leaderboard:
        raise LeaderboardOff
    least = agencies.document(town, PAY_SCORE).scale.min
    return best(town, BOARD_MAX, at_least=least, without=masks.hidden(town))


def _band(document: ScoreDocument, score: int, lawful: Lawful) -> Localized | None:
    """The band of the common table; the agency's own where its calculation is open."""
    if lawful.has_standard_bands:
        return standard_band(standard_bands(), document, score).title
    own = band_of(document, score)
    return None if own is None or lawful.explanation.is_secret else own.title


def _place(town: Town, document: ScoreDocument, score: int, lawful: Lawful) -> int | None:
    """Standing on a scale can only be compared once scales are, or the calculation is open."""
    if not lawful.has_standard_bands and lawful.explanation is not Explanation.RECEIPT:
        return None
    crowd = [row.score for row in history.latest(town, document.id).values()]
    return percentile(crowd, score) if len(crowd) >= CROWD_MIN else None


def _elsewhere(town: Town, but: str, lawful: Lawful) -> tuple[Elsewhere, ...]:
    """The last numbers of all other agencies that rate the asker and have given one."""
    given = history.latest_of(town, town.actor.pid)
    is_comparable = lawful.has_standard_bands or not lawful.explanation.is_secret
    found = []
    for membership in agencies.memberships(town).memberships:
        one = membership.agency
        row = given.get(one.document_id)
        if row is None or one.agency_id == but or not membership.is_member:
            continue
        document = agencies.library().documents[row.document_id, row.document_version]
        found.append(
            Elsewhere(
                agency_id=one.agency_id,
                title=one.title,
                score=row.score if is_comparable else None,
                low=document.scale.min,
                high=document.scale.max,
                band=_band(document, row.score, lawful),
            )
        )
    return tuple(found)
