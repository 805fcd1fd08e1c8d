"""The licence review: the companies' trial ends, once in a town, as the papers say it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, Town, require
from services.standing.agencies.catalogue import AgencyKind, catalogue
from services.standing.agencies.events import LicencesReviewed, ReviewedBefore
from services.standing.agencies.ownership import ownership
from services.standing.agencies.tables import licence_reviews

if TYPE_CHECKING:
    from collections.abc import Mapping


def review_licences(town: Town) -> Mapping[str, bool]:
    """Let the central bank decide on all companies; the town is told. Which of them passed.

    Raises `NotAllowed`, `ReviewedBefore`.
    """
    require(town, *STEWARDS)
    trial = ownership().trial
    companies = [one for one in catalogue().values() if one.kind is AgencyKind.COMPANY]
    outcome = {one.agency_id: one.agency_id in trial.passed for one in companies}
    for agency_id, passed in outcome.items():
        is_new = insert_new(
            town.conn,
            licence_reviews,
            workshop_id=town.workshop_id,
            agency=agency_id,
            passed=passed,
            town_s=town.now,
        )
        if not is_new:
            raise ReviewedBefore
        note(town, "licence", f"{agency_id}={'yes' if passed else 'no'}", role=town.actor.role)
    town.emit(
        LicencesReviewed(
            workshop_id=town.workshop_id,
            companies=len(companies),
            months=trial.months,
            passed=tuple(one.title for one in companies if outcome[one.agency_id]),
            provenance=trial.provenance,
        )
    )
    return outcome


def licences(town: Town) -> Mapping[str, bool]:
    """Which company passed the review; empty before there was one."""
    rows = town.conn.execute(
        select(licence_reviews.c.agency, licence_reviews.c.passed).where(
            licence_reviews.c.workshop_id == town.workshop_id
        )
    )
    return {agency: bool(passed) for agency, passed in rows}
