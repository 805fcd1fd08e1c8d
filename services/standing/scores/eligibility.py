"""Whether a service asks somebody for a deposit: the score at its gate, evaluated afresh each time.

Owns what of the evaluation the asker may be told. That nobody is turned away is the service's part.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.localized import Localized
from services.kernel.town import Town
from services.standing import agencies
from services.standing.scores.assessing import evaluate_for, store_score
from services.standing.scores.documents import gates
from services.standing.scores.explaining import explain
from services.standing.scores.lawful import NoSuchGate, law_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """One look at a gate. Without a score (it was given up), it is not passed.

    `reasons` is None while the law hides the calculation.
    """

    gate: str
    at_least: int
    passes: bool
    score: int | None
    score_id: int | None  # the stored row that decided
    reasons: tuple[Localized, ...] | None


def eligible(town: Town, gate_name: str) -> Eligibility:
    """Judge the actor at a gate as of now, and keep the score. Raises `NoSuchGate`."""
    gate = gates().get(gate_name)
    if gate is None:
        raise NoSuchGate(typed=gate_name, known=", ".join(gates()))
    one = agencies.find(town, gate.document)
    if not agencies.member(town, town.actor.pid, one.agency_id):
        return Eligibility(
            gate=gate_name,
            at_least=gate.at_least,
            passes=False,
            score=None,
            score_id=None,
            reasons=None,
        )
    lawful = law_of(town)
    assessed = evaluate_for(town, [town.actor.pid], one.agency_id, lawful)[town.actor.pid]
    score, told = assessed.result.score, explain(assessed, lawful.explanation)
    return Eligibility(
        gate=gate_name,
        at_least=gate.at_least,
        passes=score >= gate.at_least,
        score=score,
        score_id=store_score(town, one.agency_id, assessed),
        reasons=None if told is None else told.reasons,
    )
