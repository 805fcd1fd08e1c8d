"""News for whoever looks at the screens: what changed for whom, right after it changed.

Subscribers refetch; an event carries ids, never content. A slow subscriber is told to start over.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.shapes import Json

_BACKLOG = 2000


class EventBus:
    """Fan-out of small events to any number of listeners."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Json | None]] = set()

    def emit(self, kind: str, *, person: int | None, chat: int | None, **more: object) -> None:
        """Tell every listener; costs nothing when there is none."""
        if not self._listeners:
            return
        event: Json = {"type": kind, "person": person, "chat": chat, **more}
        for listener in self._listeners:
            self._put(listener, event)

    def close(self) -> None:
        """End every stream."""
        for listener in self._listeners:
            self._put(listener, None)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Json | None]]:
        """A queue of events; None means that the stream has ended."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(_BACKLOG)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    @staticmethod
    def _put(listener: asyncio.Queue[Json | None], event: Json | None) -> None:
        if listener.full():
            # Ending the stream makes the page reconnect and refetch, which loses nothing.
            while not listener.empty():
                listener.get_nowait()
            event = None
        listener.put_nowait(event)
