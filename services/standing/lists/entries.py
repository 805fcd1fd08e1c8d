"""From listings to the names that a board shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.time import Moment
from services.standing.lists.events import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.standing.listings import Listing


def entries(standing: Iterable[Listing]) -> tuple[Entry, ...]:
    """One name for each agency: who is listed for two reasons is listed since the first."""
    found: dict[tuple[str, str], Entry] = {}
    for listing in standing:
        since = Moment(listing.published or listing.listed)
        entry = Entry(listing.participant_id, listing.name, listing.agency, since)
        found.setdefault((listing.agency, listing.participant_id), entry)
    return tuple(found.values())
