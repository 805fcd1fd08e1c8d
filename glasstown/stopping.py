"""SIGINT and SIGTERM: a clean end at any moment. Imports nothing slow, because it stands first."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


class Stopping:
    """What the first signal does; further ones do nothing, so that an end is not cut short."""

    def __init__(self) -> None:
        self._asked = False
        self._end: Callable[[], object] | None = None

    def stand(self, status: int) -> None:
        """From now on a signal ends the process with a status.

        Before there is a loop it ends at once: nothing is open yet that a kill would harm, and an
        exception out of the middle of an import is nobody's to catch.
        """
        self._end = lambda: os._exit(status)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)

    async def run(self, work: Coroutine[object, object, None]) -> None:
        """Do work until it ends or a signal comes, which cancels it wherever it stands."""
        import asyncio

        task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        if task is not None:
            cancel = task.cancel
            self._end = lambda: loop.call_soon_threadsafe(cancel)
        try:
            await work
        except asyncio.CancelledError:
            if not self._asked:
                raise
        finally:
            self._end = None

    def _hear(self, _number: int, _frame: object) -> None:
        end, self._end = self._end, None
        if end is not None:
            self._asked = True
            end()


STOPPING = Stopping()
