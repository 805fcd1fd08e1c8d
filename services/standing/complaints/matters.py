"""What a complaint may be about, as it is asked once it stands: the likeliest first.

Owns the order of the keys. Words and entries of lists only order them; nothing is filed by a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache

from services.kernel.localized import LANGUAGES
from services.kernel.town import ParticipantId, Town
from services.standing import listings
from services.standing.complaints.remedies import matters
from services.standing.complaints.shapes import About, Complaint
from services.standing.listings import Colour, Listing

OF_ENTRIES = (About.LISTING, About.UNTOLD)
OF_BOOKS = (About.FACT, About.GUESS, About.ARITHMETIC)


def entries_of(town: Town, who: ParticipantId) -> list[Listing]:
    """Somebody's entries of the town's black lists that stand, the oldest first."""
    standing = listings.unended(town, Colour.BLACK)
    return [one for one in standing if one.participant_id == who and not one.is_companys]


def likeliest(town: Town, one: Complaint) -> tuple[About, ...]:
    """What it may be about: what its words speak of most, then what its person's books have."""
    usual: tuple[About, ...] = (*OF_BOOKS, *OF_ENTRIES)
    if entries_of(town, one.who):
        usual = (*OF_ENTRIES, *OF_BOOKS)
    elif one.finding is not None and not one.finding.agrees:
        usual = (About.ARITHMETIC, *(what for what in usual if what is not About.ARITHMETIC))
    words = one.words.casefold()
    return tuple(sorted(usual, key=lambda what: -_spoken_of(what, words)))


def _spoken_of(what: About, words: str) -> int:
    said = _signs().get(what)
    return 0 if said is None else len(set(said.findall(words)))


@lru_cache(maxsize=1)
def _signs() -> dict[About, re.Pattern[str]]:
    return {
        what: re.compile("|".join(_sign(word) for lang in LANGUAGES for word in getattr(one, lang)))
        for what, one in matters().items()
    }


def _sign(word: str) -> str:
    """Where an English word begins; Chinese words have no ends."""
    return rf"(?<![a-z]){re.escape(word)}" if word.isascii() else re.escape(word)
