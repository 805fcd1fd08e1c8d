"""News for whoever looks at the screens: what changed for whom, right after it changed.

Subscribers refetch; an event carries ids, never content. Who reads too slowly is cut off and starts
over, and one address has only so many streams, so nobody uses up the memory or the open files.
"""

from __future__ import annotations

import asyncio
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sandbox.errors import ControlError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.shapes import Json

_BACKLOG = 512
_STREAMS = 64


def _streams_allowed() -> int:
    """A quarter of the files that this process may open, but never more than 64."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _STREAMS if files == resource.RLIM_INFINITY else min(files // 4, _STREAMS)


class EventBus:
    """Fan-out of small events to any number of listeners."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[Json | None], tuple[str, asyncio.Transport]] = {}
        self._most = _streams_allowed()

    def emit(self, kind: str, *, person: int | None, chat: int | None, **more: object) -> None:
        """Tell every listener; costs nothing when there is none."""
        if not self._listeners:
            return
        event: Json = {"type": kind, "person": person, "chat": chat, **more}
        for listener in list(self._listeners):
            self._put(listener, event)

    def close(self) -> None:
        """End every stream."""
        for listener in list(self._listeners):
            self._put(listener, None)

    @contextmanager
    def listen(self, address: str, line: asyncio.Transport) -> Iterator[asyncio.Queue[Json | None]]:
        """A queue of events for whoever is at the other end; None means that the stream has ended.

        The line is cut when the queue is full: the page reconnects and refetches, which loses
        nothing. 429 for an address that has too many lines already.
        """
        lines = [one for whose, one in self._listeners.values() if whose == address]
        if sum(not one.is_closing() for one in lines) >= self._most:
            raise ControlError(429, f"events: {self._most} streams are open to {address} already")
        queue: asyncio.Queue[Json | None] = asyncio.Queue(_BACKLOG)
        self._listeners[queue] = address, line
        try:
            yield queue
        finally:
            self._listeners.pop(queue, None)

    def _put(self, listener: asyncio.Queue[Json | None], event: Json | None) -> None:
        if listener.full():
            _, line = self._listeners.pop(listener)
            line.abort()
        else:
            listener.put_nowait(event)
