"""The database alone keeps the books: every statement typed by hand that would harm them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError

from services.kernel.money import Fen
from services.money.ledger import OFFICE, NotEnoughMoney, Transfer, audit, enter, move, open_account

ENTRY = (
    "INSERT INTO transfers (workshop_id, key, kind, from_account, to_account, amount_fen, town_s,"
    " subject) VALUES (1, '{key}', 'pay', {source}, {target}, {amount}, 0, '')"
)
ANA, BO, STRANGER, NOBODY = "{ana}", "{bo}", "{stranger}", "99999"


def entry(source=ANA, target=BO, amount="1", key="hand"):
    return ENTRY.format(key=key, source=source, target=target, amount=amount)


BY_HAND = {
    "change a transfer": "UPDATE transfers SET amount_fen = 1",
    "change a transfer's key": "UPDATE transfers SET key = 'x' WHERE key = 'pay:1'",
    "remove transfers": "DELETE FROM transfers",
    "enter too much": entry(amount="9201"),
    "enter nothing": entry(amount="0"),
    "enter less than nothing": entry(amount="-5"),
    "enter beyond 64 bits": entry(amount="9223372036854775808"),
    "enter words": entry(amount="'eight'"),
    "pay oneself": entry(target=ANA),
    "pay into another town": entry(target=STRANGER),
    "pay from another town": entry(source=STRANGER),
    "pay nobody": entry(target=NOBODY),
    "enter a key again": entry(key="pay:1", amount="800"),
    "raise a balance": "UPDATE accounts SET balance_fen = balance_fen + 1 WHERE account_id = {ana}",
    "level a balance": "UPDATE accounts SET balance_fen = 0",
    "post the last transfer again": (
        "UPDATE accounts SET balance_fen = balance_fen + 800, last_transfer ="
        " (SELECT max(transfer_id) FROM transfers) WHERE account_id = {bo}"
    ),
    "post a transfer that is not": (
        "UPDATE accounts SET balance_fen = balance_fen + 1, last_transfer = 1000000"
    ),
    "become the issuer": "UPDATE accounts SET kind = 'issuer' WHERE account_id = {ana}",
    "take over a wallet": "UPDATE accounts SET holder = 'me' WHERE account_id = {ana}",
    "open with money": (
        "INSERT INTO accounts (workshop_id, kind, holder, balance_fen)"
        " VALUES (1, 'wallet', 'me', 500)"
    ),
    "open a kind that is not": (
        "INSERT INTO accounts (workshop_id, kind, holder) VALUES (1, 'overdraft', 'me')"
    ),
    "close accounts": "DELETE FROM accounts",
    "close an account without money": "DELETE FROM accounts WHERE last_transfer = 0",
}
SQLITE_ONLY = {
    "replace by number": "REPLACE INTO transfers SELECT * FROM transfers",
    "replace by key": (
        "REPLACE INTO transfers (workshop_id, key, kind, from_account, to_account, amount_fen,"
        " town_s, subject) VALUES (1, 'pay:1', 'pay', {ana}, {bo}, 1, 0, '')"
    ),
    "replace while updating": "UPDATE OR REPLACE transfers SET key = 'welcome:p1-ana'",
    "replace an account": (
        "REPLACE INTO accounts (account_id, workshop_id, kind, holder)"
        " SELECT account_id, workshop_id, kind, holder FROM accounts"
    ),
    "replace an account by holder": (
        "REPLACE INTO accounts (workshop_id, kind, holder)"
        " SELECT workshop_id, kind, holder FROM accounts"
    ),
    "enter half a fen": entry(amount="1.5"),
}
IN_ANY_SHELL = (
    *("change a transfer", "remove transfers", "enter too much", "enter a key again"),
    *("raise a balance", "become the issuer", "open with money", "close accounts"),
    *("replace by number", "replace by key", "replace an account", "replace an account by holder"),
)
POSTGRES_ONLY = {
    "truncate": "TRUNCATE transfers",
    "truncate everything": "TRUNCATE accounts CASCADE",
    "upsert": (
        "INSERT INTO accounts (account_id, workshop_id, kind, holder)"
        " SELECT account_id, workshop_id, kind, holder FROM accounts"
        " ON CONFLICT (account_id) DO UPDATE SET balance_fen = 0"
    ),
}


@pytest.fixture
def harmed(town_of):
    """A town with money in it, another town beside it, and a hand that types SQL."""
    world, other = town_of("ana", "bo"), town_of("stranger")
    with world.office() as town:
        open_account(town, OFFICE, "court")
        move(
            town,
            Transfer(
                key="pay:1",
                kind="pay",
                source=world.wallets["ana"],
                target=world.wallets["bo"],
                amount=Fen(800),
                subject="bread",
            ),
        )

    def type_in(statement):
        names = {**world.wallets, **other.wallets}
        with world.engine.begin() as conn:
            conn.execute(text(statement.format(**names)))

    return world, type_in


def expect_refusal(harmed, statement):
    world, type_in = harmed
    before = (
        world.balance("ana"),
        world.balance("bo"),
        world.rows(text("SELECT * FROM transfers")),
    )
    # Exactly these two kinds: a misspelt statement would be refused as well, but as another kind.
    with pytest.raises((IntegrityError, DataError)):
        type_in(statement)
    after = (world.balance("ana"), world.balance("bo"), world.rows(text("SELECT * FROM transfers")))
    assert after == before
    world.check_books()


@pytest.mark.parametrize("statement", BY_HAND.values(), ids=BY_HAND.keys())
def test_no_hand_harms_the_books(harmed, statement):
    expect_refusal(harmed, statement)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", SQLITE_ONLY.values(), ids=SQLITE_ONLY.keys())
def test_no_replacing_harms_the_books(harmed, statement):
    expect_refusal(harmed, statement)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("act", IN_ANY_SHELL)
def test_no_shell_without_our_settings_harms_the_books(harmed, database, act):
    """Foreign keys and recursive triggers are off in a plain connection; the triggers are not."""
    world, _ = harmed
    statement = {**BY_HAND, **SQLITE_ONLY}[act].format(**world.wallets)
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as shell:
        with pytest.raises(sqlite3.IntegrityError):
            shell.execute(statement)
        shell.rollback()
    assert (world.balance("ana"), world.balance("bo")) == (92_00, 108_00)
    world.check_books()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("statement", POSTGRES_ONLY.values(), ids=POSTGRES_ONLY.keys())
def test_no_truncating_harms_the_books(harmed, statement):
    expect_refusal(harmed, statement)


def test_a_good_entry_typed_by_hand_is_taken(harmed):
    world, type_in = harmed
    type_in(entry(amount="9200"))  # so the refusals above are not for the way it is typed
    assert (world.balance("ana"), world.balance("bo")) == (0, 200_00)
    world.check_books()


def test_the_database_refuses_what_enter_does_not_check(world):
    too_much = Transfer(
        key="pay:9",
        kind="pay",
        source=world.wallets["ana"],
        target=world.wallets["bo"],
        amount=Fen(100_01),
    )
    with pytest.raises(IntegrityError), world.office() as town:
        enter(town, too_much)
    assert world.balance("ana") == 100_00


def test_python_refuses_when_the_database_no_longer_does(world):
    too_much = Transfer(
        key="pay:9",
        kind="pay",
        source=world.wallets["ana"],
        target=world.wallets["bo"],
        amount=Fen(100_01),
    )
    with world.office() as town:
        unguarded(world, town.conn)
        with pytest.raises(NotEnoughMoney):
            move(town, too_much)


def test_the_audit_sees_a_balance_that_was_forged(world):
    on_table = " ON accounts" if world.engine.dialect.name == "postgresql" else ""
    with world.engine.begin() as conn:
        conn.execute(text(f"DROP TRIGGER accounts_follow_transfers{on_table}"))
        conn.execute(
            text("UPDATE accounts SET balance_fen = balance_fen + 5 WHERE account_id = :ana"),
            {"ana": world.wallets["ana"]},
        )
        found = {(fault.invariant, fault.detail) for fault in audit(conn)}
    assert found == {
        ("sum_zero", "workshop 1: 5 fen"),
        ("balance", f"account {world.wallets['ana']}: holds 10005, moved 10000"),
    }


def test_the_audit_sees_an_overdraft(world):
    ana, bo = world.wallets["ana"], world.wallets["bo"]
    with world.office() as town:
        unguarded(world, town.conn)
        enter(town, Transfer(key="pay:9", kind="pay", source=ana, target=bo, amount=Fen(100_01)))
        assert [fault.invariant for fault in audit(town.conn)] == ["below_zero"]


def unguarded(world, conn):
    """Take away the rule that a balance is never below zero."""
    if world.engine.dialect.name == "sqlite":
        conn.execute(text("PRAGMA ignore_check_constraints=ON"))
    else:
        conn.execute(text("ALTER TABLE accounts DROP CONSTRAINT ck_accounts_not_below_zero"))
