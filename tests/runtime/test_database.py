"""Transactions: what shares a commit, what a failure takes with it, what an obstacle leaves."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from functools import partial
from math import ceil
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, table, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.runtime import database as module
from bot.runtime.database import Database
from services.kernel.engine import write_engine
from services.kernel.errors import Retryable, RuleError
from services.kernel.prepared import Prepared
from tests.support.runtime import sqlite_file

_COUNT = Prepared(select(func.count().label("number")).select_from(table("counts")))
INSERT = text("INSERT INTO counts (number) VALUES (:number)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with _with_counts(database_url) as made:
        yield made


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    async with _with_counts(sqlite_url) as made:
        yield made


class _with_counts:  # noqa: N801 - reads as a function
    def __init__(self, url: str) -> None:
        self._database = Database(url)

    async def __aenter__(self) -> Database:
        made = text("CREATE TABLE counts (number BIGINT PRIMARY KEY CHECK (number >= 0))")
        await self._database.write(lambda c: c.execute(made).rowcount)
        return self._database

    async def __aexit__(self, *_: object) -> None:
        await self._database.close()


def put(conn: Connection, number: int) -> int:
    conn.execute(INSERT, {"number": number})
    return number


def put_and_fail(conn: Connection, number: int) -> int:
    put(conn, number)
    raise RuleError


async def test_a_reader_sees_one_state_by_whatever_way_it_asks(database_url: str):
    async with _with_counts(database_url) as database:
        beside = write_engine(database_url)

        def look(conn: Connection) -> list[int]:
            seen = [_COUNT.one_or_none(conn, {}).number]
            with beside.begin() as other:
                put(other, 7)
            return [*seen, len(numbers(conn))]

        assert await database.read(look) == [0, 0]
        assert await database.read(numbers) == [7]
        beside.dispose()


def numbers(conn: Connection) -> list[int]:
    return list(conn.scalars(text("SELECT number FROM counts ORDER BY number")))


class Gate:
    """Keeps the writer busy until opened, so that what comes meanwhile waits together."""

    def __init__(self) -> None:
        self._event = Event()
        self.entered = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def hold(self, _conn: Connection) -> None:
        self._loop.call_soon_threadsafe(self.entered.set)
        assert self._event.wait(30)

    def open(self) -> None:
        self._event.set()


async def together(database: Database, *jobs: Callable[[Connection], Any]) -> list[Any]:
    """Hand in jobs while the writer is busy; what came of each."""
    gate = Gate()
    holder = asyncio.create_task(database.write(gate.hold))
    await gate.entered.wait()
    waiting = [asyncio.create_task(database.write(job)) for job in jobs]
    await asyncio.sleep(0)
    gate.open()
    await holder
    return await asyncio.gather(*waiting, return_exceptions=True)


async def a_failing_neighbour(database: Database) -> list[int]:
    """What is kept of jobs that waited together when some of them fail."""
    jobs = (partial(put, number=1), partial(put_and_fail, number=2), partial(put, number=-3))
    results = await together(database, *jobs, partial(put, number=1), partial(put, number=5))
    refused, negative = results[1:3]
    assert isinstance(refused, RuleError)
    assert isinstance(negative, IntegrityError)
    first, second = results[0], results[3]  # the same number twice: one of them came too late
    assert isinstance(first, IntegrityError) != isinstance(second, IntegrityError)
    return await database.read(numbers)


async def test_a_failing_job_takes_nothing_of_its_neighbours(database: Database):
    assert await a_failing_neighbour(database) == [1, 5]


async def test_doing_without_savepoints_would_be_caught(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
):
    def run(self: module._Job, connection: Connection) -> None:
        try:
            self._result = self._work(connection)
        except (RuleError, IntegrityError) as error:
            self.error = error

    monkeypatch.setattr(module._Job, "run", run)
    assert await a_failing_neighbour(sqlite) != [1, 5]


async def test_jobs_that_wait_together_share_one_commit(sqlite: Database):
    commits = 0

    def count(_conn: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(sqlite._engine, "commit", count)
    results = await together(sqlite, *(partial(put, number=n) for n in range(100)))
    assert results == list(range(100))
    assert commits == 1 + ceil(100 / module.BATCH_MAX)  # the busy one's and those of the others


def fill(conn: Connection) -> None:
    """Meet a full disk."""
    pages = conn.scalar(text("PRAGMA page_count"))
    conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    conn.execute(text("CREATE TABLE big AS SELECT zeroblob(1000000) AS b"))


def fill_in_a_savepoint(conn: Connection) -> None:
    with conn.begin_nested():
        fill(conn)


async def an_obstacle_in_a_batch(sqlite: Database, obstacle: Callable[[Connection], None]) -> None:
    """Jobs around one that meets a full disk; all of them are asked to try again."""
    jobs = (partial(put, number=1), obstacle, partial(put, number=2))
    results = await together(sqlite, *jobs)
    assert [type(result) for result in results] == [Retryable] * 3, results


@pytest.mark.parametrize("obstacle", [fill, fill_in_a_savepoint])
async def test_an_obstacle_keeps_nothing_and_asks_everybody_to_try_again(
    sqlite: Database, obstacle: Callable[[Connection], None]
):
    await an_obstacle_in_a_batch(sqlite, obstacle)
    assert await sqlite.read(numbers) == []
    await sqlite.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count=1000000").close())
    await sqlite.write(partial(put, number=9))
    assert await sqlite.read(numbers) == [9]


def _busy(_conn: Connection) -> None:
    """What the driver raises when another process holds the database."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise DBAPIError.instance("x", {}, error, sqlite3.Error)


async def test_a_cancelled_caller_in_a_failing_batch_does_not_kill_the_writer(sqlite: Database):
    gate = Gate()
    holder = asyncio.create_task(sqlite.write(gate.hold))
    await gate.entered.wait()
    gone = asyncio.create_task(sqlite.write(partial(put, number=1)))
    failing = asyncio.create_task(sqlite.write(_busy))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    gate.open()
    await holder
    with pytest.raises(Retryable):
        await failing
    async with asyncio.timeout(10):
        await sqlite.write(partial(put, number=2))
    assert await sqlite.read(numbers) == [2]


async def test_a_job_whose_caller_is_cancelled_is_done_whole(database: Database, database_url: str):
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    gate = Event()

    def slow(conn: Connection) -> None:
        put(conn, 1)
        loop.call_soon_threadsafe(begun.set)
        assert gate.wait(30)
        put(conn, 2)

    task = asyncio.create_task(database.write(slow))
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    gate.set()
    await database.write(partial(put, number=3))
    await database.close()  # which waits for what has begun
    other = Database(database_url)
    assert await other.read(numbers) == [1, 2, 3]
    await other.close()


async def test_closing_finishes_what_was_handed_in(database_url: str):
    async with _with_counts(database_url) as database:
        jobs = [asyncio.create_task(database.write(partial(put, number=n))) for n in range(50)]
        await asyncio.sleep(0)
        await database.close()
        assert await asyncio.gather(*jobs) == list(range(50))
        other = Database(database_url)
        assert await other.read(numbers) == list(range(50))
        await other.close()


async def test_a_reader_cannot_write(database: Database):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await database.read(partial(put, number=1))
    assert await database.read(numbers) == []


async def test_a_locked_database_is_an_obstacle_and_a_wrong_statement_is_not(
    sqlite: Database, sqlite_url: str
):
    other = sqlite3.connect(sqlite_file(sqlite_url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await asyncio.to_thread(_hurry, sqlite)
    with pytest.raises(Retryable, match="locked"):
        await sqlite.write(partial(put, number=1))
    other.execute("ROLLBACK")
    other.close()
    assert await sqlite.write(partial(put, number=1)) == 1
    with pytest.raises(DBAPIError, match="no such table"):
        await sqlite.write(lambda c: c.execute(text("SELECT * FROM nowhere")).rowcount)
    assert await sqlite.read(numbers) == [1]


def _hurry(sqlite: Database) -> None:
    raw = sqlite._engine.raw_connection()
    handle = raw.driver_connection
    assert isinstance(handle, sqlite3.Connection)
    handle.execute("PRAGMA busy_timeout=50")
    raw.close()
