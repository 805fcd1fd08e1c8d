"""What is told of how a score came about, no more than the law in force grants.

Owns the step from an evaluation to what leaves this package. Where the calculation is secret the
answer is None.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scoring import Line, fingerprint, receipt
from services.kernel.localized import Localized
from services.kernel.time import TownTime
from services.standing.scores.assessing import Assessed
from services.standing.scores.lawful import Explanation


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
