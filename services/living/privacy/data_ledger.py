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
from services.people.facts import StoredFact, facts_of, handling, kinds
from services.standing.scores import law_of

PAGE_SIZE = 8


class DataSecret(RuleError):
    """The law in force keeps what is known about people from them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact, with what the catalogue says of its kind. `kind` is None for one not listed."""

    fact: StoredFact
    kind: FactKind | None
    sensitivity: str


def my_data(town: Town, page: int = 0) -> Page[Entry]:
    """A page of all that is known about the actor, newest first. Raises `DataSecret`."""
    if not law_of(town).opens_books:
        raise DataSecret
    found: Sequence[StoredFact] = facts_of(town, town.actor.pid)[::-1]
    shown = page_of(found, page, PAGE_SIZE)
    entries = tuple(
        Entry(one, kinds().get(one.kind), handling(one.kind).sensitivity) for one in shown.items
    )
    return Page(items=entries, number=shown.number, pages=shown.pages, total=shown.total)
