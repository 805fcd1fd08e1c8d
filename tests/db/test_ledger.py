"""The verbs of the books: success and refusal, once and twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.kernel.money import Fen, Money
from services.kernel.time import TownTime
from services.money.ledger import (
    HOLD,
    ISSUER,
    OFFICE,
    WALLET,
    IdempotencyConflict,
    NotEnoughMoney,
    Transfer,
    balance,
    enter,
    hold,
    issue,
    move,
    movements,
    open_account,
    release,
)
from tests.support.statements import watched


def paying(world, amount=800, key="pay:1"):
    return Transfer(
        key=key,
        kind="pay",
        source=world.wallets["ana"],
        target=world.wallets["bo"],
        amount=Fen(amount),
        subject="bread",
    )


def test_an_account_is_opened_on_first_use_and_found_afterwards(world):
    with world.office() as town:
        opened = open_account(town, OFFICE, "court")
        assert balance(town, opened) == 0
    with world.office() as town:
        assert open_account(town, OFFICE, "court") == opened
        assert open_account(town, OFFICE, "bank") != opened
        assert open_account(town, HOLD, "court") != opened


def test_two_towns_have_accounts_of_their_own(town_of):
    first, second = town_of("ana"), town_of("ana", fen=5_00)
    with first.office() as one:
        court = open_account(one, OFFICE, "court")
    with second.office() as other:
        assert open_account(other, OFFICE, "court") != court
    assert (first.balance("ana"), second.balance("ana")) == (100_00, 5_00)


def test_issued_money_stands_against_the_issuer(town_of):
    world = town_of("ana", fen=0)
    with world.office() as town:
        issue(town, world.wallets["ana"], Fen(200_00), kind="welcome", key="welcome:ana")
        issue(town, world.wallets["ana"], Fen(200_00), kind="welcome", key="welcome:ana")
        assert balance(town, open_account(town, ISSUER, "")) == -200_00
    assert world.balance("ana") == 200_00
    world.check_books()


def test_money_moves_from_one_to_the_other(world):
    with world.office() as town:
        assert move(town, paying(world)) is True
    assert (world.balance("ana"), world.balance("bo")) == (92_00, 108_00)
    world.check_books()


def test_the_same_key_moves_once(world):
    with world.office() as town:
        assert move(town, paying(world)) is True
        assert move(town, paying(world)) is False
    with world.office() as town:
        assert move(town, paying(world)) is False
    assert (world.balance("ana"), world.balance("bo")) == (92_00, 108_00)


def test_the_same_key_stands_even_when_the_money_is_gone(world):
    with world.office() as town:
        move(town, paying(world, 100_00))
        assert move(town, paying(world, 100_00)) is False


@pytest.mark.parametrize("change", ["amount", "source", "target"])
def test_the_same_key_for_another_transfer_is_a_conflict(world, change):
    other = {"amount": Fen(801), "source": world.wallets["cy"], "target": world.wallets["cy"]}
    with world.office() as town:
        move(town, paying(world))
    with pytest.raises(IdempotencyConflict), world.office() as town:
        move(town, replace(paying(world), **{change: other[change]}))
    assert (world.balance("ana"), world.balance("cy")) == (92_00, 100_00)


def test_the_last_fen_can_be_paid_and_not_one_more(world):
    with pytest.raises(NotEnoughMoney) as refusal, world.office() as town:
        move(town, paying(world, 100_01))
    assert refusal.value.fields == {"balance": Money(100_00), "needed": Money(100_01)}
    with world.office() as town:
        move(town, paying(world, 100_00))
    assert (world.balance("ana"), world.balance("bo")) == (0, 200_00)
    world.check_books()


def test_a_refusal_undoes_the_whole_unit_of_work(world):
    def pay_twice(town):
        move(town, paying(world, 800))
        move(town, paying(world, 99_00, key="pay:2"))

    with pytest.raises(NotEnoughMoney), world.office() as town:
        pay_twice(town)
    assert world.balance("ana") == 100_00
    world.check_books()


def test_python_refuses_before_the_database_has_to(world):
    def entered(seen):
        return sum(statement.startswith("INSERT INTO transfers") for statement in seen)

    with watched(world.engine) as seen:
        with world.office() as town:
            move(town, paying(world))
        assert entered(seen) == 1
        with world.office() as town:
            assert move(town, paying(world)) is False
        with pytest.raises(NotEnoughMoney), world.office() as town:
            move(town, paying(world, 92_01, key="pay:2"))
        assert entered(seen) == 1


def test_a_hold_sets_money_aside_once(world):
    ana = world.wallets["ana"]
    with world.office() as town:
        held = hold(town, ana, Fen(30_00), purpose="envelope", subject="12")
        assert hold(town, ana, Fen(30_00), purpose="envelope", subject="12") == held
        assert balance(town, held) == 30_00
    assert world.balance("ana") == 70_00
    with pytest.raises(NotEnoughMoney), world.office() as town:
        hold(town, ana, Fen(70_01), purpose="envelope", subject="13")
    world.check_books()


def test_a_hold_pays_parts_and_returns_the_rest_once(world):
    with world.office() as town:
        held = hold(town, world.wallets["ana"], Fen(30_00), purpose="envelope", subject="12")
        enter(
            town,
            Transfer(
                key="share:1",
                kind="share",
                source=held,
                target=world.wallets["bo"],
                amount=Fen(8_88),
                subject="12",
            ),
        )
        move(
            town,
            Transfer(
                key="share:2",
                kind="share",
                source=held,
                target=world.wallets["cy"],
                amount=Fen(1),
                subject="12",
            ),
        )
    for left in (21_11, 0):
        with world.office() as town:
            assert release(town, held, world.wallets["ana"], kind="refund", subject="12") == left
    assert [world.balance(name) for name in ("ana", "bo", "cy")] == [91_11, 108_88, 100_01]
    world.check_books()


def test_an_empty_hold_pays_nobody(world):
    with world.office() as town:
        held = hold(town, world.wallets["ana"], Fen(1_00), purpose="envelope", subject="12")
        release(town, held, world.wallets["bo"], kind="paid", subject="12")
    with pytest.raises(NotEnoughMoney), world.office() as town:
        move(
            town,
            Transfer(
                key="share:1",
                kind="share",
                source=held,
                target=world.wallets["cy"],
                amount=Fen(1),
                subject="12",
            ),
        )
    assert world.balance("bo") == 101_00


def test_movements_are_seen_from_the_account_newest_first(world):
    with world.office() as town:
        move(town, paying(world))
        paid_at = town.now
    world.forward(hours=1)
    with world.office() as town:
        hold(town, world.wallets["ana"], Fen(5_00), purpose="envelope", subject="12")
        seen = movements(town, world.wallets["ana"])
        theirs = movements(town, world.wallets["bo"], limit=1)
    lines = [(m.kind, m.amount, m.other_kind, m.other_holder, m.subject) for m in seen]
    assert lines == [
        ("envelope", -5_00, HOLD, "envelope:12", "12"),
        ("pay", -8_00, WALLET, world.ids["bo"], "bread"),
        ("welcome", 100_00, ISSUER, "", ""),
    ]
    assert [m.at for m in seen[:2]] == [TownTime(paid_at + 3600), paid_at]
    assert [(m.kind, m.amount) for m in theirs] == [("pay", 8_00)]
