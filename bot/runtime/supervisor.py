"""The one place that spawns tasks (ADR-0005): a task that dies takes the program down."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Supervisor:
    """Owns every background task; the first that fails ends `failed`, which the program awaits."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run work in the background until it ends or `stop` cancels it."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - this is the supervisor
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def named(self, name: str) -> list[asyncio.Task[Any]]:
        """The running tasks of a name."""
        return [task for task in self._tasks if task.get_name() == name]

    async def failed(self) -> None:
        """Wait until a task fails; raises what it raised."""
        await asyncio.shield(self._failed)

    async def stop(self) -> None:
        """Cancel what still runs and wait for it."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._failed.done() and not self._failed.cancelled():
            self._failed.exception()  # seen: nobody may be waiting any more
        else:
            self._failed.cancel()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None and not self._failed.done():
            self._failed.set_exception(error)
