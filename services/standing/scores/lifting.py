"""A score at a gate: whether it passes, what would lift it over, and what the person cannot change.

Owns what of the answer the law lets be told. The search is `scoring.recourse`'s; that nobody is
turned away is the service's part.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from scoring import Gate, LawfulChange, Recourse, recourse
from scoring import Standing as Question
from scoring.prospect import prune_facts
from scoring.recourse import MOST_CHANGES
from services.kernel.localized import Localized
from services.kernel.money import Money
from services.kernel.town import Town
from services.standing import agencies, listings
from services.standing.scores.assessing import Assessed, evaluate_for, store_score
from services.standing.scores.documents import actions, actions_under, gates, kinds
from services.standing.scores.explaining import explain
from services.standing.scores.lawful import CalculationSecret, Explanation, NoSuchGate, law_of
from services.standing.scores.service import rated_by

TYPED_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """One look at a gate. Whom the town's red list praises passes with any score; without one (it
    was given up), nobody does.

    `reasons` is None while the law hides the calculation.
    """

    gate: str
    at_least: int
    passes: bool = False
    score: int | None = None
    score_id: int | None = None  # the stored row that decided
    reasons: tuple[Localized, ...] | None = None


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


def eligible(town: Town, gate_name: str) -> Eligibility:
    """Judge the actor at a gate as of now, and keep the score. Raises `NoSuchGate`."""
    gate = gates().get(gate_name)
    if gate is None:
        raise NoSuchGate(typed=gate_name, known=", ".join(gates()))
    at_gate = Eligibility(gate=gate_name, at_least=gate.at_least)
    one, me, lawful = agencies.find(gate.document), town.actor.pid, law_of(town)
    if not agencies.member(town, me, one.agency_id):
        return at_gate
    assessed = evaluate_for(town, [me], one.agency_id, lawful)[me]
    score, told = assessed.result.score, explain(assessed, lawful.explanation)
    return replace(
        at_gate,
        passes=score >= gate.at_least or listings.is_praised(town, me),
        score=score,
        score_id=store_score(town, one.agency_id, assessed),
        reasons=None if told is None else told.reasons,
    )


def lift(town: Town, gate_name: str = "") -> Lift:
    """The three cheapest lawful changes that pass a gate (the lowest not yet passed, if none is
    named). Raises `CalculationSecret`, `NoSuchGate`, `NotRatedThere`.
    """
    lawful = law_of(town)
    if lawful.explanation.is_secret:
        raise CalculationSecret(opens=Explanation.REASONS.value)
    name, gate = _gate(gate_name)
    one = rated_by(town, gate.document)
    assessed = evaluate_for(town, [town.actor.pid], one.agency_id, lawful)[town.actor.pid]
    if not gate_name:
        ladder = _gates_of(assessed.document.id)
        closed = [step for step in ladder if assessed.result.score < step[1].at_least]
        name, gate = closed[0] if closed else ladder[-1]
    answer = _search(assessed, gate, town.now)
    has_numbers = lawful.explanation is Explanation.RECEIPT
    titles = {rule.id: rule.spoken for rule in assessed.document.rules}
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


def next_way(assessed: Assessed, as_of: int) -> Recourse | None:
    """The cheapest change over the next gate of this score; None where no gate is left."""
    ladder, score = _gates_of(assessed.document.id), assessed.result.score
    gate = next((gate for _, gate in ladder if score < gate.at_least), None)
    return None if gate is None else _search(assessed, gate, as_of, most=1)


def _search(assessed: Assessed, gate: Gate, as_of: int, most: int = MOST_CHANGES) -> Recourse:
    known = actions_under(assessed.forbidden)
    # Of these the search must know how many are open.
    settling = [action for action in known.actions.values() if action.settles is not None]
    kept = {trace.kind for action in settling for trace in action.leaves}
    kept |= {str(action.settles) for action in settling}
    facts = prune_facts(assessed.document, assessed.facts, frozenset(kept))
    question = Question(facts, as_of, assessed.law)
    return recourse(assessed.document, question, gate, known, kinds(), most=most)


def _gate(typed: str) -> tuple[str, Gate]:
    """A gate by its name or title; the first of all when nothing was typed."""
    wanted = typed.strip().casefold().replace(" ", "_")
    for name, gate in gates().items():
        titles = {gate.title.en.casefold().replace(" ", "_"), gate.title.zh}
        if not wanted or wanted == name or wanted in titles:
            return name, gate
    raise NoSuchGate(typed=typed[:TYPED_MAX], known=", ".join(gates()))


def _gates_of(document_id: str) -> list[tuple[str, Gate]]:
    """A document's gates, the lowest first."""
    mine = ((name, gate) for name, gate in gates().items() if gate.document == document_id)
    return sorted(mine, key=lambda named: named[1].at_least)


def _way(change: LawfulChange, *, has_numbers: bool) -> Way:
    known = actions().actions
    steps = tuple(Step(known[step].title, times) for step, times in Counter(change.steps).items())
    return Way(steps, Money(change.price_fen), change.days, change.score if has_numbers else None)
