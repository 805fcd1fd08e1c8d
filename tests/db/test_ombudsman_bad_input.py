"""What is no evidence, who is no judge, and what cannot both be ordered."""

from __future__ import annotations

import pytest

from services.money import receipts
from services.people.identity import give_up_seat
from services.standing import complaints, ombudsman
from services.standing.complaints import About, DecidedBy, OrderKind, Ruling
from tests.db.appealing import appeal, appoint, case, file, lawful, listed, rule, settled
from tests.db.lawgiving import remember
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE
FORGED = "S1234567"


@pytest.fixture
def world(town_of: Builder) -> World:
    return lawful(town_of)


@pytest.mark.parametrize("words", ["", f"Receipt {FORGED} says that I paid.", "See my screenshot!"])
def test_receipts_and_screenshots_that_no_book_has_change_no_decision(world: World, words: str):
    remember(world, "ana", "rental_late")
    number = file(world, About.FACT)
    with pytest.raises(receipts.ForgedReceipt), world.acting("ana") as town:
        receipts.check(town, FORGED)
    if words:
        with world.acting("ana") as town:
            ombudsman.add_words(town, number, words)
    world.forward(hours=13)
    done = case(world, number)
    assert (done.ground, done.orders, done.decided_by) == ("follows", (), DecidedBy.RULES)


def test_a_decision_of_ones_own_team_is_looked_at_again_by_nobody_of_it(world: World):
    for name in ("bo", "dee"):
        appoint(world, name)
    number = file(world, name="bo")
    world.forward(hours=13)
    with world.acting("bo") as town:
        again = complaints.reconsider(town, number).complaint.number
        settled(world, town)
    for by in ("bo", "dee"):
        for verb in (ombudsman.choose, ombudsman.sign, ombudsman.open_secret, ombudsman.pause):
            with pytest.raises(ombudsman.NotImpartial), world.acting(by) as town:
                verb(town, again)
    world.forward(hours=13)
    assert case(world, again).decided_by is DecidedBy.RULES


def test_who_has_left_is_decided_about_by_two_and_asks_for_nothing_more(world: World):
    for name in ("bo", "dee"):
        appoint(world, name)
    number = appeal(world, listed(world))
    with world.office() as town:
        give_up_seat(town.conn, world.ids["ana"])
    done = rule(world, number, "no_basis")
    assert (done.state, done.signers) == ("upheld", 2)
    assert OrderKind.COMPENSATE not in {order.kind for order in done.orders}, "nobody to pay"
    world.forward(hours=1)
    assert all(order.is_cured for order in case(world, number).orders)


def test_a_dismissal_orders_nothing_and_of_one_thing_one_decision_stands(world: World):
    for name in ("bo", "dee"):
        appoint(world, name)
    first = file(world)
    with world.acting("ana") as town:
        second = complaints.in_words(town, "and again").complaint
        second = complaints.concerns(town, second.number, complaints.About.ARITHMETIC)
        settled(world, town)
    orders = Ruling(is_upheld=False, orders=(OrderKind.DELIST,), by=DecidedBy.RULES)
    with pytest.raises(complaints.OrdersConflict), world.office() as town:
        complaints.settle(town, second, orders)
    rule(world, first, "does_not_follow")
    for ground in ("follows", "not_shown"):
        with pytest.raises(complaints.OrdersConflict) as refused, world.acting("dee") as town:
            ombudsman.rule(town, second.number, ground)
        assert refused.value.fields == {"number": first}
    assert rule(world, second.number, "does_not_follow").state == "upheld"
