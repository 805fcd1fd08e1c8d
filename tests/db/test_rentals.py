"""Rentals: the score is asked at each confirm; deposits, returns, debts; once each."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.time import DAY_S
from services.kernel.timers import timers
from services.living import rentals
from services.living.rentals import Ending, Ground, NoSuchThing, NothingOut, OrderState, RentalOver
from services.money import ledger
from services.money.ledger import NotEnoughMoney
from services.standing import agencies, listings
from services.standing.scores import NoSuchGate, eligible
from services.standing.scores.tables import scores
from tests.db.hiring import (
    FEE,
    FUND,
    PRICE,
    TIMERS,
    UMBRELLA,
    begun,
    check,
    do,
    hiring_town,
    provider,
    spend,
)
from tests.db.lawgiving import enact, look, remember
from tests.support.world import ON_SQLITE


@pytest.fixture
def world(town_of):
    return hiring_town(town_of)


# ── the score decides ────────────────────────────────────────────────────────


def test_a_passing_score_asks_no_deposit_and_is_remembered(world):
    order = do(world, rentals.start, "Umbrella")
    assert (order.state, order.again) == (OrderState.CREATED, False)
    found = do(world, rentals.confirm, order.order_id)
    assert found.order.state is OrderState.IN_USE
    assert found.order.due == world.now() + UMBRELLA.due_days * DAY_S
    assert found.gate.passes
    assert found.gate.at_least == 520
    (kept,) = world.rows(select(scores).where(scores.c.score_id == found.order.score_id))
    assert (kept.score, kept.participant_id) == (found.gate.score, world.ids["ana"])
    assert kept.score == look(world, "ana").standing.score
    assert world.balance("ana") == 100_00
    check(world)


def test_a_score_below_the_gate_asks_for_a_deposit_and_never_refuses(world):
    order = do(world, rentals.start, "umbrella", name="bo")
    found = do(world, rentals.confirm, order.order_id, name="bo")
    assert (found.order.state, found.order.grounds) == (OrderState.CREATED, (Ground.SCORE,))
    assert found.order.score == found.gate.score < 520
    assert found.gate.reasons is None, "the law hides the calculation"
    begun_ = do(world, rentals.pay_deposit, order.order_id, name="bo")
    assert (begun_.state, begun_.has_deposit) == (OrderState.IN_USE, True)
    assert begun_.score_id == found.gate.score_id
    assert world.balance("bo") == 100_00 - FUND
    check(world)


@ON_SQLITE
@pytest.mark.parametrize(("keeper", "is_favoured"), [("town_hall", True), ("koala_credit", False)])
def test_whom_the_town_praises_leaves_no_deposit(world, keeper, is_favoured):
    with world.office() as town:
        listings.enter(town, keeper, listings.Colour.RED, world.ids["bo"], basis="red:bo")
        listings.publish_due(town)
    order = do(world, rentals.start, "umbrella", name="bo")
    found = do(world, rentals.confirm, order.order_id, name="bo")
    assert found.gate.score < found.gate.at_least
    assert found.order.state is (OrderState.IN_USE if is_favoured else OrderState.CREATED)
    check(world)


def test_each_confirmation_evaluates_afresh(world):
    order = do(world, rentals.start, "umbrella", name="bo")
    first = do(world, rentals.confirm, order.order_id, name="bo")
    remember(world, "bo", "judgment_paid")
    second = do(world, rentals.confirm, order.order_id, name="bo")
    assert first.order.state is OrderState.CREATED
    assert second.order.state is OrderState.IN_USE
    assert second.order.grounds == ()
    assert second.gate.score > first.gate.score
    assert second.gate.score_id != first.gate.score_id


def test_a_gate_that_is_not_there_is_refused(world):
    with pytest.raises(NoSuchGate) as refused:
        do(world, eligible, "moon")
    assert refused.value.fields["typed"] == "moon"


@pytest.mark.parametrize("explanation", ["reasons", "receipt"])
def test_where_the_law_grants_reasons_they_come_with_the_answer(world, explanation):
    enact(world, "explanation", explanation)
    order = do(world, rentals.start, "umbrella", name="bo")
    found = do(world, rentals.confirm, order.order_id, name="bo")
    assert 1 <= len(found.gate.reasons) <= 4
    told = look(world, "bo").told
    assert told is not None
    assert found.gate.reasons == told.reasons


def test_whoever_gave_the_score_up_leaves_a_deposit(world):
    do(world, agencies.leave, "pay_score")
    order = do(world, rentals.start, "umbrella")
    found = do(world, rentals.confirm, order.order_id)
    assert found.order.grounds == (Ground.NO_SCORE,)
    assert (found.gate.score, found.order.score_id) == (None, None)
    assert world.rows(select(scores)) == []
    assert do(world, rentals.pay_deposit, order.order_id).state is OrderState.IN_USE
    check(world)


def test_one_of_a_kind_is_enough_and_another_kind_is_another_matter(world):
    begun(world)
    second = do(world, rentals.start, "umbrella")
    assert do(world, rentals.confirm, second.order_id).order.grounds == (Ground.TOO_MANY,)
    other = do(world, rentals.start, "power_bank")
    assert Ground.TOO_MANY not in do(world, rentals.confirm, other.order_id).order.grounds


def test_an_unpaid_order_asks_for_a_deposit(world):
    order = begun(world)
    spend(world)
    do(world, rentals.give_back, order.order_id)
    second = do(world, rentals.start, "umbrella")
    assert Ground.UNPAID in do(world, rentals.confirm, second.order_id).order.grounds


# ── how a hire ends ──────────────────────────────────────────────────────────


def test_in_time_costs_the_started_days_and_lifts_the_score(world):
    order = begun(world)
    before = look(world).standing.score
    world.forward(days=1, hours=1)
    done = do(world, rentals.give_back_only)
    assert (done.order_id, done.state, done.ending) == (
        order.order_id,
        OrderState.DONE,
        Ending.IN_TIME,
    )
    assert (done.charged, world.balance("ana")) == (2 * PRICE, 100_00 - 2 * PRICE)
    assert provider(world) == 2 * PRICE
    assert world.fact_kinds("ana")[-1] == "rental_returned"
    fact = world.facts_of("ana")[-1]
    assert (fact.source, fact.purpose, fact.counterpart) == ("dry_lane", "rental", "dry_lane")
    assert look(world).standing.score == before + 8
    assert len(world.emitted(rentals.RentalEnded)) == 1
    check(world)


def test_late_costs_the_fee_and_lowers_the_score_and_the_deposit_comes_back_less_it(world):
    order = begun(world, name="bo")
    world.forward(days=UMBRELLA.due_days, seconds=1)
    assert len(world.emitted(rentals.RentalDue)) == 1
    before = look(world, "bo").standing.score
    done = do(world, rentals.give_back, order.order_id, name="bo")
    cost = (UMBRELLA.due_days + 1) * PRICE + FEE
    assert (done.ending, done.charged, done.state) == (Ending.LATE, cost, OrderState.DONE)
    assert (world.balance("bo"), provider(world)) == (100_00 - cost, cost)
    assert world.fact_kinds("bo")[-1] == "rental_late"
    assert look(world, "bo").standing.score == before - 12
    check(world)


def test_the_last_second_is_in_time(world):
    order = begun(world)
    world.forward(days=UMBRELLA.due_days)
    assert do(world, rentals.give_back, order.order_id).ending is Ending.IN_TIME


@pytest.mark.parametrize("name", ["ana", "bo"])
def test_what_does_not_come_back_is_lost_and_costs_the_fund_once(world, name):
    order = begun(world, name=name)
    world.forward(days=UMBRELLA.due_days + UMBRELLA.lost_after_days)
    assert world.balance(name) == 100_00 - FUND
    assert provider(world) == FUND
    assert world.facts_of(name)[-1].kind == "rental_lost"
    assert world.facts_of(name)[-1].amount == FUND
    with pytest.raises(RentalOver):
        do(world, rentals.give_back, order.order_id, name=name)
    with world.office() as town:
        rentals.lose(town, str(order.order_id))
    assert len(world.emitted(rentals.RentalEnded)) == 1
    check(world)


def test_too_late_is_too_late_even_before_the_sweep(world):
    order = begun(world)
    world.timers = {}
    world.set_clock(lambda clock: clock.forwarded(world.clock.ms, 30 * DAY_S))
    with pytest.raises(RentalOver):
        do(world, rentals.give_back, order.order_id)


def test_an_unpaid_order_lowers_the_score_and_paying_restores_it_exactly(world):
    order = begun(world)
    before = look(world).standing.score
    spend(world, left=PRICE - 1)
    at_return = do(world, rentals.give_back, order.order_id)
    assert (at_return.state, at_return.charged) == (OrderState.OWED, PRICE)
    assert world.balance("ana") == PRICE - 1
    assert world.facts_of("ana")[-1].kind == "order_owed"
    assert world.facts_of("ana")[-1].amount == PRICE
    owing = look(world).standing.score
    with pytest.raises(NotEnoughMoney):
        do(world, rentals.pay, order.order_id)
    with world.office() as town:
        ledger.issue(town, world.wallets["ana"], Fen(1), kind="welcome", key="one more fen")
    for again in (False, True):
        paid = do(world, rentals.pay, order.order_id)
        assert (paid.state, paid.again) == (OrderState.DONE, again)
    assert (world.balance("ana"), provider(world)) == (0, PRICE)
    assert world.fact_kinds("ana")[-1] == "order_settled"
    assert owing == before - 30
    assert look(world).standing.score == before, "as if it had never been owed"
    check(world)


def test_a_lost_thing_of_an_empty_wallet_is_owed(world):
    begun(world)
    spend(world)
    world.forward(days=30)
    (owed,) = do(world, rentals.out).owed
    assert (owed.ending, owed.charged) == (Ending.LOST, FUND)
    kinds = [kind for kind in world.fact_kinds("ana") if kind != "debit_refused"]
    assert kinds[-2:] == ["rental_lost", "order_owed"]
    check(world)


# ── nothing, and nothing twice ───────────────────────────────────────────────


def test_a_cancelled_order_moves_no_money(world):
    order = do(world, rentals.start, "umbrella", name="bo")
    do(world, rentals.confirm, order.order_id, name="bo")
    for again in (False, True):
        gone = do(world, rentals.cancel, order.order_id, name="bo")
        assert (gone.state, gone.again) == (OrderState.REVOKED, again)
    for verb in (rentals.confirm, rentals.pay_deposit, rentals.give_back, rentals.pay):
        with pytest.raises(RentalOver):
            do(world, verb, order.order_id, name="bo")
    assert world.balance("bo") == 100_00
    assert world.rows(select(timers)) == []
    check(world)


def test_an_untouched_order_is_over_after_thirty_days(world):
    order = do(world, rentals.start, "umbrella")
    world.forward(days=29, hours=23)
    assert do(world, rentals.start, "umbrella").order_id == order.order_id
    world.forward(hours=1)
    with pytest.raises(RentalOver):
        do(world, rentals.confirm, order.order_id)
    with world.office() as town:
        assert rentals.find_order(town, order.order_id).state is OrderState.EXPIRED
    assert do(world, rentals.start, "umbrella").order_id != order.order_id


def test_it_is_kept_for_as_many_days_as_was_said(world):
    """A person's days may be more than the thing's: they have five real minutes."""
    world.human_wait_s = 300
    order = do(world, rentals.start, "umbrella", name="bo")
    do(world, rentals.confirm, order.order_id, name="bo")
    out = do(world, rentals.pay_deposit, order.order_id, name="bo")
    assert out.started is not None
    assert out.due is not None
    assert order.days - 1 < (out.due - out.started) / DAY_S <= order.days
    assert order.days > order.thing.due_days


def test_everything_twice_is_once(world):
    with world.acting("bo", key="7:1") as town:
        order = rentals.start(town, "umbrella")
    with world.acting("bo", key="7:1") as town:
        assert rentals.start(town, "umbrella").order_id == order.order_id
    assert do(world, rentals.start, "umbrella", name="bo").order_id == order.order_id
    for _ in range(2):
        do(world, rentals.confirm, order.order_id, name="bo")
    for again in (False, True):
        assert do(world, rentals.pay_deposit, order.order_id, name="bo").again is again
    assert do(world, rentals.confirm, order.order_id, name="bo").order.again
    for again in (False, True):
        assert do(world, rentals.give_back, order.order_id, name="bo").again is again
    assert world.balance("bo") == 100_00 - PRICE
    assert world.fact_kinds("bo").count("rental_brief") == 1
    with world.acting("bo", key="7:1") as town:  # redelivered after all that: the same order
        assert rentals.start(town, "umbrella").order_id == order.order_id
    check(world)


def test_a_deposit_needs_money_and_a_question(world):
    order = do(world, rentals.start, "umbrella")
    with pytest.raises(Outdated):
        do(world, rentals.pay_deposit, order.order_id)
    spend(world, "bo", left=FUND - 1)
    asked = do(world, rentals.start, "umbrella", name="bo")
    do(world, rentals.confirm, asked.order_id, name="bo")
    with pytest.raises(NotEnoughMoney):
        do(world, rentals.pay_deposit, asked.order_id, name="bo")
    assert world.balance("bo") == FUND - 1
    check(world)


def test_orders_are_nobody_elses_business(world, town_of):
    order = begun(world)
    for verb in (rentals.confirm, rentals.pay_deposit, rentals.cancel, rentals.give_back):
        with pytest.raises(Outdated):
            do(world, verb, order.order_id, name="bo")
    elsewhere = town_of("dan", timers=TIMERS)
    with elsewhere.acting("dan") as town:
        with pytest.raises(Outdated):
            rentals.give_back(town, order.order_id)
        with pytest.raises(NothingOut):
            rentals.give_back_only(town)
    with pytest.raises(NoSuchThing):
        do(world, rentals.start, "submarine")


def test_several_out_are_a_choice(world):
    first, second = begun(world), begun(world, "power_bank")
    found = do(world, rentals.give_back_only)
    assert [order.order_id for order in found.in_use] == [first.order_id, second.order_id]
    do(world, rentals.give_back, first.order_id)
    assert do(world, rentals.give_back_only).order_id == second.order_id
    with pytest.raises(NothingOut):
        do(world, rentals.give_back_only)
