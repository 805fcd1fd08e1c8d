"""What is told of how a score came about and what moved it, no more than the law in force grants.

Where the calculation is secret nothing is told. Where reasons only are owed, a change is not told
either: a reason beside two numbers would give a weight away.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from scoring import Line, fingerprint, receipt
from services.kernel.localized import Localized
from services.kernel.time import TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.standing.agencies import Agency, library
from services.standing.scores.assessing import Assessed, Judged
from services.standing.scores.history import Given
from services.standing.scores.lawful import Explanation

LINES_MAX = 8  # of one change; what moved least is left out


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of a change receipt: a rule, and what it gave more or less."""

    title: Localized
    points: int


@dataclass(frozen=True, slots=True)
class Change:
    """One score before and after a rescoring."""

    agency_id: str
    document_version: int
    title: Localized
    before: int
    after: int
    lines: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class ScoresMoved(Event):
    """All that a rescoring changed for one person: one message, however many agencies."""

    who: ParticipantId
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class FactsRead:
    """The facts of one kind that the score read, how many and since when none came."""

    kind: str
    count: int
    latest: TownTime


@dataclass(frozen=True, slots=True)
class Receipt:
    """Facts, document and arithmetic: the whole of it."""

    facts: tuple[FactsRead, ...]
    lines: tuple[Line, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Explained:
    """At most four reasons, the costliest first; with the receipt, where it is granted."""

    reasons: tuple[Localized, ...]
    receipt: Receipt | None


def explain(assessed: Assessed, explanation: Explanation) -> Explained | None:
    """The explanation that the law grants; None while the calculation is secret."""
    if explanation.is_secret:
        return None
    catalogue = assessed.document.reasons
    reasons = tuple(catalogue[lost.code].says for lost in assessed.result.reasons)
    is_open = explanation is Explanation.RECEIPT
    return Explained(reasons, _receipt(assessed) if is_open else None)


def _receipt(assessed: Assessed) -> Receipt:
    document = assessed.document
    kinds = {kind for rule in document.rules for kind in rule.kinds}
    read = [fact for fact in assessed.facts if fact.kind in kinds]
    counts = Counter(fact.kind for fact in read)
    facts = tuple(
        FactsRead(kind, count, TownTime(max(f.at for f in read if f.kind == kind)))
        for kind, count in sorted(counts.items())
    )
    return Receipt(facts, receipt(document, assessed.result), fingerprint(document))


def tell(
    town: Town, one: Agency, before: Given | None, after: Judged, explanation: Explanation
) -> None:
    """Tell the person what their score gained or lost. One message for one unit of work."""
    score = after.result.score
    if explanation is not Explanation.RECEIPT or before is None or before.score == score:
        return
    version, lines = after.document.version, _lines(before, after)
    change = Change(one.agency_id, version, one.title, before.score, score, lines)
    for number, event in enumerate(town.events):
        if isinstance(event, ScoresMoved) and event.who == after.who:
            town.events[number] = ScoresMoved(after.who, (*event.changes, change))
            return
    town.emit(ScoresMoved(after.who, (change,)))


def _lines(before: Given, after: Judged) -> tuple[Moved, ...]:
    """Rule by rule and largest first; a rule that came or went with a version counts whole."""
    moved = Counter({i.rule: i.points for part in after.result.contributions for i in part.inputs})
    for part in json.loads(before.contributions):
        moved.subtract({rule["rule"]: rule["points"] for rule in part["inputs"]})
    largest = sorted(moved, key=lambda rule: (-abs(moved[rule]), rule))[:LINES_MAX]
    former = library().documents[before.document_id, before.document_version]
    titles = {rule.id: rule.spoken for rule in (*former.rules, *after.document.rules)}
    return tuple(Moved(titles[rule], moved[rule]) for rule in largest if moved[rule])
