"""What would lift a score over a gate, what it costs, and what the person cannot change.

Owns what of the answer the law lets be told. The search is `scoring.recourse`'s.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scoring import Gate, LawfulChange, Recourse, ScoreDocument, recourse
from scoring import Standing as Question
from services.kernel.localized import Localized
from services.kernel.money import Money
from services.kernel.town import Town
from services.standing.scores.assessing import Assessed, evaluate_for
from services.standing.scores.documents import actions, gates, kinds
from services.standing.scores.fact_pruning import prune_facts
from services.standing.scores.lawful import CalculationSecret, Explanation, NoSuchGate, law_of
from services.standing.scores.service import rated_by

TYPED_MAX = 40


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and how often."""

    title: Localized
    times: int


@dataclass(frozen=True, slots=True)
class Way:
    """One lawful change that passes the gate. `score` is told only with the arithmetic."""

    steps: tuple[Step, ...]
    price: Money
    days: int
    score: int | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """Points lost to what only others or a machine decide; told only with the arithmetic."""

    title: Localized
    points: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """The answer for one gate, and the other gates that could be asked about."""

    gate: str
    title: Localized
    at_least: int
    score: int
    passes: bool
    ways: tuple[Way, ...]
    fixed: tuple[Fixed, ...]
    is_complete: bool
    gates: tuple[tuple[str, Localized], ...]
    provenance: str


def lift(town: Town, gate_name: str = "") -> Lift:
    """The three cheapest lawful changes that pass a gate (the lowest not yet passed, if none is
    named). Raises `CalculationSecret`, `NoSuchGate`, `NotAMember`.
    """
    lawful = law_of(town)
    if lawful.explanation.is_secret:
        raise CalculationSecret
    name, gate = _gate(gate_name)
    one = rated_by(town, gate.document)
    assessed = evaluate_for(town, [town.actor.pid], one.agency_id, lawful)[town.actor.pid]
    document = assessed.document
    if not gate_name:
        name, gate = _next_gate(document.id, assessed.result.score)
    facts = prune_facts(document, assessed.facts, _settling())
    question = Question(facts, town.now, assessed.law)
    answer = recourse(document, question, gate, actions(), kinds())
    return _lift(name, gate, document, answer, has_numbers=_is_open(lawful.explanation))


def next_way(assessed: Assessed, as_of: int) -> Recourse | None:
    """The cheapest change over the next gate of this score; None where no gate is left."""
    document, score = assessed.document, assessed.result.score
    closed = [g for g in gates().values() if g.document == document.id and score < g.at_least]
    if not closed:
        return None
    gate = min(closed, key=lambda one: one.at_least)
    facts = prune_facts(document, assessed.facts, _settling())
    question = Question(facts, as_of, assessed.law)
    return recourse(document, question, gate, actions(), kinds(), most=1)


def _is_open(explanation: Explanation) -> bool:
    return explanation is Explanation.RECEIPT


def _gate(typed: str) -> tuple[str, Gate]:
    """A gate by its name or title; the first of all when nothing was typed."""
    known = gates()
    wanted = typed.strip().casefold().replace(" ", "_")
    for name, gate in known.items():
        titles = {gate.title.en.casefold().replace(" ", "_"), gate.title.zh}
        if not wanted or wanted == name or wanted in titles:
            return name, gate
    raise NoSuchGate(typed=typed[:TYPED_MAX], known=", ".join(known))


def _next_gate(document_id: str, score: int) -> tuple[str, Gate]:
    """The lowest gate that this score does not pass; the highest where it passes all."""
    mine = sorted(
        ((n, g) for n, g in gates().items() if g.document == document_id),
        key=lambda named: named[1].at_least,
    )
    closed = [(name, gate) for name, gate in mine if score < gate.at_least]
    return closed[0] if closed else mine[-1]


def _settling() -> frozenset[str]:
    """Kinds of which the search must know how many are open."""
    settling = [action for action in actions().actions.values() if action.settles is not None]
    left = {trace.kind for action in settling for trace in action.leaves}
    return frozenset(left | {str(action.settles) for action in settling})


def _lift(
    name: str, gate: Gate, document: ScoreDocument, answer: Recourse, *, has_numbers: bool
) -> Lift:
    titles = {rule.id: rule.title for rule in document.rules}
    return Lift(
        gate=name,
        title=gate.title,
        at_least=gate.at_least,
        score=answer.score,
        passes=answer.passes,
        ways=tuple(_way(change, has_numbers=has_numbers) for change in answer.changes),
        fixed=tuple(
            Fixed(titles[entry.rule], entry.points if has_numbers else None)
            for entry in answer.out_of_hand
        ),
        is_complete=answer.complete,
        gates=tuple((other, g.title) for other, g in gates().items()),
        provenance=gate.provenance,
    )


def _way(change: LawfulChange, *, has_numbers: bool) -> Way:
    known = actions().actions
    steps = tuple(Step(known[step].title, times) for step, times in Counter(change.steps).items())
    return Way(steps, Money(change.price_fen), change.days, change.score if has_numbers else None)
