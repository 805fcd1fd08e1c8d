"""What would lift a score: really cheapest, really enough, honest about the rest."""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.document import Bin
from scoring.facts import DAY_S, Fact
from scoring.loader import build, load_document, load_kinds, read_located
from scoring.prospect import Prospect
from scoring.recourse import MOST_CHANGES, LawfulChange, Recourse, Standing, recourse, take
from scoring.settings import Actions, Gate, Gates
from tests.unit.scoring.made import AS_OF, KINDS, WORDS, documents, facts, laws

if TYPE_CHECKING:
    from scoring.document import ScoreDocument

SCORES = Path(__file__).parents[3] / "seeds" / "scores"
PAY = load_document(SCORES / "pay_score.yaml")
CATALOGUE = load_kinds(SCORES / "fact_kinds.yaml")
GATES = build(Gates, read_located(SCORES / "gates.yaml")).gates
ACTIONS = build(Actions, read_located(SCORES / "actions.yaml"))
OURS = {"provenance": "invented", "source": "Made for a test"}
SMALL_KINDS = {kind: CATALOGUE["paid"] for kind in KINDS}
LONGEST = 4


def small_actions(prices: list[tuple[int, int]]) -> Actions:
    traces = [[{"kind": "paid", "amount": 3}], [{"kind": "settled"}], []]
    made = {
        f"act_{n}": {
            "title": WORDS, "leaves": trace, "price_fen": price, "days": days,
            "most": 2 if n == 0 else 1, **OURS,
        }
        for n, (trace, (price, days)) in enumerate(zip(traces, prices, strict=True))
    }  # fmt: skip
    day = {"amount": 5, **OURS}
    text = {"format": "actions/1", "day_price_fen": day, "actions": made}
    return Actions.model_validate(text, strict=False)


def by_brute_force(
    document: ScoreDocument, standing: Standing, gate: Gate, actions: Actions
) -> list[LawfulChange]:
    """Every choice there is, judged, then sorted by price; larger versions of a choice left out."""
    passing = []
    for length in range(1, LONGEST + 1):
        for steps in combinations_with_replacement(sorted(actions.actions), length):
            often = Counter(steps)
            if all(often[name] <= actions.actions[name].most for name in often):
                change = take(document, standing, actions, steps)
                if change.score >= gate.at_least:
                    passing.append(change)
    passing.sort(key=lambda c: (c.price_fen + 5 * c.days, len(c.steps), c.steps))
    smallest: list[LawfulChange] = []
    for change in passing:
        if not any(Counter(c.steps) <= Counter(change.steps) for c in smallest):
            smallest.append(change)
    return smallest[:MOST_CHANGES]


price = st.tuples(st.integers(0, 50), st.integers(0, 40))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    documents(most_rules=2), facts(), st.integers(1, 60), st.lists(price, min_size=3, max_size=3)
)
def test_the_changes_are_the_cheapest_of_all(document, told, lift, prices) -> None:
    actions, standing = small_actions(prices), Standing(tuple(told), AS_OF)
    useful = {k for rule in document.rules for k in rule.kinds}
    now = take(document, standing, actions, ()).score
    gate = Gate.model_validate(
        {"title": WORDS, "document": "made", "at_least": now + lift, **OURS}, strict=False
    )
    kept = {
        name: action
        for name, action in actions.actions.items()
        if not action.leaves or {t.kind for t in action.leaves} & useful
    }
    wanted = by_brute_force(document, standing, gate, actions.model_copy(update={"actions": kept}))
    answer = recourse(document, standing, gate, actions, SMALL_KINDS)
    assert answer.complete
    assert list(answer.changes) == wanted


def _ask(gate: str, *told: Fact) -> Recourse:
    standing = Standing((Fact("joined", 0, key="joined"), *told), 5 * DAY_S)
    return recourse(PAY, standing, GATES[gate], ACTIONS, CATALOGUE)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(most_rules=4), facts(), laws, st.lists(price, min_size=3, max_size=3), st.data())
def test_no_choice_exceeds_its_bound(document, told, law, prices, data) -> None:
    actions, standing = small_actions(prices), Standing(tuple(told), AS_OF, law)
    open_to = {name: action.most for name, action in actions.actions.items()}
    prospect = Prospect(document, standing, actions.actions)
    steps = data.draw(st.lists(st.sampled_from(sorted(open_to)), max_size=LONGEST))
    score = take(document, standing, actions, tuple(steps)).score
    assert score <= prospect.at_most([steps])[0]
    if all(Counter(steps)[name] <= most for name, most in open_to.items()):
        assert score <= prospect.ceiling(open_to)


def test_a_fact_of_no_amount_moves_a_sum_from_nothing_to_zero() -> None:
    rule = PAY.factors[0].rules[0].model_copy(
        update={
            "measure": "sum", "reads": ("settled",), "against": (), "closed_by": (), "each": None,
            "bins": (Bin(start=0, end=None, points=1),), "when_none": 0, "window_days": None,
            "decay": (), "switch": None,
        }
    )  # fmt: skip
    factor = PAY.factors[0].model_copy(update={"rules": (rule,), "cap": None, "switch": None})
    document = PAY.model_copy(update={"factors": (factor,)})
    actions = small_actions([(0, 0), (0, 0), (0, 0)])
    prospect = Prospect(document, Standing((), AS_OF), actions.actions)
    score = take(document, Standing((), AS_OF), actions, ("act_1",)).score
    assert score == PAY.base.points + 1
    assert prospect.at_most([["act_1"]])[0] >= score


def test_somebody_far_below_still_learns_the_cheapest_way() -> None:
    told = [Fact("joined", 0, key="j")]
    told += [Fact("judgment_made", 90 * DAY_S, key=f"j{n}") for n in range(2)]
    told += [Fact("order_owed", 95 * DAY_S, key=f"o{n}") for n in range(2)]
    told += [Fact("rental_late", 90 * DAY_S, key=f"l{n}") for n in range(3)]
    answer = recourse(PAY, Standing(tuple(told), 100 * DAY_S), GATES["car"], ACTIONS, CATALOGUE)
    assert answer.complete
    assert len(answer.changes) == MOST_CHANGES
    assert all(change.score >= GATES["car"].at_least for change in answer.changes)
    assert all("pay_judgment" in change.steps for change in answer.changes)


def test_a_gate_out_of_reach_is_known_at_once() -> None:
    gate = GATES["car"].model_copy(update={"at_least": 850})
    answer = recourse(PAY, Standing((), AS_OF), gate, ACTIONS, CATALOGUE)
    assert (answer.passes, answer.changes, answer.complete) == (False, (), True)


def test_a_newcomer_learns_what_a_hotel_asks() -> None:
    answer = _ask("hotel")
    assert answer.score == 560
    assert not answer.passes
    cheapest = answer.changes[0]
    assert cheapest.steps == ("pay_someone",) * 4
    assert (cheapest.price_fen, cheapest.days) == (400, 0)
    assert cheapest.score == 560 + 4 * 6 + 4 * 5 + 2
    assert len(answer.changes) == MOST_CHANGES


def test_a_passed_gate_asks_for_nothing() -> None:
    answer = _ask("umbrella")
    assert answer.passes
    assert answer.changes == ()


def test_a_judgment_can_be_paid_only_by_whom_it_binds() -> None:
    free, bound = _ask("car"), _ask("car", Fact("judgment_made", DAY_S, 20000, "j"))
    assert all("pay_judgment" not in change.steps for change in free.changes)
    assert any("pay_judgment" in change.steps for change in bound.changes)
    assert all(change.score >= 650 for change in (*free.changes, *bound.changes))


def test_waiting_lets_old_mistakes_leave_the_window() -> None:
    late = [Fact("rental_late", -83 * DAY_S, key=str(n)) for n in range(3)]
    city = load_document(SCORES / "pay_score.yaml")
    actions = ACTIONS.model_copy(update={"actions": {"wait": ACTIONS.actions["wait"]}})
    standing = Standing(tuple(late), 5 * DAY_S)
    gate = GATES["umbrella"].model_copy(update={"at_least": 540})
    answer = recourse(city, standing, gate, actions, CATALOGUE)
    assert answer.score == 540 - 36
    assert [(c.steps, c.days, c.score) for c in answer.changes] == [(("wait",), 10, 540)]


@pytest.mark.parametrize(
    ("document", "told", "rule", "points"),
    [
        ("city", Fact("kin_listed", 0, key="k"), "listed_kin", 5),
        ("city", Fact("jaywalking", 0, key="j"), "jaywalked", 2),
        ("sesame", Fact("friend_standing", 4 * DAY_S, 390, "f", "bo"), "friends_mean", 90),
    ],
)
def test_what_nobody_can_change_is_said(document: str, told: Fact, rule: str, points: int) -> None:
    standing = Standing((told,), 5 * DAY_S)
    gate = GATES["hotel"].model_copy(update={"at_least": 9999})
    few = ACTIONS.model_copy(update={"actions": {"check_name": ACTIONS.actions["check_name"]}})
    answer = recourse(load_document(SCORES / f"{document}.yaml"), standing, gate, few, CATALOGUE)
    assert (rule, points) in {(o.rule, o.points) for o in answer.out_of_hand}
    assert answer.changes == ()
    assert answer.complete


def test_what_the_law_leaves_out_is_not_blamed_on_kin() -> None:
    standing = Standing((Fact("kin_listed", 0, key="k"),), 5 * DAY_S, {"kin": "off"})
    gate = GATES["hotel"].model_copy(update={"at_least": 90})
    answer = recourse(load_document(SCORES / "city.yaml"), standing, gate, ACTIONS, CATALOGUE)
    assert answer.passes
    assert "listed_kin" not in {o.rule for o in answer.out_of_hand}
