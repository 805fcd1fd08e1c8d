"""Asking for money, splitting bills: friends only, answered once, sums exact, nobody hounded."""

from __future__ import annotations

import pytest

from services.kernel.errors import AmountOutOfRange, Outdated
from services.kernel.money import Fen
from services.money.ledger import NotEnoughMoney
from services.people.identity import NobodyOfThatName
from services.social import friends, requests
from services.social.requests import (
    AskedOtherwise,
    MoneyAsked,
    NotAContact,
    RequestEnded,
    RequestNoteTooLong,
    RequestOver,
    RequestReminded,
    RequestsBlocked,
    RequestToAll,
    RequestToSelf,
    ShareState,
    SplitTooSmall,
    TooManyRequests,
)

TIMERS = {requests.REMIND: requests.remind, requests.LAPSE: requests.lapse}
NONCE = "0123456789ab"


@pytest.fixture
def world(town_of):
    world = town_of("ana", "bo", "cy", "di", residents=("Ledger",), timers=TIMERS)
    with world.office() as town:
        for one in ("bo", "cy", "Ledger"):
            friends.acquaint(town, world.ids["ana"], world.ids[one])
    return world


def asked(world, name="bo", fen=1200, note="lunch", who="ana"):
    with world.acting(who) as town:
        return requests.ask(town, name, Fen(fen), note)


def answered(world, verb, share, who="bo", **how):
    with world.acting(who) as town:
        return verb(town, share.share_id, **how).share_of(world.ids[who])


def check(world):
    world.check_books()
    with world.office() as town:
        assert requests.audit(town.conn) == []


def test_a_request_moves_nothing_until_it_is_paid_and_then_once(world):
    bill = asked(world)
    (share,) = bill.shares
    assert [(e.bill, e.share) for e in world.emitted(MoneyAsked)] == [(bill, share)]
    assert (world.balance("ana"), world.balance("bo")) == (10000, 10000)
    for _ in range(2):
        assert answered(world, requests.pay, share).state is ShareState.PAID
    assert (world.balance("ana"), world.balance("bo")) == (11200, 8800)
    assert world.fact_kinds("bo")[-1] == "paid"
    assert world.fact_kinds("ana")[-2:] == ["money_asked", "was_paid"]
    world.forward(days=5)
    assert [e.share.state for e in world.emitted(RequestEnded)] == [ShareState.PAID]
    assert world.emitted(RequestReminded) == []
    check(world)


def test_two_taps_at_once_pay_once(world):
    (share,) = asked(world).shares
    taps = [("bo", lambda town: requests.pay(town, share.share_id))] * 2
    world.race_all_done(*taps)
    assert world.balance("bo") == 8800
    check(world)


def test_one_screen_asks_once(world):
    for _ in range(2):
        with world.acting("ana") as town:
            bill = requests.ask_by_id(town, world.ids["bo"], Fen(500), nonce=NONCE)
            assert bill.total == 500
    assert len(world.emitted(MoneyAsked)) == 1
    with world.acting("ana") as town, pytest.raises(AskedOtherwise):
        requests.ask_by_id(town, world.ids["bo"], Fen(501), nonce=NONCE)


def test_who_does_not_answer_is_reminded_once_and_then_left_alone(world):
    (share,) = asked(world).shares
    world.forward(hours=23)
    assert world.emitted(RequestReminded) == []
    world.forward(days=2, hours=1)
    assert len(world.emitted(RequestReminded)) == 1
    assert world.emitted(RequestEnded)[-1].share.state is ShareState.EXPIRED
    assert world.fact_kinds("bo")[-1] == "request_expired"
    with pytest.raises(RequestOver):
        answered(world, requests.pay, share)
    assert world.balance("bo") == 10000


def test_nobody_is_reminded_who_does_not_want_to_be(world):
    (share,) = asked(world).shares
    answered(world, requests.hush, share)
    world.forward(days=2)
    assert world.emitted(RequestReminded) == []
    assert answered(world, requests.pay, share).state is ShareState.PAID
    check(world)


def test_declining_ends_it_and_blocking_ends_all_that_follow(world):
    (share,) = asked(world).shares
    for _ in range(2):
        assert answered(world, requests.decline, share).state is ShareState.DECLINED
    assert world.fact_kinds("bo")[-1] == "request_declined"
    with pytest.raises(RequestOver):
        answered(world, requests.pay, share)
    (again,) = asked(world).shares
    answered(world, requests.decline, again, block=True)
    with pytest.raises(RequestsBlocked):
        asked(world)
    assert asked(world, "cy").shares[0].state is ShareState.ASKED


def test_the_asker_takes_back_what_is_not_paid(world):
    bill = asked(world)
    for _ in range(2):
        with world.acting("ana") as town:
            assert requests.cancel(town, bill.bill_id).shares[0].state is ShareState.CANCELLED
    with pytest.raises(RequestOver):
        answered(world, requests.pay, bill.shares[0])
    with world.acting("bo") as town, pytest.raises(Outdated):
        requests.cancel(town, bill.bill_id)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"name": "ana"}, RequestToSelf),
        ({"name": "di"}, NotAContact),
        ({"name": "nobody"}, NobodyOfThatName),
        ({"name": " Everybody"}, RequestToAll),
        ({"name": "大家"}, RequestToAll),
        ({"fen": 0}, AmountOutOfRange),
        ({"fen": 500_01}, AmountOutOfRange),
        ({"note": "x" * 101}, RequestNoteTooLong),
    ],
)
def test_what_is_refused_asks_nobody(world, how, refusal):
    with pytest.raises(refusal):
        asked(world, **how)
    assert world.emitted(MoneyAsked) == []


def test_nobody_asks_without_end_and_nobody_pays_what_they_have_not(world):
    (share,) = asked(world, "bo", 500_00).shares
    with pytest.raises(NotEnoughMoney):
        answered(world, requests.pay, share)
    for _ in range(19):
        asked(world, "cy", 1)
    with pytest.raises(TooManyRequests):
        asked(world, "cy", 1)
    with world.acting("cy") as town, pytest.raises(Outdated):
        requests.pay(town, share.share_id)
    check(world)


def test_a_merchants_keeper_may_ask_whoever_is_no_friend(world):
    assert asked(world, "di", 300, who="Ledger").shares[0].payer == world.ids["di"]


def test_a_bill_is_split_to_the_fen_and_the_odd_one_rotates(world):
    made = []
    for _ in range(3):
        with world.acting("ana") as town:
            made.append(requests.split(town, Fen(1000), ["bo", "@CY", "bo"], "dinner"))
    borne = [(one.own, *(share.amount for share in one.shares)) for one in made]
    assert {sum(shares) for shares in borne} == {1000}
    assert sorted(borne) == [(333, 333, 334), (333, 334, 333), (334, 333, 333)]
    bill = made[-1]
    for one in ("bo", "cy"):
        answered(world, requests.pay, bill.share_of(world.ids[one]), one)
    assert world.balance("ana") == 10000 + bill.total - bill.own
    check(world)


@pytest.mark.parametrize(("fen", "people"), [(1, 3), (2, 3), (19, 20)])
def test_what_is_not_a_fen_each_is_not_split(fen, people):
    with pytest.raises(SplitTooSmall):
        requests.even_shares(Fen(fen), people, 0)


def test_a_bill_is_not_sent_to_thousands(world):
    with world.acting("ana") as town:
        for many in (["bo"] * 10_000, ["all"]):
            with pytest.raises(RequestToAll):
                requests.split(town, Fen(1000), many)
