"""Everything that is known about oneself: who wrote it down, what for, for whom; when the law lets.

While calculations are secret and nobody has a right to it, the ledger is refused, politely;
afterwards it shows every fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.document import FactKind
from services.kernel.errors import RuleError
from services.kernel.paging import Page, page_of
from services.kernel.town import Town
from services.law import switchboard
from services.living.privacy.reading import Reading, readers
from services.people.facts import StoredFact, facts_of, handling, kinds, notes_of, write_note
from services.standing.scores import law_of

PAGE_SIZE = 8


class DataSecret(RuleError):
    """The law in force keeps what is known about people from them."""

    opened_by = "data_rights on"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact, with what the catalogue says of its kind. `kind` is None for one not listed."""

    fact: StoredFact
    kind: FactKind | None
    sensitivity: str
    note: str = ""
    read_by: tuple[Reading, ...] = ()


def my_data(town: Town, page: int = 0) -> Page[Entry]:
    """A page of all that is known about the actor, newest first. Raises `DataSecret`."""
    if not law_of(town).opens_books:
        raise DataSecret
    found: Sequence[StoredFact] = facts_of(town, town.actor.pid)[::-1]
    shown = page_of(found, page, PAGE_SIZE)
    said, seen = notes_of(town, town.actor.pid), readers(town, shown.items)
    entries = tuple(
        Entry(
            fact=one,
            kind=kinds().get(one.kind),
            sensitivity=handling(one.kind).sensitivity,
            note=said.get(one.fact_id, ""),
            read_by=seen.get(one.fact_id, ()),
        )
        for one in shown.items
    )
    return Page(items=entries, number=shown.number, pages=shown.pages, total=shown.total)


@dataclass(frozen=True, slots=True)
class Noted:
    """A note stands beside a fact; `is_shown`: whether the law makes those who read show it."""

    is_shown: bool


def note(town: Town, fact_id: int, words: str) -> Noted:
    """Put words of one's own beside a fact of one's own. Raises `DataSecret`, as `write_note`."""
    if not law_of(town).opens_books:
        raise DataSecret
    write_note(town, fact_id, words)
    return Noted(switchboard.is_on(town, switchboard.Switch.DATA_RIGHTS))
