"""What must hold for every document and every history, not only for those we ship."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.columns import Columns, features, results
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, Fact
from scoring.loader import load_document
from scoring.points import reach
from scoring.strands import collect
from scoring.vector import BLOCK, evaluate_columns
from tests.unit.scoring.made import AS_OF, documents, facts, laws

if TYPE_CHECKING:
    from scoring.document import ScoreDocument
    from scoring.facts import Law

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
quick = settings(thorough, max_examples=40)
CROWD = 5_000


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
@given(documents(), st.lists(facts(), max_size=4), laws)
def test_a_whole_result_is_the_same_from_columns(
    document: ScoreDocument, histories: list[list[Fact]], law: Law
) -> None:
    people = {str(n): told for n, told in enumerate(histories)}
    found = results(document, collect(people), as_of=AS_OF, law=law)
    assert found == {
        who: evaluate(document, told, as_of=AS_OF, law=law) for who, told in people.items()
    }


@quick
@given(documents(), st.lists(facts(), max_size=3), st.lists(facts(), max_size=3), laws)
def test_facts_that_come_later_count_as_if_they_had_been_there(
    document: ScoreDocument, first: list[list[Fact]], then: list[list[Fact]], law: Law
) -> None:
    if any(rule.measure == "last" for rule in document.rules):
        return  # of one second the earlier come first, whatever their keys: for kinds of their own
    early = {str(n): told for n, told in enumerate(first)}
    late = {str(n): [replace(f, key=f"late:{f.key}") for f in told] for n, told in enumerate(then)}
    found = results(document, collect(early).with_facts(late), as_of=AS_OF, law=law)
    for who, told in early.items():
        both = [*told, *late.get(who, [])]
        assert found[who] == evaluate(document, both, as_of=AS_OF, law=law)


@thorough
@given(documents(), st.lists(facts(), min_size=1, max_size=3), laws)
def test_a_crowd_is_scored_by_tables_and_gives_the_same_integers(
    document: ScoreDocument, histories: list[list[Fact]], law: Law
) -> None:
    people = {str(n): told for n, told in enumerate(histories)}
    crowd = crowd_of(features(document, people, as_of=AS_OF), CROWD)
    scores = evaluate_columns(document, crowd, law=law).scores
    plain = [evaluate(document, told, as_of=AS_OF, law=law).score for told in people.values()]
    for n, score in enumerate(plain):
        assert set(scores[n :: len(plain)].tolist()) == {score}


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5])
def test_no_seam_shows_between_blocks(size: int) -> None:
    document = load_document(Path(__file__).parents[3] / "seeds" / "scores" / "sesame.yaml")
    told = [Fact("joined", 0, key="a"), Fact("paid", 99 * DAY_S, 70_000, "b", "bo")]
    small = features(document, {"none": [], "one": told}, as_of=AS_OF)
    scored = evaluate_columns(document, crowd_of(small, size))
    plain = [evaluate(document, facts_, as_of=AS_OF) for facts_ in ([], told)]
    assert (scored.scores == np.resize([p.score for p in plain], size)).all()
    for at, factor in enumerate(document.factors):
        points = [p.contributions[at].points for p in plain]
        assert (scored.contributions[factor.id] == np.resize(points, size)).all()


def test_nobody_is_scored_in_an_empty_town() -> None:
    document = load_document(Path(__file__).parents[3] / "seeds" / "scores" / "sesame.yaml")
    scored = evaluate_columns(document, features(document, {}, as_of=AS_OF))
    assert (scored.people, len(scored.scores)) == ((), 0)


def crowd_of(small: Columns, size: int) -> Columns:
    """The same few people over and over, in turn."""
    slots: dict[str, Any] = {rule: np.resize(column, size) for rule, column in small.slots.items()}
    return Columns(tuple(map(str, range(size))), slots)


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
    law: Law = {"friends": "off", "kin": False}
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
