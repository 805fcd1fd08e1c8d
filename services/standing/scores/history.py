"""Scores as they were given, read back: the latest of everybody, and one person's course.

Owns the queries on stored scores. It computes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from services.kernel.localized import Localized
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.standing import agencies
from services.standing.scores.reading import ASKED_BY_NAME_MAX
from services.standing.scores.tables import scores

POINTS_MAX = 200  # of one course: more than a picture can show


@dataclass(frozen=True, slots=True)
class Given:
    """One score as it was given."""

    score_id: int
    who: ParticipantId
    document_id: str
    document_version: int
    score: int
    contributions: str
    at: TownTime


# Every query for `Given` begins here: its columns are the fields.
GIVEN = select(
    scores.c.score_id,
    scores.c.participant_id,
    scores.c.document_id,
    scores.c.document_version,
    scores.c.score,
    scores.c.contributions,
    scores.c.town_s,
)


@dataclass(frozen=True, slots=True)
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
    return {given.who: given for given in _newest(town, scores.c.participant_id, *mine)}


def latest_of(town: Town, who: ParticipantId) -> dict[str, Given]:
    """One person's last score at each agency, by document."""
    newest = _newest(town, scores.c.document_id, scores.c.participant_id == who)
    return {given.document_id: given for given in newest}


def courses(town: Town) -> tuple[Course, ...]:
    """How the asker's scores went, agency by agency."""
    rows = town.conn.execute(
        select(scores.c.document_id, scores.c.town_s, scores.c.score)
        .where(scores.c.participant_id == town.actor.pid)
        .order_by(scores.c.score_id)
    )
    points: dict[str, dict[TownTime, int]] = {}
    for document_id, at, score in rows:
        points.setdefault(document_id, {})[TownTime(at)] = score
    found = []
    for one in agencies.catalogue().values():
        if one.document_id in points:
            scale = agencies.document(town, one.agency_id).scale
            course = tuple(points[one.document_id].items())[-POINTS_MAX:]
            found.append(Course(one.agency_id, one.title, scale.min, scale.max, course))
    return tuple(found)


def _newest(town: Town, each: ColumnElement[str], *where: ColumnElement[bool]) -> list[Given]:
    """Of each person, or each document, the last score there is."""
    newest = select(func.max(scores.c.score_id)).where(*where).group_by(each)
    rows = town.conn.execute(GIVEN.where(scores.c.score_id.in_(newest)))
    return [Given(*row) for row in rows]
