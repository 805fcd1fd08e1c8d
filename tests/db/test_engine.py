"""Each connection keeps the promises that the rest of the program rests on."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.kernel.engine import write_engine
from services.kernel.schema import insert_new
from services.kernel.timers import timers
from tests.support.clock import ManualClock
from tests.support.postgres import Postgres
from tests.support.world import ON_SQLITE, Builder

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 5_000,
    "trusted_schema": 0,
    "secure_delete": 1,
}


@ON_SQLITE
def test_every_connection_is_set_up(engine):
    for _ in range(2):
        with engine.connect() as conn:
            assert {
                name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS
            } == PRAGMAS
        engine.dispose()


def modes(folder: Path) -> dict[str, int]:
    """Who may do what with each file of a folder."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.fixture
def careless(tmp_path: Path) -> Iterator[Path]:
    """A folder that anybody may read, in a process that hides nothing."""
    before = os.umask(0)
    folder = tmp_path / "open"
    folder.mkdir()
    yield folder
    os.umask(before)


def test_what_a_database_consists_of_is_its_owners_alone(careless: Path):
    engine = write_engine(f"sqlite:///{careless}/town.db")
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE words (said TEXT)"))
        assert modes(careless) == dict.fromkeys(("town.db", "town.db-wal", "town.db-shm"), 0o600)
    engine.dispose()


def test_what_an_earlier_run_left_open_is_closed(careless: Path):
    for name in ("town.db", "town.db-wal", "town.db-shm"):
        (careless / name).touch(0o666)
    (careless / "town.db").chmod(0o444)
    engine = write_engine(f"sqlite:///{careless}/town.db")
    with suppress(DBAPIError, sqlite3.Error), engine.begin() as conn:
        conn.execute(text("SELECT 1"))
    assert modes(careless)["town.db"] == 0o400, "what its owner may not do stays forbidden"
    assert {mode & 0o077 for mode in modes(careless).values()} == {0}
    engine.dispose()


def test_a_missing_folder_is_said_by_the_database(tmp_path: Path):
    engine = write_engine(f"sqlite:///{tmp_path}/nowhere/town.db")
    with pytest.raises(DBAPIError, match="unable to open"):
        engine.connect()


@ON_SQLITE
def test_a_transaction_has_the_write_lock_from_its_start(engine, database):
    """A deferred one would let both read and then fail the second for having read too early."""
    with engine.begin(), closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as other:
        other.execute("PRAGMA busy_timeout=0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


@ON_SQLITE
def test_read_then_write_loses_no_update(town_of, database):
    world = town_of("ana")

    def add_one(_):
        with world.engine.begin() as conn:
            rate = conn.execute(text("SELECT rate FROM workshops")).scalar_one()
            conn.execute(text("UPDATE workshops SET rate = :rate"), {"rate": rate + 1})

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(add_one, range(20)))
    assert world.rows(text("SELECT rate FROM workshops")) == [(1_460,)]


def test_an_unfinished_transaction_leaves_nothing(world):
    def fail_half_way(conn):
        conn.execute(text("UPDATE workshops SET title = 'half done'"))
        raise LookupError

    with pytest.raises(LookupError), world.engine.begin() as conn:
        fail_half_way(conn)
    assert world.rows(text("SELECT title FROM workshops")) == [("Town 1",)]


def test_rows_must_refer_to_something(world):
    with pytest.raises(IntegrityError), world.engine.begin() as conn:
        conn.execute(text("UPDATE participants SET wallet = 99999"))


def test_a_new_row_is_new_once(world):
    row = {"workshop_id": world.workshop_id, "kind": "bell", "subject": "1", "due_town_s": 5}
    with world.engine.begin() as conn:
        assert insert_new(conn, timers, **row) is True
        assert insert_new(conn, timers, **{**row, "due_town_s": 6}) is False
        assert insert_new(conn, timers, **{**row, "subject": "2"}) is True
    assert world.rows(text("SELECT due_town_s FROM timers ORDER BY subject")) == [(5,), (5,)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_died_is_not_handed_out_again(engine, database):
    with engine.begin() as conn:
        pid = conn.execute(text("SELECT pg_backend_pid()")).scalar_one()
    killer = create_engine(database)
    with killer.begin() as conn:
        conn.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    killer.dispose()
    with engine.begin() as conn:
        assert conn.execute(text("SELECT pg_backend_pid()")).scalar_one() != pid


CHANGES = {
    "a table": "CREATE TABLE words (said TEXT)",
    "a trigger": "ALTER TABLE audit_log DISABLE TRIGGER USER",
    "a constraint": "ALTER TABLE accounts DROP CONSTRAINT ck_accounts_not_below_zero",
}


@pytest.fixture
def lender(postgres) -> Iterator[Postgres]:
    """The server, with copies that no test before has had."""
    own = Postgres(postgres.url)
    yield own
    own.close()
    for url in tuple(own.made):
        own.drop(url)


def test_what_a_test_wrote_in_postgresql_no_later_test_finds(lender, postgres_template):
    template = make_url(postgres_template).database
    clock = ManualClock()

    def written(url):
        engine = write_engine(url)
        world = Builder(engine, url, clock)("ana")
        found = world.workshop_id, world.ids, world.rows(text("SELECT * FROM transfers"))
        engine.dispose()
        return found

    with lender.lend(template) as first:
        once = written(first)
    with lender.lend(template) as second:
        assert second == first
        assert written(second) == once


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_copy_of_postgresql_is_lent_to_nobody(lender, postgres_template, change):
    template = make_url(postgres_template).database
    with lender.lend(template) as changed:
        engine = write_engine(changed)
        with engine.begin() as conn:
            conn.execute(text(change))
        engine.dispose()
    with lender.lend(template) as other:
        assert other != changed
