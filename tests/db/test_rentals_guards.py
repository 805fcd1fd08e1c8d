"""Rentals at once, and each guard of the database alone."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from services.kernel.money import Fen
from services.kernel.time import DAY_S
from services.living import rentals
from services.living.rentals import OrderState
from services.living.rentals.tables import rental_orders
from services.money import ledger
from tests.db.hiring import (
    FUND,
    PRICE,
    begun,
    check,
    do,
    hiring_town,
    provider,
    spend,
)


@pytest.fixture
def world(town_of):
    return hiring_town(town_of)


# ── at once ──────────────────────────────────────────────────────────────────


def test_two_starts_at_once_are_one_order(world):
    job = ("ana", lambda town: rentals.start(town, "umbrella").order_id)
    first, second = world.race(job, job)
    assert first == second
    assert len(world.rows(select(rental_orders))) == 1


def test_returning_races_with_itself_and_with_the_loss(world):
    order = begun(world, name="bo")
    world.race(
        ("bo", lambda town: rentals.give_back(town, order.order_id).ending),
        ("bo", lambda town: rentals.lose(town, str(order.order_id))),
        ("bo", lambda town: rentals.give_back(town, order.order_id).ending),
    )
    assert len(world.emitted(rentals.RentalEnded)) == 1
    assert world.balance("bo") + provider(world) == 100_00
    check(world)


def test_deposit_and_cancel_at_once_end_in_one_of_them(world):
    order = do(world, rentals.start, "umbrella", name="bo")
    do(world, rentals.confirm, order.order_id, name="bo")
    outcomes = world.race(
        ("bo", lambda town: rentals.pay_deposit(town, order.order_id).state),
        ("bo", lambda town: rentals.cancel(town, order.order_id).state),
        ("bo", lambda town: rentals.pay_deposit(town, order.order_id).state),
    )
    with world.office() as town:
        state = rentals.find_order(town, order.order_id).state
    assert state in {OrderState.IN_USE, OrderState.REVOKED}
    assert state in outcomes
    assert world.balance("bo") == 100_00 - (FUND if state is OrderState.IN_USE else 0)
    check(world)


def test_two_payments_of_one_debt_at_once(world):
    order = begun(world)
    spend(world)
    do(world, rentals.give_back, order.order_id)
    with world.office() as town:
        ledger.issue(town, world.wallets["ana"], Fen(10 * PRICE), kind="welcome", key="more")
    job = ("ana", lambda town: rentals.pay(town, order.order_id).again)
    assert sorted(world.race(job, job)) == [False, True]
    assert world.balance("ana") == 9 * PRICE
    assert world.fact_kinds("ana").count("order_settled") == 1
    check(world)


# ── each guard of the database alone ─────────────────────────────────────────


def row(world, **changes):
    values = {
        "workshop_id": world.workshop_id,
        "key": "k",
        "who": world.ids["ana"],
        "thing": "umbrella",
        "price_fen": 1,
        "per_s": DAY_S,
        "late_fee_fen": 0,
        "risk_fund_fen": 10,
        "created_town_s": 0,
    }
    return values | changes


IN_USE = {"state": "user_confirm", "started_town_s": 0, "due_town_s": 1, "lost_town_s": 2}
OWED = IN_USE | {
    "state": "mch_complete",
    "ending": "late",
    "ended_town_s": 2,
    "charged_fen": 10,
}


@pytest.mark.parametrize(
    "change",
    [
        {"state": "stolen"},
        {"price_fen": 0},
        {"state": "user_confirm"},
        IN_USE | {"due_town_s": 0},
        IN_USE | {"lost_town_s": 1},
        IN_USE | {"ending": "late"},
        OWED | {"charged_fen": 11},
        OWED | {"charged_fen": 0},
        OWED | {"ending": "stolen"},
        OWED | {"paid_town_s": 3},
        OWED | {"state": "done"},
        {"deposit": 1},
    ],
)
def test_the_database_refuses_impossible_orders(world, change):
    with world.office() as town:
        town.conn.execute(insert(rental_orders).values(row(world, key="fine", **OWED)))
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(rental_orders).values(row(world, **change)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (OWED, OWED),
        ({"key": "a"}, {"key": "b"}),
        (IN_USE | {"key": "a", "deposit": 1}, IN_USE | {"key": "b", "deposit": 1}),
    ],
    ids=["one key", "one question of a kind", "one deposit"],
)
def test_the_database_refuses_a_second(world, first, second):
    with world.office() as town:
        town.conn.execute(insert(rental_orders).values(row(world, **first)))
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(rental_orders).values(row(world, **second)))


def test_the_books_charge_once_even_if_the_state_were_lost(world):
    order = begun(world, name="bo")
    with world.office() as town:
        before = town.conn.execute(select(rental_orders)).one()._mapping
    do(world, rentals.give_back, order.order_id, name="bo")
    with world.office() as town:
        town.conn.execute(update(rental_orders).values(dict(before)))
    with pytest.raises((ledger.IdempotencyConflict, IntegrityError)):
        do(world, rentals.give_back, order.order_id, name="bo")
    assert world.balance("bo") == 100_00 - PRICE


def test_the_audit_notices_what_does_not_add_up(world):
    begun(world, name="bo")
    with world.office() as town:
        town.conn.execute(update(rental_orders).values(risk_fund_fen=FUND + 1))
        assert [f.invariant for f in rentals.audit(town.conn)] == ["rental_deposit"]
        town.conn.execute(update(rental_orders).values(deposit=None))
        assert [f.invariant for f in rentals.audit(town.conn)] == ["deposit_of_nothing"]
    with world.office() as town:
        town.conn.execute(update(rental_orders).values(deposit=None, risk_fund_fen=FUND))
        town.conn.execute(update(rental_orders).values(OWED | {"charged_fen": 1}))
        found = {f.invariant for f in rentals.audit(town.conn)}
    assert found == {"deposit_of_nothing", "rental_without_fact"}


def test_an_order_of_a_thing_that_is_no_longer_hired_is_read_and_ended(world):
    order = begun(world)
    with world.engine.begin() as conn:
        conn.execute(text("UPDATE rental_orders SET thing = 'sedan_chair'"))
    with world.acting("ana") as town:
        seen = rentals.find_order(town, order.order_id)
        assert (seen.thing, seen.at_least) == (order.thing, order.at_least)
        with pytest.raises(rentals.NoSuchThing):
            rentals.start(town, "sedan_chair")
    world.forward(days=1)
    assert do(world, rentals.give_back, order.order_id).state is OrderState.DONE
    check(world)
