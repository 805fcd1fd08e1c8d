"""Envelopes when several tap at once, and when the program's own checks are gone."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from services.money import envelopes
from services.money.envelopes import EnvelopeKind, EnvelopeLapsed, Share, ShareOpened
from services.money.envelopes.tables import envelope_shares
from services.money.envelopes.tables import envelopes as envelope_rows
from tests.db.envelopes import TIMERS, check_counts, faults, open_share, send
from tests.support.statements import watched


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", "cy", residents=("rui",), timers=TIMERS)


# ── races ────────────────────────────────────────────────────────────────────


def test_two_race_for_the_last_share(world):
    sent = send(world, shares=1)
    tap = lambda town: envelopes.open_share(town, sent.envelope_id)  # noqa: E731
    results = world.race(("bo", tap), ("cy", tap))
    assert sorted(type(result).__name__ for result in results) == ["EnvelopeAllTaken", "Share"]
    check_counts(world)


def test_one_person_on_two_doors_has_one_share(world):
    sent = send(world)
    tap = lambda town: envelopes.open_share(town, sent.envelope_id)  # noqa: E731
    results = world.race(*[("bo", tap)] * 4)
    assert all(isinstance(result, Share) for result in results)
    assert len({(result.number, result.amount) for result in results}) == 1
    assert sum(not result.again for result in results) == 1
    assert len(world.emitted(ShareOpened)) == 1
    check_counts(world)


def test_opening_races_with_expiry(world):
    sent = send(world, shares=2)
    tap = lambda town: envelopes.open_share(town, sent.envelope_id)  # noqa: E731
    lapse = lambda town: envelopes.expire(town, str(sent.envelope_id))  # noqa: E731
    world.race(("bo", tap), ("ana", lapse), ("cy", tap), ("ana", lapse))
    total = sum(world.balance(name) for name in ("ana", "bo", "cy"))
    assert total == 30000
    check_counts(world)
    assert world.fact_kinds("ana").count("envelope_refunded") == len(world.emitted(EnvelopeLapsed))


# ── each guard of the database alone ─────────────────────────────────────────


def test_the_database_refuses_a_second_share(world):
    sent = send(world)
    share = open_share(world, "bo", sent)
    again = {
        "envelope_id": sent.envelope_id,
        "number": 2,
        "participant_id": world.ids["bo"],
        "amount_fen": share.amount,
    }
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(envelope_shares).values(again))
    same_number = again | {"number": 1, "participant_id": world.ids["cy"]}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(envelope_shares).values(same_number))


@pytest.mark.parametrize("fen", [0, -1, 20_001])
def test_the_database_refuses_impossible_shares(world, fen):
    sent = send(world)
    values = {
        "envelope_id": sent.envelope_id,
        "number": 1,
        "participant_id": world.ids["bo"],
        "amount_fen": fen,
    }
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(envelope_shares).values(values))


@pytest.mark.parametrize(
    "change",
    [
        {"left_fen": -1},
        {"left_fen": 2, "left_shares": 3},
        {"left_shares": 4},
        {"left_shares": 0},
        {"state": "finished"},
        {"state": "lost"},
        {"total_fen": 60_001},
        {"recipient": "p1-bo"},
        {"sender": None},
    ],
)
def test_the_database_refuses_impossible_envelopes(world, change):
    send(world)
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(update(envelope_rows).values(change))


def test_the_books_refuse_more_than_was_put_in(world):
    """Even if the counters were wrong: the hold cannot pay what it does not have."""
    sent = send(world, fen=100, shares=2, kind=EnvelopeKind.EQUAL)
    with world.office() as town:
        town.conn.execute(update(envelope_rows).values(total_fen=300, left_fen=300))
    with pytest.raises(IntegrityError):
        open_share(world, "bo", sent)
    assert world.balance("bo") == 10000


def test_the_books_refuse_a_second_share(world):
    """Even if the row of the first were lost."""
    sent = send(world)
    open_share(world, "bo", sent)
    with world.office() as town:
        town.conn.execute(delete(envelope_shares))
    with pytest.raises(IntegrityError):
        open_share(world, "bo", sent)


# ── the audit notices ────────────────────────────────────────────────────────


def test_the_audit_notices_what_does_not_add_up(world):
    sent = send(world, fen=900, kind=EnvelopeKind.EQUAL)
    open_share(world, "bo", sent)
    check_counts(world)
    for change, invariant in (({"left_fen": 601}, "envelope_total"), ({"left_fen": 600}, None)):
        with world.office() as town:
            town.conn.execute(update(envelope_rows).values(change))
        assert faults(world) == ({invariant} - {None})
    with world.office() as town:
        town.conn.execute(delete(envelope_shares))
    assert faults(world) == {"envelope_total", "fact_without_share"}
    stranger = {"envelope_id": sent.envelope_id, "number": 1, "participant_id": world.ids["cy"]}
    with world.office() as town:
        town.conn.execute(insert(envelope_shares).values(stranger | {"amount_fen": 300}))
    assert faults(world) == {"fact_without_share", "share_without_fact"}


# ── the hot path ─────────────────────────────────────────────────────────────


def test_opening_costs_five_statements(world):
    sent = send(world)
    with world.acting("bo") as town, watched(town.conn.engine) as seen:
        envelopes.open_share(town, sent.envelope_id)
        first = len(seen)
        envelopes.open_share(town, sent.envelope_id)
    assert first == 5, "\n".join(seen)
    assert len(seen) == 6, "a second tap only looks"
