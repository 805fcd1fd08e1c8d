"""What must hold for every document and every history, not only for those we ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.columns import features
from scoring.evaluate import evaluate
from scoring.points import reach
from scoring.vector import evaluate_columns
from tests.unit.scoring.made import AS_OF, documents, facts, laws

if TYPE_CHECKING:
    from scoring.document import ScoreDocument
    from scoring.facts import Fact
    from scoring.law import Law

thorough = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
quick = settings(thorough, max_examples=80)


@thorough
@given(documents(), st.lists(facts(), max_size=4), laws)
def test_both_evaluators_give_the_same_integers(
    document: ScoreDocument, histories: list[list[Fact]], law: Law
) -> None:
    people = {str(n): told for n, told in enumerate(histories)}
    scored = evaluate_columns(document, features(document, people, as_of=AS_OF), law=law)
    for n, told in enumerate(people.values()):
        plain = evaluate(document, told, as_of=AS_OF, law=law)
        assert int(scored.scores[n]) == plain.score
        by_factor = {c.factor: c.points for c in plain.contributions}
        assert {f: int(points[n]) for f, points in scored.contributions.items()} == by_factor


@quick
@given(documents(), facts(), laws, st.randoms(use_true_random=False))
def test_order_and_repetition_leave_no_trace(document, told, law, chance) -> None:
    again = [*told, *chance.choices(told, k=5)] if told else []
    chance.shuffle(again)
    assert evaluate(document, again, as_of=AS_OF, law=law) == evaluate(
        document, told, as_of=AS_OF, law=law
    )


@quick
@given(documents(), facts())
def test_what_is_not_yet_or_not_read_does_not_count(document, told) -> None:
    past = [f for f in told if f.at <= AS_OF and f.kind != "unread"]
    keys = {f.key for f in past}
    others = [f for f in told if f not in past and f.key not in keys]
    assert evaluate(document, past + others, as_of=AS_OF) == evaluate(document, past, as_of=AS_OF)


@quick
@given(documents(), facts(), laws)
def test_base_and_contributions_are_the_score_and_stay_on_the_scale(document, told, law) -> None:
    result = evaluate(document, told, as_of=AS_OF, law=law)
    assert result.base + sum(c.points for c in result.contributions) == result.score
    assert document.scale.min <= result.score <= document.scale.max


@quick
@given(documents(), facts())
def test_an_outlawed_factor_or_rule_gives_exactly_zero(document, told) -> None:
    law = {"friends": "off", "kin": False}
    result = evaluate(document, told, as_of=AS_OF, law=law)
    for factor, contribution in zip(document.factors, result.contributions, strict=True):
        if factor.switch is not None:
            assert contribution.points == 0
        for rule, given_ in zip(factor.rules, contribution.inputs, strict=True):
            if rule.switch is not None or factor.switch is not None:
                assert (given_.points, given_.facts, given_.value) == (0, 0, None)


@quick
@given(documents(), facts())
def test_points_stay_within_reach_and_reasons_are_few_ranked_and_real(document, told) -> None:
    result = evaluate(document, told, as_of=AS_OF)
    inputs = [i for c in result.contributions for i in c.inputs]
    for rule, given_ in zip(document.rules, inputs, strict=True):
        low, high = reach(rule)
        assert low <= given_.points <= high
    assert len(result.reasons) <= 4
    ranking = [(-reason.points, reason.code) for reason in result.reasons]
    assert ranking == sorted(ranking)
    assert all(reason.points > 0 for reason in result.reasons)
