"""The wallet tells where money came from and went, by name."""

from __future__ import annotations

from sqlalchemy import text

from services.kernel.money import Fen
from services.living import home
from services.money import envelopes, transfers, wallet
from services.money.envelopes import EnvelopeKind

TIMERS = {transfers.TIMER: transfers.expire, envelopes.TIMER: envelopes.expire}


def lines(world, name):
    with world.acting(name) as town:
        found = wallet.statement(town)
    assert found.balance == world.balance(name)
    return [(line.kind, line.amount, line.name) for line in found.lines]


def test_a_new_wallet_knows_its_welcome(town_of):
    assert lines(town_of("ana"), "ana") == [("welcome", 10000, "")]


def test_payments_are_told_with_the_other_name(town_of):
    world = town_of("ana", "bo", timers=TIMERS)
    for verb in (transfers.accept, transfers.decline):
        with world.acting("ana") as town:
            payment = transfers.offer(town, "bo", Fen(100))
        with world.acting("bo") as town:
            verb(town, payment.payment_id)
    assert lines(world, "bo") == [("payment", 100, "Ana"), ("welcome", 10000, "")]
    assert lines(world, "ana")[:3] == [
        ("payment_back", 100, "Bo"),
        ("payment_offer", -100, "Bo"),
        ("payment_offer", -100, "Bo"),
    ]


def test_envelopes_are_told_with_the_givers_name(town_of):
    world = town_of("ana", "bo", timers=TIMERS)
    with world.acting("ana") as town:
        first = envelopes.send(town, Fen(100), 2, EnvelopeKind.EQUAL)
    with world.acting("ana") as town:
        envelopes.send_to(town, "bo", Fen(7))
    with world.acting("bo") as town:
        envelopes.open_share(town, first.envelope_id)
    world.forward(days=1)
    assert lines(world, "bo")[0] == ("envelope_share", 50, "Ana")
    assert sorted(lines(world, "ana")) == [
        ("envelope", -100, ""),
        ("envelope", -7, "Bo"),
        ("envelope_back", 7, ""),
        ("envelope_back", 50, ""),
        ("welcome", 10000, ""),
    ]


def test_the_last_eight_are_shown_newest_first(town_of):
    world = town_of("ana", "bo")
    for fen in range(1, 12):
        with world.acting("ana") as town:
            transfers.offer(town, "bo", Fen(fen))
    assert [amount for _, amount, _ in lines(world, "ana")] == [-n for n in range(11, 3, -1)]


def test_home_is_drawn_by_those_who_may_only_read(town_of):
    world = town_of("ana")
    with world.engine.connect() as conn:
        if conn.dialect.name == "postgresql":  # as cards are drawn; a lock would be refused
            conn.execute(text("SET TRANSACTION READ ONLY"))
        town = world._seat(conn, "ana", "draw")
        assert home.look(town).balance == 100_00
        assert home.story(town).balance == 100_00
