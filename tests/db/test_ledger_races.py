"""Two connections after the same money: the books hold, and each is told the truth."""

from __future__ import annotations

from services.kernel.money import Fen
from services.money.ledger import NotEnoughMoney, Transfer, hold, move, open_account, release


def pay(world, source, target, fen, key):
    transfer = Transfer(
        key=key,
        kind="pay",
        source=world.wallets[source],
        target=world.wallets[target],
        amount=Fen(fen),
    )
    return lambda town: move(town, transfer)


def test_one_of_two_payments_of_everything_passes(world):
    outcomes = world.race(
        ("ana", pay(world, "ana", "bo", 100_00, "pay:1")),
        ("ana", pay(world, "ana", "cy", 100_00, "pay:2")),
    )
    assert sorted(isinstance(outcome, NotEnoughMoney) for outcome in outcomes) == [False, True]
    assert world.balance("ana") == 0
    assert sorted([world.balance("bo"), world.balance("cy")]) == [100_00, 200_00]
    world.check_books()


def test_one_payment_told_four_times_at_once_is_paid_once(world):
    told = [("ana", pay(world, "ana", "bo", 8_00, "pay:1"))] * 4
    assert sorted(world.race(*told)) == [False, False, False, True]
    assert (world.balance("ana"), world.balance("bo")) == (92_00, 108_00)
    world.check_books()


def test_payments_that_cross_do_not_wait_for_each_other(world):
    people = ("ana", "bo", "cy")
    for turn in range(5):
        outcomes = world.race(
            *(
                (source, pay(world, source, target, 7_00, f"pay:{turn}:{source}:{target}"))
                for source in people
                for target in people
                if source != target
            )
        )
        assert outcomes == [True] * 6
    assert [world.balance(name) for name in people] == [100_00] * 3
    world.check_books()


def test_a_hold_is_returned_once_when_two_return_it(world):
    ana = world.wallets["ana"]
    with world.office() as town:
        held = hold(town, ana, Fen(30_00), purpose="envelope", subject="12")

    def give_back(town):
        return release(town, held, ana, kind="refund", subject="12")

    assert sorted(world.race(("bo", give_back), ("cy", give_back))) == [0, 30_00]
    assert world.balance("ana") == 100_00
    world.check_books()


def test_an_account_that_two_open_at_once_is_one(world):
    def open_court(town):
        return open_account(town, "office", "court")

    first, second = world.race(("ana", open_court), ("bo", open_court))
    assert first == second
