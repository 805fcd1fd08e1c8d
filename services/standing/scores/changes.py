"""Change receipts: what moved a score between two rescorings, told as far as the law allows.

Owns the comparison of a stored score with a fresh one. Where the calculation is secret nothing is
told, and where reasons only are owed neither: a reason beside two numbers would give a weight away.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from services.kernel.town import Town
from services.standing.scores.assessing import Assessed
from services.standing.scores.documents import score_document
from services.standing.scores.events import Change, Moved, ScoresMoved
from services.standing.scores.lawful import Explanation

if TYPE_CHECKING:
    from services.standing.agencies import Agency
    from services.standing.scores.history import Given

LINES_MAX = 8  # of one receipt; what moved least is left out


def tell(
    town: Town, one: Agency, before: Given | None, after: Assessed, explanation: Explanation
) -> None:
    """Tell the person what their score gained or lost. One message for one unit of work."""
    if explanation is not Explanation.RECEIPT or before is None:
        return
    if before.score == after.result.score:
        return
    change = Change(
        one.agency_id,
        after.document.version,
        one.title,
        before.score,
        after.result.score,
        _lines(before, after),
    )
    for number, event in enumerate(town.events):
        if isinstance(event, ScoresMoved) and event.who == after.who:
            town.events[number] = ScoresMoved(after.who, (*event.changes, change))
            return
    town.emit(ScoresMoved(after.who, (change,)))


def _lines(before: Given, after: Assessed) -> tuple[Moved, ...]:
    """Rule by rule and largest first; a rule that came or went with a version counts whole."""
    old = {
        rule["rule"]: rule["points"]
        for part in json.loads(before.contributions)
        for rule in part["inputs"]
    }
    new = {given.rule: given.points for part in after.result.contributions for given in part.inputs}
    moved = {
        rule: new.get(rule, 0) - old.get(rule, 0)
        for rule in (*new, *(gone for gone in old if gone not in new))
        if new.get(rule, 0) != old.get(rule, 0)
    }
    largest = sorted(moved, key=lambda rule: (-abs(moved[rule]), rule))[:LINES_MAX]
    known = {
        rule.id: rule.title
        for document in (
            score_document(before.document_id, before.document_version),
            after.document,
        )
        for rule in document.rules
    }
    return tuple(Moved(known[rule], moved[rule]) for rule in largest)
