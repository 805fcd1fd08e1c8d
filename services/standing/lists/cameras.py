"""The crossing cameras' board: whom they reported of late, with masked names and no photograph.

Owns what hangs there and since when. The cameras take some faces for others; nobody who looks can
tell, and no way leads from here to a correction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, delete, func, select

from services.kernel.schema import insert_new
from services.kernel.time import DAY_S, Moment
from services.kernel.town import STEWARDS, Town, require
from services.law import switchboard
from services.people.facts import FACTS, STANDING_FACTS
from services.people.identity import PEOPLE
from services.people.masks import MASKED
from services.standing import agencies
from services.standing.lists.board import CameraBoard, Masked, masked
from services.standing.lists.tables import camera_pictures, list_editions

OFFICE = "crossing_cameras"
REPORTED = "jaywalking"
HANGS_S = 3 * DAY_S  # for how long; invented


@dataclass(frozen=True, slots=True)
class CameraTruth:
    """The pictures that ever hung, and how many of them show another than the one they name."""

    pictures: int
    wrong: int


def post(town: Town) -> int:
    """Hang up what was newly reported; how many pictures are new. Twice is once."""
    if not (_is_lawful(town) and _is_open(town)):
        return 0
    reports = town.conn.execute(
        select(STANDING_FACTS.c.fact_id, STANDING_FACTS.c.participant_id, STANDING_FACTS.c.town_s)
        .where(
            STANDING_FACTS.c.workshop_id == town.workshop_id,
            STANDING_FACTS.c.kind == REPORTED,
            STANDING_FACTS.c.source == OFFICE,
            STANDING_FACTS.c.town_s > town.now - HANGS_S,
            STANDING_FACTS.c.town_s <= town.now,
        )
        .order_by(STANDING_FACTS.c.fact_id)
    ).all()
    return sum(
        insert_new(
            town.conn,
            camera_pictures,
            workshop_id=town.workshop_id,
            fact_id=report.fact_id,
            participant_id=report.participant_id,
            reported_town_s=report.town_s,
            posted_town_s=town.now,
        )
        for report in reports
    )


def take_down(town: Town, kinds: Collection[str], until: int) -> None:
    """Take down the pictures of reports of these kinds up to a town time: they are purged."""
    at = FACTS.c
    purged = (at.workshop_id == town.workshop_id, at.kind.in_(kinds), at.town_s <= until)
    theirs = camera_pictures.c.fact_id.in_(select(at.fact_id).where(*purged))
    town.conn.execute(delete(camera_pictures).where(theirs))


def cameras(town: Town) -> CameraBoard:
    """What hangs there since the last publication."""
    if not _is_lawful(town):
        return CameraBoard(is_lawful=False, pictures=0, seen=())
    shown = _shown(town) if _is_open(town) else []
    pictures = sum(one.times for one in shown)
    return CameraBoard(is_lawful=True, pictures=pictures, seen=tuple(shown))


def camera_truth(town: Town) -> CameraTruth:
    """What hung there held against what happened. Raises `NotAllowed` for participants."""
    require(town, *STEWARDS)
    row = town.conn.execute(
        select(func.count(), func.sum(case((FACTS.c.is_true, 0), else_=1)))
        .select_from(camera_pictures)
        .join(FACTS, FACTS.c.fact_id == camera_pictures.c.fact_id)
        .where(camera_pictures.c.workshop_id == town.workshop_id)
    ).one()
    return CameraTruth(int(row[0]), int(row[1] or 0))


def _shown(town: Town) -> list[Masked]:
    published = (
        select(func.max(list_editions.c.town_s))
        .where(list_editions.c.workshop_id == town.workshop_id)
        .scalar_subquery()
    )
    last = func.max(camera_pictures.c.reported_town_s)
    rows = town.conn.execute(
        select(PEOPLE.c.name, func.count(), last)
        .join(PEOPLE, PEOPLE.c.participant_id == camera_pictures.c.participant_id)
        .join(STANDING_FACTS, STANDING_FACTS.c.fact_id == camera_pictures.c.fact_id)
        .where(
            camera_pictures.c.workshop_id == town.workshop_id,
            camera_pictures.c.reported_town_s > published - HANGS_S,
            camera_pictures.c.participant_id.not_in(select(MASKED.c.participant_id)),
        )
        .group_by(PEOPLE.c.participant_id, PEOPLE.c.name, PEOPLE.c.name_key)
        .order_by(last.desc(), PEOPLE.c.name_key)
    )
    return [Masked(masked(name), int(times), Moment(at)) for name, times, at in rows]


def _is_lawful(town: Town) -> bool:
    return switchboard.is_on(town, switchboard.Switch.CAMERA_BOARD)


def _is_open(town: Town) -> bool:
    return OFFICE not in agencies.closed_sources(town)
