"""What was reported held against what happened. For those who run the town, and the debrief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from services.kernel.town import STEWARDS, Town, require
from services.living.offices.tables import office_incidents

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class OfficeTruth:
    """One office so far: reports that were made, and those filed under the wrong person."""

    reported: int
    wrong: int


def truth(town: Town) -> Mapping[str, OfficeTruth]:
    """Every office that has reported anything. Raises `NotAllowed` for participants."""
    require(town, *STEWARDS)
    kept = office_incidents.c
    rows = town.conn.execute(
        select(kept.office, func.count(), func.sum(case((kept.who != kept.named, 1), else_=0)))
        .where(kept.workshop_id == town.workshop_id, kept.reported_town_s.is_not(None))
        .group_by(kept.office)
    )
    return {office: OfficeTruth(int(count), int(wrong)) for office, count, wrong in rows}
