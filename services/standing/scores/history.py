"""Scores as they were given, read back: the latest of everybody, and one person's course.

Owns the queries on stored scores. It computes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from services.kernel.localized import Localized
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.standing import agencies
from services.standing.scores.tables import scores

if TYPE_CHECKING:
    from sqlalchemy import Row

POINTS_MAX = 200  # of one course: more than a picture can show
ASKED_BY_NAME_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One score as it was given."""

    score_id: int
    who: ParticipantId
    document_id: str
    document_version: int
    score: int
    contributions: str
    at: TownTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a person's number at one agency went: town times and scores, oldest first."""

    agency_id: str
    title: Localized
    low: int
    high: int
    points: tuple[tuple[TownTime, int], ...]


def latest(
    town: Town, document_id: str, people: Collection[ParticipantId] | None = None
) -> dict[ParticipantId, Given]:
    """The last score that each person was given under a document, whatever its version."""
    mine = [scores.c.workshop_id == town.workshop_id, scores.c.document_id == document_id]
    if people is not None and len(people) <= ASKED_BY_NAME_MAX:
        mine.append(scores.c.participant_id.in_(people))
    newest = select(func.max(scores.c.score_id)).where(*mine).group_by(scores.c.participant_id)
    rows = town.conn.execute(select(scores).where(scores.c.score_id.in_(newest)))
    return {ParticipantId(row.participant_id): given(row) for row in rows}


def latest_of(town: Town, who: ParticipantId) -> list[Given]:
    """One person's last score at each agency, by document."""
    newest = (
        select(func.max(scores.c.score_id))
        .where(scores.c.participant_id == who)
        .group_by(scores.c.document_id)
    )
    rows = town.conn.execute(
        select(scores).where(scores.c.score_id.in_(newest)).order_by(scores.c.document_id)
    )
    return [given(row) for row in rows]


def courses(town: Town) -> tuple[Course, ...]:
    """How the asker's scores went, agency by agency."""
    rows = town.conn.execute(
        select(scores.c.document_id, scores.c.town_s, scores.c.score)
        .where(scores.c.participant_id == town.actor.pid)
        .order_by(scores.c.score_id)
    )
    points: dict[str, dict[TownTime, int]] = {}
    for row in rows:
        points.setdefault(row.document_id, {})[TownTime(row.town_s)] = row.score
    return tuple(
        _course(town, one.agency_id, points[one.document_id])
        for one in agencies.all(town)
        if one.document_id in points
    )


def _course(town: Town, agency_id: str, points: dict[TownTime, int]) -> Course:
    document = agencies.document(town, agency_id)
    return Course(
        agency_id=agency_id,
        title=agencies.agency(town, agency_id).title,
        low=document.scale.min,
        high=document.scale.max,
        points=tuple(points.items())[-POINTS_MAX:],
    )


def given(row: Row[*tuple[Any, ...]]) -> Given:
    """A row of stored scores as a value."""
    return Given(
        score_id=row.score_id,
        who=ParticipantId(row.participant_id),
        document_id=row.document_id,
        document_version=row.document_version,
        score=row.score,
        contributions=row.contributions,
        at=TownTime(row.town_s),
    )
