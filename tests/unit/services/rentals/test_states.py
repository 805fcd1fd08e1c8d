"""The life of an order: the table, and that no history leaves it or costs more than the fund."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.living.rentals import OrderState, RentalOver, Terms, charge
from services.living.rentals.states import OPEN, TABLE, Step, after

DOCS = Path(__file__).resolve().parents[4] / "docs"
STEPS = st.lists(st.sampled_from(list(Step)), max_size=12)
TERMS = st.builds(
    Terms,
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
)


@given(STEPS)
def test_any_history_stays_in_the_table_and_ends_where_nothing_follows(steps):
    state = OrderState.CREATED
    for step in steps:
        try:
            state = after(state, step)
        except RentalOver:
            assert (state, step) not in TABLE
    follows = {step for at, step in TABLE if at is state} - {Step.FIND}
    assert (state in OPEN) == bool(follows)


def test_every_state_is_reached_and_every_step_is_used():
    reached = {OrderState.CREATED, *TABLE.values()}
    assert reached == set(OrderState)
    assert {step for _, step in TABLE} == set(Step)


def test_money_falls_due_only_after_use_and_is_paid_only_once():
    assert {a for (a, step) in TABLE if step is Step.PAY} == {OrderState.OWED}
    owed = {a for (a, _), b in TABLE.items() if b is OrderState.OWED} - {OrderState.OWED}
    assert owed == {OrderState.IN_USE}
    for state in set(OrderState) - {OrderState.OWED}:
        with pytest.raises(RentalOver):
            after(state, Step.PAY)


@given(TERMS, st.integers(0, 10**8), st.integers(0, 10**8), st.booleans())
def test_a_charge_grows_with_time_and_never_exceeds_the_fund(terms, one, other, is_late):
    low, high = sorted((one, other))
    first, second = (charge(terms, used, is_late=is_late) for used in (low, high))
    assert 1 <= first <= second <= terms.risk_fund
    assert charge(terms, low, is_late=False) <= charge(terms, low, is_late=True)


@pytest.mark.parametrize(
    ("used_s", "is_late", "fen"),
    [(0, False, 3), (1, False, 3), (10, False, 3), (11, False, 6), (30, True, 11), (99, True, 20)],
)
def test_each_started_unit_counts(used_s, is_late, fen):
    assert charge(Terms(3, 10, 2, 20), used_s, is_late=is_late) == fen


def field(state: OrderState) -> str:
    """What service orders call it."""
    doing = "DOING/" if state in (OrderState.IN_USE, OrderState.OWED) else ""
    return f"{doing}{state.value.upper()}"


def test_the_document_prints_the_table():
    rows = [f"| `{field(a)}` | {step.value} | `{field(b)}` |" for (a, step), b in TABLE.items()]
    table = "\n".join(("| from | step | to |", "|---|---|---|", *rows))
    assert table in (DOCS / "rentals.md").read_text("utf-8")
