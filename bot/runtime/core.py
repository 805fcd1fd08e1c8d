"""What the parts of one process share, and the one place that spawns tasks (ADR-0005)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.runtime.board import Board
from bot.runtime.database import Database
from bot.runtime.perform import Outgoing, Performer
from services.kernel.time import Clock


class Supervisor:
    """Owns every background task: one that dies ends `failed`, which the program awaits."""

    def __init__(self) -> None:
        self.failure: BaseException | None = None  # the first
        self._failed = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run work in the background until it ends or `stop` cancels it."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - this is the supervisor
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def failed(self) -> None:
        """Wait until a task fails; raises what it raised."""
        while self.failure is None:
            await self._failed.wait()
        raise self.failure

    async def stop(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and self.failure is None:
            self.failure = error
            self._failed.set()


async def within(seconds: float | None, work: Awaitable[object]) -> None:
    """Wait for something, but no longer than so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await work


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    database: Database
    performer: Performer
    clock: Clock
    board: Board
    supervisor: Supervisor
    submit: Callable[[Outgoing], None]  # what a committed unit of work owes
