"""From listings to the names that a board shows."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from services.kernel.time import Moment
from services.standing.lists.events import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.standing.listings import Listing


STARS = "**"
SOMEBODY = "某"  # as Chinese boards mask a name
WHOLLY = "***"


def mask(name: str) -> str:
    """The first letter and stars; 某 after a Chinese character.

    Of a name that begins with no letter, or is one letter long, nothing is told.
    """
    plain = unicodedata.normalize("NFC", name).strip()
    letters = [char for char in plain if char.isalpha()]
    if len(letters) < 2 or not plain[0].isalpha():  # noqa: PLR2004 - one letter would tell all
        return WHOLLY
    is_chinese = unicodedata.name(plain[0], "").startswith("CJK")
    masked = plain[0] + (SOMEBODY if is_chinese else STARS)
    return WHOLLY if masked == plain else masked


def entries(standing: Iterable[Listing]) -> tuple[Entry, ...]:
    """One name for each agency: who is listed for two reasons is listed since the first."""
    found: dict[tuple[str, str], Entry] = {}
    for listing in standing:
        since = Moment(listing.published or listing.listed)
        entry = Entry(listing.participant_id, listing.name, listing.agency, since)
        found.setdefault((listing.agency, listing.participant_id), entry)
    return tuple(found.values())
