"""The check itself: it finds nothing in a sound town, and each forgery in a forged one.

A check that nobody has seen fail proves nothing. The forger here has the database open without any
guard: triggers dropped, checks and foreign keys switched off.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from services.kernel.engine import write_engine
from services.kernel.money import Fen
from services.living import rentals
from services.money import envelopes, ledger, transfers
from tests.chaos.books import books
from tests.chaos.check import snapshot
from tests.support.clock import ManualClock
from tests.support.world import Builder, World

FORGERIES = (
    ("I1", "UPDATE transfers SET to_account = 9999 WHERE transfer_id = 1"),
    ("I2", "UPDATE accounts SET balance_fen = balance_fen + 1 WHERE kind = 'wallet'"),
    ("I3", "UPDATE accounts SET balance_fen = balance_fen - 1 WHERE kind = 'wallet'"),
    ("I3", "DELETE FROM transfers WHERE kind = 'envelope_share'"),
    ("I4", "UPDATE accounts SET balance_fen = -1 WHERE kind = 'wallet'"),
    ("I5", "UPDATE envelopes SET left_fen = left_fen + 1"),
    ("I5", "UPDATE envelopes SET left_shares = left_shares - 1"),
    ("I5", "UPDATE envelopes SET state = 'expired' WHERE state = 'open'"),
    ("I5", "UPDATE envelope_shares SET amount_fen = amount_fen + 1"),
    ("I5", "UPDATE payments SET state = 'offered' WHERE state = 'accepted'"),
    ("I5", "UPDATE rental_orders SET risk_fund_fen = risk_fund_fen + 1 WHERE deposit IS NOT NULL"),
    ("I5", "UPDATE rental_orders SET deposit = NULL WHERE state = 'user_confirm'"),
    ("I7", "UPDATE rental_orders SET charged_fen = charged_fen + 1 WHERE state = 'done'"),
    ("I7", "UPDATE rental_orders SET state = 'done' WHERE state = 'mch_complete'"),
    ("I7", "DELETE FROM facts WHERE kind = 'rental_brief'"),
    ("I7", "DELETE FROM facts WHERE kind = 'order_owed'"),
    ("I7", "UPDATE payments SET state = 'declined' WHERE state = 'accepted'"),
    ("I7", "DELETE FROM facts WHERE kind = 'envelope_opened'"),
    ("I7", "DELETE FROM facts WHERE kind = 'was_paid' AND key LIKE 'payment:%'"),
    ("I7", "UPDATE envelope_shares SET amount_fen = amount_fen + 1"),
    ("I7", "DELETE FROM envelope_shares WHERE number = 1"),
    ("I12", "DELETE FROM participants WHERE name = 'Bo'"),
)
# What a UNIQUE refuses even to a forger: the same table without its constraints.
TWICE = (
    "CREATE TABLE copied AS SELECT * FROM {0} UNION ALL SELECT * FROM {0}",
    "DROP TABLE {0}",
    "ALTER TABLE copied RENAME TO {0}",
)
DOUBLED = (
    ("I6", "envelope_shares"),
    ("I9", "transfers"),
    ("I9", "facts"),
    ("I9", "payments"),
    ("I9", "rental_orders"),
)


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path, clock: ManualClock) -> Path:
    """A sound town: an envelope half opened, one gone back, payments in every state."""
    path = Path(shutil.copy(sqlite_template, tmp_path / "town.db"))
    url = f"sqlite:///{path}"
    timers = {envelopes.TIMER: envelopes.expire, transfers.TIMER: transfers.expire}
    world = Builder(write_engine(url), url, clock)("ana", "bo", "cy", timers=timers)
    with world.acting("ana") as town:
        envelopes.send(town, Fen(3_00), 3)
        transfers.offer(town, "cy", Fen(1))
    world.forward(days=1)
    with world.acting("ana") as town:
        number = envelopes.send(town, Fen(8_00), 4).envelope_id
        taken = transfers.offer(town, "bo", Fen(2_00))
        declined = transfers.offer(town, "bo", Fen(1_00), nonce="other")
        transfers.offer(town, "cy", Fen(5), nonce="open")
    for name in ("bo", "cy"):
        with world.acting(name) as town:
            envelopes.open_share(town, number)
    with world.acting("bo") as town:
        transfers.accept(town, taken.payment_id)
        transfers.decline(town, declined.payment_id)
    hire(world)
    world.engine.dispose()
    return path


def hire(world: World) -> None:
    """A thing brought back, one out on a deposit, one brought back and owed."""
    with world.acting("bo") as town:
        ended = rentals.confirm(town, rentals.start(town, "umbrella").order_id).order
        rentals.give_back(town, ended.order_id)
    with world.acting("cy") as town:
        owed = rentals.confirm(town, rentals.start(town, "umbrella").order_id).order
        hall = ledger.open_account(town, ledger.OFFICE, "town_hall")
        purse = ledger.balance(town, world.wallets["cy"])
        spent = ledger.Transfer(
            key="spent", kind="spent", source=world.wallets["cy"], target=hall, amount=purse
        )
        ledger.move(town, spent)
        assert rentals.give_back(town, owed.order_id).state is rentals.OrderState.OWED
    with world.acting("bo") as town:
        rentals.confirm(town, rentals.start(town, "umbrella").order_id)
    with world.acting("bo") as town:  # a second one is one too many
        asked = rentals.start(town, "umbrella")
        rentals.confirm(town, asked.order_id)
        rentals.pay_deposit(town, asked.order_id)


def found(path: Path) -> set[str]:
    with snapshot(f"sqlite:///{path}") as conn:
        return {violation.invariant for violation in books(conn)}


def forge(path: Path, *statements: str) -> None:
    with sqlite3.connect(path, isolation_level=None) as conn:
        conn.execute("PRAGMA ignore_check_constraints=ON")
        triggers = conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            conn.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert conn.execute(statement).rowcount, f"changed nothing: {statement}"
    conn.close()


def test_a_sound_town_passes(path: Path):
    assert found(path) == set()


@pytest.mark.parametrize(("invariant", "statement"), FORGERIES)
def test_a_forgery_is_found(path: Path, invariant: str, statement: str):
    forge(path, statement)
    assert invariant in found(path)


@pytest.mark.parametrize(("invariant", "table"), DOUBLED)
def test_what_is_there_twice_is_found(path: Path, invariant: str, table: str):
    forge(path, *(step.format(table) for step in TWICE))
    with snapshot(f"sqlite:///{path}") as conn:  # no further: what refers to the copy is broken too
        assert any(violation.invariant == invariant for violation in books(conn))
