"""A score document as an OpenFisca model, for measuring beside it.

One input per rule (the measured value plus one, 0 for none), one variable per rule, factor and
score, written the way OpenFisca's own countries write them. Needs `openfisca_core`, which only this
measurement wants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.taxscales import SingleAmountTaxScale
from openfisca_core.variables import Variable

if TYPE_CHECKING:
    from scoring.columns import Columns
    from scoring.document import Factor, Rule, ScoreDocument

PERSON = build_entity(key="person", plural="people", label="A person", is_person=True)
DAY = "2026-04-01"
Formula = Callable[..., Any]


def prepared(document: ScoreDocument, columns: Columns) -> Callable[[], Any]:
    """A simulation with all inputs set; running it computes every score afresh."""
    system = TaxBenefitSystem([PERSON])
    for factor in document.factors:
        for rule in factor.rules:
            system.add_variable(_variable(f"slot_{rule.id}", None))
            system.add_variable(_variable(f"points_{rule.id}", _rule(rule)))
        system.add_variable(_variable(f"factor_{factor.id}", _factor(factor)))
    system.add_variable(_variable("score", _score(document)))
    computed = [f"points_{rule.id}" for rule in document.rules]
    computed += [f"factor_{factor.id}" for factor in document.factors] + ["score"]
    simulation = SimulationBuilder().build_default_simulation(system, len(columns.people))
    for name, slots in columns.slots.items():
        simulation.set_input(f"slot_{name}", DAY, slots.astype(np.int32))

    def run() -> Any:
        for name in computed:
            simulation.delete_arrays(name)
        return simulation.calculate("score", DAY)

    return run


def _variable(name: str, formula: Formula | None) -> type[Variable]:
    fields: dict[str, Any] = {
        "value_type": int,
        "entity": PERSON,
        "definition_period": DateUnit.DAY,
        "label": name,
    }
    if formula is not None:
        fields["formula"] = formula
    return type(name, (Variable,), fields)


def _rule(rule: Rule) -> Formula:
    scale = SingleAmountTaxScale(name=rule.id)
    for entry in rule.bins:
        scale.add_bracket(entry.start, entry.points)

    def formula(person: Any, period: Any) -> Any:
        slots = person(f"slot_{rule.id}", period)
        value = np.maximum(slots - 1, 0)
        if rule.each is None:
            points = scale.calc(value, right=False)
        else:
            parts = rule.each.per * (100 if rule.decay else 1)
            points = np.clip(
                value * rule.each.points // parts,
                min(rule.each.limit, 0),
                max(rule.each.limit, 0),
            )
        return points if rule.when_none is None else np.where(slots == 0, rule.when_none, points)

    return formula


def _factor(factor: Factor) -> Formula:
    def formula(person: Any, period: Any) -> Any:
        total = sum(person(f"points_{rule.id}", period) for rule in factor.rules)
        if factor.cap is None:
            return total
        return np.clip(total, factor.cap.at_least, factor.cap.at_most)

    return formula


def _score(document: ScoreDocument) -> Formula:
    def formula(person: Any, period: Any) -> Any:
        given = sum(person(f"factor_{factor.id}", period) for factor in document.factors)
        return document.base.points + given

    return formula
