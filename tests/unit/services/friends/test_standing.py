"""What friends bring settles at once, stays within its cap, and is nothing when outlawed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import DAY_S, Fact, evaluate, load_document
from services.kernel.town import ParticipantId
from services.social.friends import Graph, conduct_law, standings

SCORES = Path(__file__).parents[4] / "seeds" / "scores"
SESAME = load_document(SCORES / "sesame.yaml")
CITY = load_document(SCORES / "city.yaml")
KOALA = load_document(SCORES / "koala.yaml")
SCHOOL = load_document(SCORES / "school.yaml")
TENCENT = load_document(SCORES / "tencent_card.yaml")
[RELATIONSHIPS] = [factor for factor in SESAME.factors if factor.id == "relationships"]
NOW = 100 * DAY_S
CONDUCT = ("order_settled", "order_owed", "loan_late", "rental_returned", "rental_late", "paid")
PEOPLE = [ParticipantId(f"p{number}") for number in range(8)]
Lives = dict[ParticipantId, list[Fact]]
Scores = dict[ParticipantId, int]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    pairs = [(a, b) for a in PEOPLE for b in PEOPLE if a < b]
    edges = draw(st.sets(st.sampled_from(pairs)))
    return {p: frozenset(q for q in PEOPLE if {(p, q), (q, p)} & edges) for p in PEOPLE}


@st.composite
def lives(draw: st.DrawFn) -> Lives:
    moments = st.tuples(st.sampled_from(CONDUCT), st.integers(0, 99), st.integers(0, 90_000))
    return {
        p: [
            Fact(kind, day * DAY_S, amount, f"{p}:{n}")
            for n, (kind, day, amount) in enumerate(draw(st.lists(moments, max_size=12)))
        ]
        for p in PEOPLE
    }


def rescored(graph: Graph, known: Lives, law: dict[str, str]) -> tuple[Scores, Lives]:
    """One rescoring of everybody; what friends brought is kept, as a careless agency might."""
    without = conduct_law(law)
    base = {p: evaluate(SESAME, known[p], as_of=NOW, law=without).score for p in PEOPLE}
    brought = standings(graph, base, NOW)
    kept = {p: known[p] + brought[p] for p in PEOPLE}
    return {p: evaluate(SESAME, kept[p], as_of=NOW, law=law).score for p in PEOPLE}, kept


@given(graphs(), lives())
@settings(deadline=None, max_examples=60)
def test_the_second_rescoring_gives_what_the_first_gave(graph: Graph, known: Lives):
    first, kept = rescored(graph, known, {})
    second, kept_again = rescored(graph, kept, {})
    third, _ = rescored(graph, kept_again, {})
    assert first == second == third


@given(graphs(), lives())
@settings(deadline=None, max_examples=50)
def test_friends_never_move_a_score_beyond_the_cap(graph: Graph, known: Lives):
    cap = RELATIONSHIPS.cap
    assert cap is not None
    scores, _ = rescored(graph, known, {})
    without, _ = rescored(graph, known, {"friends": "off"})
    for p in PEOPLE:
        assert cap.at_least <= scores[p] - without[p] <= cap.at_most
        assert SESAME.scale.min <= scores[p] <= SESAME.scale.max


@given(graphs(), graphs(), lives())
@settings(deadline=None, max_examples=50)
def test_outlawed_the_graph_makes_no_difference_at_all(one: Graph, other: Graph, known: Lives):
    off = {"friends": "off"}
    assert rescored(one, known, off)[0] == rescored(other, known, off)[0]


def standing_of(*scores: int) -> list[Fact]:
    friends = {ParticipantId(f"f{n}"): score for n, score in enumerate(scores)}
    me = ParticipantId("me")
    return standings({me: frozenset(friends)}, friends, NOW)[me]


def relationships(facts: list[Fact], law: dict[str, str] | None = None) -> int:
    result = evaluate(SESAME, facts, as_of=NOW, law=law or {})
    return next(c.points for c in result.contributions if c.factor == "relationships")


def test_losing_a_low_friend_raises_the_score():
    assert relationships(standing_of(700, 360)) == 20 + 2 * 3
    assert relationships(standing_of(700)) == 90 + 3


def test_a_friend_nobody_has_scored_says_nothing():
    me, known, unknown = (ParticipantId(name) for name in ("me", "a", "b"))
    facts = standings({me: frozenset({known, unknown})}, {known: 500}, NOW)[me]
    assert [(fact.counterpart, fact.amount, fact.at) for fact in facts] == [("a", 500, NOW)]


def test_a_score_below_nought_counts_as_nought():
    assert [fact.amount for fact in standing_of(-5)] == [0]


LIFE = [
    Fact("nappies_bought", NOW - DAY_S, 5_000, "n"),
    Fact("gaming_hours", NOW - DAY_S, 12, "g"),
    Fact("kin_listed", NOW - DAY_S, 0, "k", "relative"),
    *standing_of(700, 800),
]
HANGS_ON = [
    ("friends", SESAME, "relationships", 90 + 6),
    ("kin", CITY, "relatives", -5),
    ("kin", SCHOOL, None, None),
    ("proxies", KOALA, None, None),
    ("proxies", TENCENT, "play", -20),
    ("proxies", SESAME, None, None),
]


@pytest.mark.parametrize(("switch", "document", "factor", "points"), HANGS_ON)
def test_what_is_outlawed_contributes_exactly_zero(switch, document, factor, points):
    lawful = evaluate(document, LIFE, as_of=NOW)
    outlawed = evaluate(document, LIFE, as_of=NOW, law={switch: "off"})
    if factor is not None:
        given_points = {c.factor: c.points for c in lawful.contributions}
        assert given_points[factor] == points
    hanging = _inputs(document, switch, outlawed)
    assert hanging, "the switch names something in this document"
    assert all(one.points == 0 and one.value is None for one in hanging)
    assert any(one.points != 0 for one in _inputs(document, switch, lawful))
    others = {"friends", "kin", "proxies", "petty"} - {switch}
    assert evaluate(document, LIFE, as_of=NOW, law=dict.fromkeys(others, "on")) == lawful


def _inputs(document, switch, result):
    """The rules of a result that hang on a switch, by themselves or with their factor."""
    named = {
        rule.id
        for factor in document.factors
        for rule in factor.rules
        if switch in (factor.switch, rule.switch)
    }
    return [one for c in result.contributions for one in c.inputs if one.rule in named]
