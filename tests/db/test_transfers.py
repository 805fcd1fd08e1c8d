"""Payments: held, accepted, sent back or expired; once each; nobody else's business."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import AmountOutOfRange, Outdated
from services.kernel.money import AMOUNT_MAX, Fen, Money
from services.money import transfers
from services.money.ledger import NotEnoughMoney
from services.money.transfers import (
    KeyboardSpent,
    NoteTooLong,
    PaymentOver,
    PaymentState,
    PayToSelf,
    TransferAccepted,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
)
from services.money.transfers.tables import payments
from services.people.identity import NobodyOfThatName

TIMERS = {transfers.TIMER: transfers.expire}
NONCE = "0123456789ab"


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", "cy", timers=TIMERS)


def check(world):
    """The books, and that each payment left the facts of its end."""
    world.check_books()
    with world.office() as town:
        assert transfers.audit(town.conn) == []


def offered(world, to="bo", fen=888, note="for the tea"):
    with world.acting("ana") as town:
        return transfers.offer(town, to, Fen(fen), note)


def test_an_offer_sets_the_money_aside_and_tells_the_receiver(world):
    payment = offered(world)
    assert (world.balance("ana"), world.balance("bo")) == (9112, 10000)
    (told,) = world.emitted(TransferOffered)
    assert (payment.payment_id, payment.payer_name, payment.receiver_name) == (1, "Ana", "Bo")
    assert told.payment == payment
    assert (payment.receiver, payment.amount) == (world.ids["bo"], 888)
    assert payment.note == "for the tea"
    assert (payment.state, payment.due) == (PaymentState.OFFERED, world.now() + 24 * 3600)
    assert world.fact_kinds("ana") == []
    check(world)


def test_accepting_pays_leaves_facts_and_again_is_the_same(world):
    payment = offered(world, "@BO")
    with world.acting("bo") as town:
        first = transfers.accept(town, payment.payment_id)
    with world.acting("bo") as town:
        second = transfers.accept(town, payment.payment_id)
    assert first == second
    assert (first.again, second.again) == (False, True)
    assert (world.balance("ana"), world.balance("bo")) == (9112, 10888)
    (paid,), (was_paid,) = world.facts_of("ana"), world.facts_of("bo")
    assert (paid.kind, paid.amount, paid.counterpart) == ("paid", 888, world.ids["bo"])
    assert (was_paid.kind, was_paid.amount, was_paid.counterpart) == (
        "was_paid",
        888,
        world.ids["ana"],
    )
    assert len(world.emitted(TransferAccepted)) == 1
    world.forward(days=2)
    assert world.emitted(TransferExpired) == []
    check(world)


def test_declining_gives_back_leaves_a_fact_and_again_is_the_same(world):
    payment = offered(world)
    for again in (False, True):
        with world.acting("bo") as town:
            assert transfers.decline(town, payment.payment_id).again is again
    assert (world.balance("ana"), world.balance("bo")) == (10000, 10000)
    assert world.fact_kinds("bo") == ["payment_declined"]
    assert len(world.emitted(TransferDeclined)) == 1
    with world.acting("bo") as town, pytest.raises(PaymentOver):
        transfers.accept(town, payment.payment_id)
    check(world)


def test_after_a_day_the_money_goes_back_once(world):
    payment = offered(world)
    world.forward(hours=23, minutes=59)
    assert world.balance("ana") == 9112
    world.forward(minutes=1)
    assert world.balance("ana") == 10000
    world.forward(days=3)
    with world.office() as town:
        transfers.expire(town, str(payment.payment_id))
    assert world.balance("ana") == 10000
    assert world.fact_kinds("bo") == ["payment_expired"]
    assert len(world.emitted(TransferExpired)) == 1
    with world.acting("bo") as town, pytest.raises(PaymentOver) as refused:
        transfers.accept(town, payment.payment_id)
    assert refused.value.fields == {"name": "Ana"}
    check(world)


def test_an_answer_after_the_day_is_late_even_before_the_sweep(world):
    payment = offered(world)
    world.timers = {}
    world.set_clock(lambda clock: clock.forwarded(world.clock.ms, 24 * 3600))
    with world.acting("bo") as town, pytest.raises(PaymentOver):
        transfers.accept(town, payment.payment_id)
    assert world.balance("bo") == 10000


def test_one_keyboard_makes_one_payment(world):
    for again in (False, True):
        with world.acting("ana") as town:
            payment = transfers.offer_to_id(town, world.ids["bo"], Fen(666), nonce=NONCE)
        assert (payment.amount, payment.again) == (666, again)
    for to, fen in (("bo", 8800), ("cy", 666)):
        with world.acting("ana") as town, pytest.raises(KeyboardSpent) as refused:
            transfers.offer_to_id(town, world.ids[to], Fen(fen), nonce=NONCE)
        assert refused.value.fields == {"name": "Bo", "amount": Money(666)}
    with world.acting("cy") as town:  # a forged nonce of somebody else is another payment
        assert not transfers.offer_to_id(town, world.ids["bo"], Fen(1), nonce=NONCE).again
    assert (world.balance("ana"), world.balance("cy")) == (9334, 9999)
    assert len(world.emitted(TransferOffered)) == 2


def test_a_redelivered_command_pays_once(world):
    for _ in range(2):
        with world.acting("ana", key="777:5") as town:
            transfers.offer(town, "bo", Fen(100))
    assert world.balance("ana") == 9900


@pytest.mark.parametrize(
    ("to", "fen", "note", "refusal"),
    [
        ("ana", 100, "", PayToSelf),
        ("nobody", 100, "", NobodyOfThatName),
        ("bo", 0, "", AmountOutOfRange),
        ("bo", -5, "", AmountOutOfRange),
        ("bo", AMOUNT_MAX + 1, "", AmountOutOfRange),
        ("bo", 10**27, "", AmountOutOfRange),
        ("bo", 10_001, "", NotEnoughMoney),
        ("bo", 100, "x" * 101, NoteTooLong),
    ],
)
def test_what_is_refused_changes_nothing(world, to, fen, note, refusal):
    with pytest.raises(refusal), world.acting("ana") as town:
        transfers.offer(town, to, Fen(fen), note)
    assert world.balance("ana") == 10000
    assert world.emitted(TransferOffered) == []
    assert world.rows(select(payments)) == []
    check(world)


def test_only_the_receiver_answers(world):
    payment = offered(world)
    for stranger in ("ana", "cy"):
        for verb in (transfers.accept, transfers.decline):
            with pytest.raises(Outdated), world.acting(stranger) as town:
                verb(town, payment.payment_id)
    assert (world.balance("ana"), world.balance("cy")) == (9112, 10000)


def test_another_town_knows_nothing_of_it(world, town_of):
    payment = offered(world)
    elsewhere = town_of("dan", timers=TIMERS)
    with elsewhere.acting("dan") as town:
        with pytest.raises(Outdated):
            transfers.accept(town, payment.payment_id)
        with pytest.raises(Outdated):
            transfers.find_payment(town, payment.payment_id)
        with pytest.raises(NobodyOfThatName):
            transfers.offer(town, "bo", Fen(1))
        with pytest.raises(NobodyOfThatName):
            transfers.offer_to_id(town, world.ids["bo"], Fen(1))


def test_notes_are_one_line_without_control_characters(world):
    note = offered(world, note="for\n\n the\ttea\x00\ud800 \u2028 now").note
    assert note == "for the tea now"


def test_two_payments_of_the_full_balance_at_once(world):
    job = ("ana", lambda town: transfers.offer(town, "bo", Fen(10000)))
    results = world.race(job, job)
    assert sorted(type(result).__name__ for result in results) == ["NotEnoughMoney", "Payment"]
    assert world.balance("ana") == 0
    check(world)


def test_accepting_races_with_expiry(world):
    payment = offered(world)
    outcomes = world.race(
        ("bo", lambda town: transfers.accept(town, payment.payment_id).state),
        ("bo", lambda town: transfers.expire(town, str(payment.payment_id))),
        ("bo", lambda town: transfers.decline(town, payment.payment_id).state),
    )
    assert len(outcomes) == 3
    ends = (TransferAccepted, TransferDeclined, TransferExpired)
    assert sum(len(world.emitted(end)) for end in ends) == 1
    assert world.balance("ana") + world.balance("bo") == 20000
    check(world)


def test_the_keyboards_know_everybody_else(world):
    with world.acting("ana") as town:
        page = transfers.payees(town)
        assert [n.name for n in page.items] == ["Bo", "Cy"]
        assert (page.number, page.pages) == (0, 1)
        assert transfers.payees(town, 9_999).number == 0
        chosen = transfers.choose_amount(town, world.ids["bo"])
        assert (chosen.name, len(chosen.nonce)) == ("Bo", 12)
        with pytest.raises(PayToSelf):
            transfers.choose_amount(town, world.ids["ana"])
        with pytest.raises(NobodyOfThatName):
            transfers.choose_amount(town, "nobody")


def test_large_towns_come_in_pages(town_of):
    names = tuple(f"n{number:02}" for number in range(transfers.PAGE + 3))
    crowd = town_of(*names, fen=0)
    with crowd.acting("n00") as town:
        first, second = transfers.payees(town), transfers.payees(town, 1)
    assert (len(first.items), len(second.items), first.pages) == (transfers.PAGE, 2, 2)


# ── each guard of the database alone ─────────────────────────────────────────


def row(world, **changes):
    values = {
        "workshop_id": world.workshop_id,
        "key": "k",
        "payer": world.ids["ana"],
        "receiver": world.ids["bo"],
        "amount_fen": 1,
        "note": "",
        "hold": world.wallets["ana"],
        "offered_town_s": 0,
    }
    return values | changes


@pytest.mark.parametrize(
    "change",
    [{"amount_fen": 0}, {"amount_fen": -5}, {"state": "lost"}, {"receiver": "p1-ana"}],
)
def test_the_database_refuses_impossible_payments(world, change):
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(payments).values(row(world, **change)))


def test_the_database_refuses_a_second_payment_of_one_key(world):
    with world.office() as town:
        town.conn.execute(insert(payments).values(row(world)))
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(payments).values(row(world)))


def test_the_books_refuse_to_pay_out_twice(world):
    """Even if the state were lost: both ways out of a hold share one key."""
    from services.money.ledger import IdempotencyConflict

    payment = offered(world)
    with world.acting("bo") as town:
        transfers.accept(town, payment.payment_id)
    with world.office() as town:
        town.conn.execute(update(payments).values(state="offered"))
    with pytest.raises(IdempotencyConflict), world.acting("bo") as town:
        transfers.decline(town, payment.payment_id)
    assert (world.balance("ana"), world.balance("bo")) == (9112, 10888)


def test_the_audit_notices_an_end_without_its_fact(world):
    offered(world)
    with world.office() as town:
        town.conn.execute(update(payments).values(state="accepted"))
        (fault,) = transfers.audit(town.conn)
    assert (fault.invariant, fault.detail) == ("payment_without_fact", "payment 1")
