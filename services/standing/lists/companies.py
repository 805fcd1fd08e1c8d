"""The companies' own red and black lists, drawn up from the scores that each of them gave last.

Owns who comes and goes. Nothing is judged anew here, nothing else in town rests on these lists, and
by which score one comes onto them is told only where the law wants scores explained in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from services.kernel.errors import RuleError
from services.kernel.town import ParticipantId, Town
from services.law import switchboard
from services.people.identity import neighbours
from services.standing import agencies, listings, scores
from services.standing.agencies import Agency, EntryRules
from services.standing.listings import Colour, Listing
from services.standing.lists.board import CompanyLists, entries


class NoSuchList(RuleError):
    """No company of that name keeps lists. Fields: `typed`, `known` (the ids, in one line)."""


TYPED_MAX = 40
ALL_IS_TOLD = "receipt"

Who = TypeVar("Who")
Standing = Mapping[Colour, Iterable[Listing]]


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One company's lists; its rules only where the law grants the receipt."""

    lists: CompanyLists
    rules: EntryRules | None
    is_lawful: bool


def draw_up(town: Town) -> int:
    """Draw up all companies' lists; how many names came or went. Published with the town's own.

    Who stays keeps the old entry, with its date. Where the law forbids such lists all are struck.
    """
    lawful = switchboard.is_on(town, switchboard.Switch.COMPANY_LISTS)
    names = {one.participant_id: one.name for one in neighbours(town)}
    standing = listings.both(town)
    moved: set[tuple[str, str]] = set()
    for one in agencies.companies():
        name = one.agency_id
        chosen = _chosen(town, one, one.lists, names) if lawful and one.lists else {}
        for colour in (Colour.BLACK, Colour.RED):  # blame is taken off before praise is given
            here = [ls for ls in standing[colour] if ls.agency == name]
            wanted = {who: f"score:{who}:{town.key}" for who in chosen.get(colour, ())}
            moved |= {(name, w) for w in listings.renew(town, name, colour, here, wanted)}
    return len(moved)


def folded(town: Town, standing: Standing) -> tuple[CompanyLists, ...]:
    """Every company's lists as they were last published; none where the law wants none."""
    found = tuple(_lists(one, standing) for one in agencies.companies() if one.lists)
    is_lawful = switchboard.is_on(town, switchboard.Switch.COMPANY_LISTS)
    return found if is_lawful or any(ls.red or ls.black for ls in found) else ()


def company(town: Town, typed: str) -> CompanyPage:
    """One company's two lists, by the beginning of its name. Raises `NoSuchList`."""
    one = _found(typed)
    is_told = switchboard.value(town, switchboard.Switch.EXPLANATION) == ALL_IS_TOLD
    return CompanyPage(
        _lists(one, listings.public(town)),
        one.lists if is_told else None,
        switchboard.is_on(town, switchboard.Switch.COMPANY_LISTS),
    )


def _chosen(
    town: Town, one: Agency, rules: EntryRules, names: Mapping[ParticipantId, str]
) -> Mapping[Colour, list[ParticipantId]]:
    given = scores.latest(town, one.document_id)
    rated = (who for who in agencies.members(town, one.agency_id) if who in given)
    ranked = sorted(rated, key=lambda who: names[who].casefold())  # equal scores: by name
    return drawn_up(rules, {who: given[who].score for who in ranked})


def drawn_up(rules: EntryRules, given: Mapping[Who, int]) -> Mapping[Colour, list[Who]]:
    """Whom a company praises and whom it blames, by scores; of equal ones the first are taken."""
    praised = scores.highest(given, rules.red.at_most, at_least=rules.red.start)
    blamed = [who for who, score in given.items() if score < rules.black.below]
    blamed.sort(key=lambda who: given[who])
    return {Colour.RED: praised, Colour.BLACK: blamed[: rules.black.at_most]}


def _lists(one: Agency, standing: Standing) -> CompanyLists:
    red, black = (
        entries(ls for ls in standing[colour] if ls.agency == one.agency_id)
        for colour in (Colour.RED, Colour.BLACK)
    )
    provenance = one.provenance if one.lists is None else one.lists.provenance
    return CompanyLists(
        agency_id=one.agency_id, title=one.title, red=red, black=black, provenance=provenance
    )


def _found(typed: str) -> Agency:
    keepers = [one for one in agencies.companies() if one.lists]
    wanted = " ".join(typed.split()).casefold()
    found = agencies.begun_by(wanted, keepers)
    if not wanted or len(found) != 1:
        known = ", ".join(one.agency_id for one in keepers)
        raise NoSuchList(typed=typed.strip()[:TYPED_MAX], known=known)
    return found[0]
