"""The only door to the database: `write` and `read`. Nobody else commits (ADR-0001).

SQLite: one writer thread; jobs that wait together share one commit, each in its own savepoint, so
a job that fails takes nothing of its neighbours with it. PostgreSQL: a small pool of threads, one
transaction a job, row locks. A job is synchronous, so it cannot be interleaved or cancelled
half-way: a caller that is cancelled stops waiting, the job still ends whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.kernel.engine import (
    BUSY_TIMEOUT_MS,
    POSTGRES_CONNECT,
    POSTGRES_WRITERS,
    is_sqlite,
    prepare_sqlite,
    write_engine,
)
from services.kernel.errors import Retryable

T = TypeVar("T")

BATCH_MAX = 16  # jobs that share one commit; few, so that answers leave while others are worked on
READERS = 3
# SQLite's primary result codes busy, locked, read-only, I/O error, full, cannot open.
SQLITE_READONLY = 8
OBSTACLES_SQLITE = frozenset({5, 6, SQLITE_READONLY, 10, 13, 14})
# PostgreSQL's classes: connection, rollback (deadlock, serialisation), resources, locks, operator.
OBSTACLES_POSTGRES = frozenset({"08", "40", "53", "55", "57"})


class Database:
    def __init__(self, url: str) -> None:
        self._engine = write_engine(url)
        self._reader = _read_engine(url)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None
        self._thread: Thread | None = None
        if is_sqlite(url):
            self._thread = Thread(target=self._write_forever, name="writer", daemon=True)
            self._thread.start()
        else:
            self._pool = ThreadPoolExecutor(POSTGRES_WRITERS, thread_name_prefix="writer")

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction and commit it.

        Raises what the work raised, after rolling back; `Retryable` when the database itself was
        the obstacle (locked, full, unreachable): nothing was kept, trying again may work.
        """
        if self._pool is not None:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, self._transact, work)
        job = _Job(work, asyncio.get_running_loop())
        self._jobs.put(job)
        result: T = await job.future
        return result

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run read-only work beside the writer; it sees one committed state only.

        Raises `Retryable` when the database itself was the obstacle.
        """
        try:
            async with self._reader.begin() as connection:
                return await connection.run_sync(work)
        except OperationalError as error:
            readonly = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == SQLITE_READONLY
            if readonly or not obstructed(error):
                raise  # a reader that writes is a bug of ours
            raise Retryable(str(error.orig)) from error

    async def close(self) -> None:
        """Finish every job that was handed in, then close all connections."""
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
        if self._pool is not None:
            await asyncio.to_thread(self._pool.shutdown)
        self._engine.dispose()
        await self._reader.dispose()

    def _transact(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except OperationalError as error:
            if not obstructed(error):
                raise
            raise Retryable(str(error.orig)) from error

    def _write_forever(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first]
            while len(batch) < BATCH_MAX and not self._jobs.empty():
                if (job := self._jobs.get()) is None:
                    self._jobs.put(None)  # the end, once this batch is done
                    break
                batch.append(job)
            self._commit_together(batch)

    def _commit_together(self, batch: list[_Job]) -> None:
        try:
            with self._engine.begin() as connection:
                for job in batch:
                    job.run(connection)
        except BaseException as error:  # noqa: BLE001 # tidy: allow broad-except — handed on
            fault: BaseException = error
            # The driver's own error: not even the savepoint was left to go back to.
            if isinstance(error, OperationalError | sqlite3.OperationalError):
                fault = Retryable(str(getattr(error, "orig", error)))
                fault.__cause__ = error
            for job in batch:
                job.error = fault  # whatever came of it is undone
        _tell(batch)


def obstructed(error: OperationalError) -> bool:
    """Whether the database itself was the obstacle (locked, full, gone), not the statement."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in OBSTACLES_SQLITE
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state[:2] in OBSTACLES_POSTGRES


class _Job:
    """Work waiting for the writer, and what came of it; told only once the commit has stood."""

    __slots__ = ("_result", "_work", "error", "future", "loop")

    def __init__(self, work: Callable[[Connection], Any], loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self._work = work
        self._result: Any = None
        self.error: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Do the work in a savepoint; a fault of the work undoes the work alone."""
        savepoint: Any = connection.connection.cursor()
        savepoint.execute("SAVEPOINT job")
        try:
            self._result = self._work(connection)
        except BaseException as error:  # tidy: allow broad-except — handed to caller
            if isinstance(error, OperationalError) and obstructed(error):
                raise
            savepoint.execute("ROLLBACK TO job")
            self.error = error
        savepoint.execute("RELEASE job")

    def tell(self) -> None:
        """Tell the caller, unless it was cancelled and waits no more. On the loop only."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self._result)


def _tell(batch: list[_Job]) -> None:
    """Tell all callers of a batch in one wake of their loop; waking costs more than telling."""

    def all_told() -> None:
        for job in batch:
            job.tell()

    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
        batch[0].loop.call_soon_threadsafe(all_told)


def _read_engine(url: str) -> AsyncEngine:
    if not is_sqlite(url):
        return create_async_engine(
            url,
            pool_size=READERS,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args=POSTGRES_CONNECT,
            isolation_level="REPEATABLE READ",  # one state, as with SQLite
            execution_options={"postgresql_readonly": True},
        )
    engine = create_async_engine(
        make_url(url).set(drivername="sqlite+aiosqlite"), pool_size=READERS
    )
    pragmas = (f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}", "PRAGMA query_only=ON")
    prepare_sqlite(engine.sync_engine, pragmas=pragmas, begin="BEGIN")
    return engine
