"""The merchant's side of an order: less, elsewhere, taken back, debited, found; and its number."""

from __future__ import annotations

import pytest

from services.kernel.errors import NotAllowed, Outdated
from services.kernel.money import Fen
from services.kernel.time import MINUTE_S, Moment
from services.living import rentals
from services.living.rentals import (
    BadOrderNo,
    DebitRunning,
    Ending,
    MerchantActed,
    News,
    OnlyLower,
    OrderNoTaken,
    OrderState,
    ReasonNeeded,
    RentalOver,
)
from services.money import ledger
from tests.db.hiring import FEE, PRICE, UMBRELLA, begun, check, do, hiring_town, provider, spend
from tests.db.lawgiving import look

FIRST, AGAIN = (
    rentals.catalogue().debits.first_after_days,
    rentals.catalogue().debits.again_after_days,
)
LATE = (UMBRELLA.due_days + 1) * PRICE + FEE


@pytest.fixture
def world(town_of):
    return hiring_town(town_of)


def counter(world, verb, *args):
    with world.facilitating() as town:
        return verb(town, *args)


def owing(world, *, late=True):
    """Ana brought an umbrella back, late, with nothing in her wallet."""
    order = begun(world)
    if late:
        world.forward(days=UMBRELLA.due_days, seconds=1)
    spend(world)
    owed = do(world, rentals.give_back, order.order_id)
    assert owed.state is OrderState.OWED
    return owed


def give(world, fen, name="ana"):
    with world.office() as town:
        ledger.issue(town, world.wallets[name], Fen(fen), kind="welcome", key=f"more:{town.key}")


def news(world):
    return [event.news for event in world.emitted(MerchantActed)]


# ── numbers ──────────────────────────────────────────────────────────────────


def test_an_order_number_is_one_order_of_one_thing(world):
    first = do(world, rentals.start, "umbrella", "A-17|*")
    assert (first.order_no, first.again) == ("A-17|*", False)
    again = do(world, rentals.start, "umbrella", "A-17|*")
    assert (again.order_id, again.again) == (first.order_id, True)
    with pytest.raises(OrderNoTaken) as refused:
        do(world, rentals.start, "car", "A-17|*")
    assert refused.value.fields["thing"] == UMBRELLA.title
    do(world, rentals.cancel, first.order_id)
    assert do(world, rentals.start, "umbrella", "A-17|*").order_id == first.order_id, "for good"
    assert do(world, rentals.start, "car", "A-17|*-").order_id != first.order_id
    assert do(world, rentals.start, "car", "A-17|*", name="bo").again is False, "bo's own numbers"
    for wrong in ("x" * 33, "a b", "Ａ", "a/b"):
        with pytest.raises(BadOrderNo):
            do(world, rentals.start, "umbrella", wrong)
    with world.acting("ana", key="7:7") as town:
        rentals.start(town, "hotel")
    with pytest.raises(OrderNoTaken), world.acting("ana", key="7:7") as town:
        rentals.start(town, "camera")


# ── less, elsewhere, back ────────────────────────────────────────────────────


def test_what_is_owed_can_only_be_made_less_and_with_a_reason(world):
    owed = owing(world)
    assert owed.charged == LATE
    for amount in (0, LATE, LATE + 1):
        with pytest.raises(OnlyLower):
            counter(world, rentals.modify, owed.order_id, Fen(amount), "rain")
    for reason in ("", " \n", "x" * 51):
        with pytest.raises(ReasonNeeded):
            counter(world, rentals.modify, owed.order_id, Fen(1), reason)
    less = counter(world, rentals.modify, owed.order_id, Fen(LATE - 1), "x" * 50)
    assert (less.charged, less.state) == (LATE - 1, OrderState.OWED)
    with pytest.raises(OnlyLower):
        counter(world, rentals.modify, owed.order_id, Fen(LATE - 1), "again")
    counter(world, rentals.modify, owed.order_id, Fen(2_00), "rain")
    assert [f.amount for f in world.facts_of("ana") if f.kind == "order_lowered"] == [
        1,
        LATE - 1 - 2_00,
    ]
    give(world, 2_00)
    assert do(world, rentals.pay, owed.order_id).charged == 2_00
    assert (world.balance("ana"), provider(world)) == (0, 2_00)
    with pytest.raises(RentalOver):
        counter(world, rentals.modify, owed.order_id, Fen(1), "too late")
    assert news(world) == [News.LOWERED] * 2
    check(world)


def test_whoever_asks_the_merchant_first_is_let_off_the_late_fee_once(world):
    owed = owing(world)
    for again in (False, True):
        less = do(world, rentals.ask_for_less, owed.order_id)
        assert (less.charged, less.again) == (LATE - FEE, again)
    with pytest.raises(Outdated):
        do(world, rentals.ask_for_less, owed.order_id, name="bo")
    assert news(world) == [], "whoever asked sees it on the card"


def test_in_time_there_is_nothing_to_be_let_off(world):
    with pytest.raises(RentalOver):
        do(world, rentals.ask_for_less, owing(world, late=False).order_id)


def test_paid_elsewhere_nothing_is_owed_and_no_money_moves(world):
    owed = owing(world)
    before = look(world).standing.score
    for again in (False, True):
        done = counter(world, rentals.sync, owed.order_id)
        assert (done.state, done.paid_elsewhere, done.again) == (OrderState.DONE, True, again)
    assert (world.balance("ana"), provider(world)) == (0, 0)
    assert look(world).standing.score == before + 30
    world.forward(days=30)
    assert world.fact_kinds("ana")[-1] == "order_settled", "nobody debits it"
    assert news(world) == [News.SYNCED]
    check(world)


@pytest.mark.parametrize("name", ["ana", "bo"])
def test_the_merchant_can_take_an_order_back_and_a_deposit_returns(world, name):
    order = begun(world, name=name)
    with pytest.raises(RentalOver):
        do(world, rentals.cancel, order.order_id, name=name)
    with pytest.raises(ReasonNeeded):
        counter(world, rentals.revoke, order.order_id, "")
    for again in (False, True):
        gone = counter(world, rentals.revoke, order.order_id, "it is broken")
        assert (gone.state, gone.again) == (OrderState.REVOKED, again)
    assert world.balance(name) == 100_00
    world.forward(days=30)
    with pytest.raises(RentalOver):
        do(world, rentals.give_back, order.order_id, name=name)
    assert world.fact_kinds(name)[-1] == "rental_revoked"
    check(world)


def test_only_whoever_runs_the_town_stands_behind_a_counter(world):
    owed = owing(world)
    for verb, *args in (
        (rentals.modify, owed.order_id, Fen(1), "please"),
        (rentals.sync, owed.order_id),
        (rentals.revoke, owed.order_id, "please"),
        (rentals.debit, owed.order_id),
    ):
        with pytest.raises(NotAllowed):
            do(world, verb, *args)
    assert [(name, one.order_id) for name, one in counter(world, rentals.open_orders)] == [
        ("Ana", owed.order_id)
    ]


# ── debits ───────────────────────────────────────────────────────────────────


def test_a_debit_is_refused_tried_again_a_few_times_and_then_left(world):
    owed = owing(world)
    world.forward(days=FIRST, minutes=3)
    assert news(world) == [News.REFUSED]
    world.forward(days=30)
    assert news(world) == [News.REFUSED] * rentals.catalogue().debits.tries
    assert world.fact_kinds("ana").count("debit_refused") == 3
    give(world, LATE)
    world.forward(days=30)
    assert world.balance("ana") == LATE, "nobody tries any more"
    assert counter(world, rentals.debit, owed.order_id).debit_until == world.now() + 3 * MINUTE_S
    world.forward(minutes=3)
    assert news(world)[-1] is News.DEBITED
    assert (world.balance("ana"), provider(world)) == (0, LATE)
    check(world)


def test_a_second_try_takes_what_has_come_meanwhile(world):
    owing(world)
    world.forward(days=FIRST, minutes=3)
    give(world, LATE + 5)
    world.forward(days=AGAIN, minutes=3)
    assert news(world) == [News.REFUSED, News.DEBITED]
    assert (world.balance("ana"), provider(world)) == (5, LATE)
    assert world.fact_kinds("ana")[-1] == "order_settled"
    check(world)


def test_while_a_debit_runs_nothing_else_changes_but_one_can_pay(world):
    owed = owing(world)
    counter(world, rentals.debit, owed.order_id)
    for attempt in (
        lambda: counter(world, rentals.modify, owed.order_id, Fen(1), "rain"),
        lambda: counter(world, rentals.sync, owed.order_id),
        lambda: counter(world, rentals.debit, owed.order_id),
        lambda: do(world, rentals.ask_for_less, owed.order_id),
    ):
        with pytest.raises(DebitRunning) as refused:
            attempt()
        assert refused.value.fields["until"] == Moment(world.now() + 3 * MINUTE_S)
    give(world, LATE)
    assert do(world, rentals.pay, owed.order_id).state is OrderState.DONE
    world.forward(days=9)
    assert (news(world), world.balance("ana")) == ([], 0)
    check(world)


def test_paying_races_with_the_debit_and_it_is_paid_once(world):
    owed = owing(world)
    give(world, 3 * LATE)
    counter(world, rentals.debit, owed.order_id)
    world.race(
        ("ana", lambda town: rentals.pay(town, owed.order_id).state),
        ("ana", lambda town: rentals.debit_done(town, str(owed.order_id))),
    )
    assert (world.balance("ana"), provider(world)) == (2 * LATE, LATE)
    check(world)


# ── lost, and found ──────────────────────────────────────────────────────────

LOST_DAYS = UMBRELLA.due_days + UMBRELLA.lost_after_days
FOUND = UMBRELLA.due_days * PRICE + FEE


@pytest.mark.parametrize("name", ["ana", "bo"])
def test_what_is_found_again_was_late_and_the_rest_of_the_fund_comes_back(world, name):
    order = begun(world, name=name)
    world.forward(days=LOST_DAYS)
    lost = look(world, name).standing.score
    with pytest.raises(Outdated):
        do(world, rentals.bring_found, order.order_id, name="bo" if name == "ana" else "ana")
    for again in (False, True):
        back = do(world, rentals.bring_found, order.order_id, name=name)
        assert (back.ending, back.charged, back.again) == (Ending.LATE, FOUND, again)
    assert (world.balance(name), provider(world)) == (100_00 - FOUND, FOUND)
    assert world.fact_kinds(name)[-2:] == ["fact_struck", "rental_late"]
    assert look(world, name).standing.score == lost + 35 - 12
    check(world)


def test_what_is_found_while_it_is_owed_lowers_the_debt(world):
    order = begun(world)
    spend(world)
    world.forward(days=LOST_DAYS)
    back = do(world, rentals.bring_found, order.order_id)
    assert (back.state, back.charged) == (OrderState.OWED, FOUND)
    assert provider(world) == 0
    give(world, FOUND)
    do(world, rentals.pay, order.order_id)
    assert (world.balance("ana"), provider(world)) == (0, FOUND)
    check(world)


def test_after_a_month_nobody_takes_it_back_and_nothing_is_found_that_was_not_lost(world):
    kept, lost = begun(world), begun(world, "power_bank")
    with pytest.raises(RentalOver):
        do(world, rentals.bring_found, kept.order_id)
    world.forward(days=45)
    for order in (kept, lost):
        with pytest.raises(RentalOver):
            do(world, rentals.bring_found, order.order_id)
