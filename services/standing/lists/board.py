"""What the lists tell, and the board they show: from listings to names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import Moment
from services.kernel.town import Event, ParticipantId, WorkshopId
from services.people.identity import in_language
from services.standing.listings import Listing

STARS = "**"
SOMEBODY = "某"  # as Chinese boards mask a name
WHOLLY = "***"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name on a list."""

    participant_id: ParticipantId
    name: str
    agency: str
    since: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyLists:
    """A company's own red and black list."""

    agency_id: str
    title: Localized
    red: tuple[Entry, ...]
    black: tuple[Entry, ...]
    provenance: str


@dataclass(frozen=True, slots=True)
class Masked:
    """Somebody whom a camera believes to have seen: how often, and when last."""

    name: Localized  # masked; the whole name is handed to nobody
    times: int
    last: Moment


@dataclass(frozen=True, slots=True)
class CameraBoard:
    """The crossing cameras' pictures of the last days, newest first."""

    is_lawful: bool
    pictures: int
    seen: tuple[Masked, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What hangs on the town's board. `at` is when it was last published; None: never yet.

    Red and black are the town's: its court, its town hall. `companies` is empty where none may keep
    lists.
    """

    red: tuple[Entry, ...]
    black: tuple[Entry, ...]
    at: Moment | None
    companies: tuple[CompanyLists, ...] = ()
    cameras: CameraBoard = CameraBoard(is_lawful=True, pictures=0, seen=())


@dataclass(frozen=True, slots=True)
class ListsPublished(Event):
    """An edition of the lists is out. `has_news`: it differs from what the town was last told.

    `company_names`: how many names came onto companies' lists or left them.
    """

    workshop_id: WorkshopId
    board: Board
    has_news: bool
    company_names: int = 0


def masked(name: str) -> Localized:
    """A name of the town behind stars, as readers of each language know it."""
    return Localized(**{one: mask(in_language(name, one)) for one in LANGUAGES})


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
