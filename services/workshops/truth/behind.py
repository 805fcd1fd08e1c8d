"""What truly stands behind a listing, read off its basis.

| basis | true? |
|---|---|
| `judgment:N` | by construction: the town's court orders nobody to pay what they do not owe |
| `fact:KEY` | as the fact is: what happened, or what was only said |
| `score:…` | if the score, without what was said untruly, still falls below the mark |
| `kin:…`, `discretion:…` | never by construction: the one who is listed did nothing |

Any other basis is told as unknown and counts on neither side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.localized import Localized
from services.kernel.schema import AnyRow
from services.kernel.town import Town
from services.people.facts import FACTS, kinds
from services.standing import agencies, scores
from services.standing.listings import Listing
from services.standing.scores import SCORES

BY_CONSTRUCTION = {"judgment": True, "kin": False, "discretion": False}
BY_FACT, BY_SCORE = "fact", "score"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Behind:
    """One listing's truth, and the rule that brought it about.

    `ground` is the kind of basis; `title` names the fact or the document, `version` is that of a
    document. `is_right` is None where the simulator does not know.
    """

    is_right: bool | None
    ground: str
    title: Localized | None = None
    version: int | None = None


def behind(town: Town, found: Sequence[Listing]) -> list[Behind]:
    """The truth behind each of these listings, in their order."""
    facts, given = _facts(town, found), _given(town, found)
    told = []
    for one in found:
        ground, _, subject = one.basis.partition(":")
        if ground in BY_CONSTRUCTION:
            told.append(Behind(BY_CONSTRUCTION[ground], ground))
        elif ground == BY_FACT and (fact := facts.get(subject)):
            is_theirs = fact.participant_id == one.participant_id
            told.append(Behind(bool(fact.is_true) and is_theirs, ground, kinds()[fact.kind].title))
        elif ground == BY_SCORE:
            told.append(_by_score(town, one, given[one.agency, one.participant_id]))
        else:
            told.append(Behind(None, OTHER))
    return told


def _by_score(town: Town, listing: Listing, given: Iterable[AnyRow]) -> Behind:
    """The score that was the newest when somebody was listed, without what was said untruly."""
    rested = [row for row in given if row.town_s <= listing.listed]
    rules = agencies.find(listing.agency).lists
    if not rested or rules is None:
        return Behind(None, OTHER)
    last = rested[-1]
    document = agencies.library().documents[last.document_id, last.document_version]
    is_right = scores.true_score(town, last.score_id) < rules.black.below
    return Behind(is_right, BY_SCORE, document.title, document.version)


def _facts(town: Town, found: Sequence[Listing]) -> dict[str, AnyRow]:
    keys = {one.basis.removeprefix("fact:") for one in found if one.basis.startswith("fact:")}
    at = FACTS.c
    query = select(at.key, at.kind, at.participant_id, at.is_true)
    query = query.where(at.workshop_id == town.workshop_id, at.key.in_(keys))
    return {row.key: row for row in town.conn.execute(query)}


def _given(town: Town, found: Sequence[Listing]) -> dict[tuple[str, str], list[AnyRow]]:
    """The scores of those who are listed by score, by agency and person, oldest first."""
    people = {one.participant_id for one in found if one.basis.partition(":")[0] == BY_SCORE}
    at, given = SCORES.c, defaultdict[tuple[str, str], list[AnyRow]](list)
    rows = town.conn.execute(
        select(SCORES)
        .where(at.workshop_id == town.workshop_id, at.participant_id.in_(people))
        .order_by(at.score_id)
    )
    for row in rows:
        given[row.agency, row.participant_id].append(row)
    return given
