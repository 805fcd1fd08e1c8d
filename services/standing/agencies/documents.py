"""Which score document speaks for an agency on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import NoDocument, ScoreDocument
from services.kernel.time import calendar_date
from services.standing.agencies.queries import agency
from services.standing.agencies.shelf import library

if TYPE_CHECKING:
    from datetime import date

    from services.kernel.town import Town


def document(town: Town, agency_id: str, on: date | None = None) -> ScoreDocument:
    """The version that judges a day (the town's today where none is given).

    The town's calendar begins in 2015, before some documents did: until a document's first day
    comes, its newest version judges. Raises `NoSuchAgency`.
    """
    document_id = agency(town, agency_id).document_id
    try:
        return library().in_force(document_id, calendar_date(town.now) if on is None else on)
    except NoDocument:
        versions = (d for d in library().documents.values() if d.id == document_id)
        return max(versions, key=lambda d: d.version)
