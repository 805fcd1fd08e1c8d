"""The companies' own red and black lists, drawn up from the scores that each of them gave last.

Owns who comes and goes. Nothing is judged anew here, nothing else in town rests on these lists, and
by which score one comes onto them is told only where the law wants scores explained in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.errors import RuleError
from services.law import switchboard
from services.people.identity import neighbours
from services.standing import agencies, listings, scores
from services.standing.listings import Colour, Listing
from services.standing.lists.entries import entries
from services.standing.lists.events import CompanyLists

if TYPE_CHECKING:
    from services.kernel.town import ParticipantId, Town
    from services.standing.agencies import Agency, EntryRules


class NoSuchList(RuleError):
    """No company of that name keeps lists. Fields: `typed`, `known` (the ids, in one line)."""


TYPED_MAX = 40
ALL_IS_TOLD = "receipt"

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
    standing = {colour: listings.standing(town, colour) for colour in Colour}
    moved: set[tuple[str, str]] = set()
    for one in _companies(town):
        chosen = _chosen(town, one, one.lists, names) if lawful and one.lists else {}
        for colour in (Colour.BLACK, Colour.RED):  # blame is taken off before praise is given
            here = [ls for ls in standing[colour] if ls.agency == one.agency_id]
            moved |= _bring_in_step(town, one, colour, here, chosen.get(colour, ()))
    return len(moved)


def folded(town: Town, standing: Standing) -> tuple[CompanyLists, ...]:
    """Every company's lists as they were last published; none where the law wants none."""
    found = tuple(_lists(one, standing) for one in _companies(town) if one.lists)
    if switchboard.is_on(town, switchboard.Switch.COMPANY_LISTS) or any(
        ls.red or ls.black for ls in found
    ):
        return found
    return ()


def company(town: Town, typed: str) -> CompanyPage:
    """One company's two lists, by the beginning of its name. Raises `NoSuchList`."""
    one = _found(town, typed)
    standing = {colour: listings.standing(town, colour) for colour in Colour}
    return CompanyPage(
        _lists(one, standing),
        one.lists
        if switchboard.value(town, switchboard.Switch.EXPLANATION) == ALL_IS_TOLD
        else None,
        switchboard.is_on(town, switchboard.Switch.COMPANY_LISTS),
    )


def _chosen(
    town: Town, one: Agency, rules: EntryRules, names: Mapping[ParticipantId, str]
) -> Mapping[Colour, list[ParticipantId]]:
    given = scores.latest(town, one.document_id)
    rated = (who for who in agencies.members(town, one.agency_id) if who in given)
    ranked = sorted(rated, key=lambda who: names[who].casefold())  # equal scores: by name
    praised = [who for who in ranked if given[who].score >= rules.red.start]
    blamed = [who for who in ranked if given[who].score < rules.black.below]
    praised.sort(key=lambda who: -given[who].score)
    blamed.sort(key=lambda who: given[who].score)
    return {
        Colour.RED: praised[: rules.red.at_most],
        Colour.BLACK: blamed[: rules.black.at_most],
    }


def _bring_in_step(
    town: Town,
    one: Agency,
    colour: Colour,
    standing: list[Listing],
    wanted: Iterable[ParticipantId],
) -> set[tuple[str, str]]:
    """Strike who falls out, enter who is new; whose names moved at this company."""
    wanted = list(wanted)
    listed = {listing.participant_id for listing in standing}
    gone = [listing for listing in standing if listing.participant_id not in wanted]
    new = sorted(who for who in wanted if who not in listed)  # the order tells no rank
    for listing in gone:
        listings.strike(town, listing)
    for who in new:
        basis = f"score:{who}:{town.key}"
        listings.enter(town, one.agency_id, colour, who, basis=basis)
    return {(one.agency_id, who) for who in (*(ls.participant_id for ls in gone), *new)}


def _lists(one: Agency, standing: Standing) -> CompanyLists:
    red, black = (
        entries(ls for ls in standing[colour] if ls.agency == one.agency_id)
        for colour in (Colour.RED, Colour.BLACK)
    )
    provenance = one.provenance if one.lists is None else one.lists.provenance
    return CompanyLists(
        agency_id=one.agency_id, title=one.title, red=red, black=black, provenance=provenance
    )


def _companies(town: Town) -> list[Agency]:
    return [one for one in agencies.all(town) if agencies.is_company(one.agency_id)]


def _found(town: Town, typed: str) -> Agency:
    keepers = [one for one in _companies(town) if one.lists]
    wanted = " ".join(typed.split()).casefold()
    found = [
        one
        for one in keepers
        if any(
            name.casefold().startswith(wanted)
            for name in (one.agency_id, one.title.en, one.title.zh)
        )
    ]
    if not wanted or len(found) != 1:
        known = ", ".join(one.agency_id for one in keepers)
        raise NoSuchList(typed=typed.strip()[:TYPED_MAX], known=known)
    return found[0]
