"""News for whoever looks at the screens: what changed for whom, right after it changed.

Subscribers refetch; an event carries ids, never content, and goes only to those whom it concerns.
Who reads too slowly is cut off and starts over, and streams leave half of the open files to others.
"""

from __future__ import annotations

import asyncio
import json
import resource
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sandbox.messenger.errors import ControlError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Line = asyncio.Queue[bytes | None]
_BACKLOG = 512


def _streams_allowed() -> float:
    """Half of the files that this process may open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return float("inf") if files == resource.RLIM_INFINITY else files // 2


class EventBus:
    """Fan-out of small events to any number of listeners."""

    def __init__(self, members: Callable[[int], Iterable[int]]) -> None:
        self._members = members
        self._transports: dict[Line, asyncio.Transport] = {}
        self._all_ears: dict[Line, None] = {}
        self._of_person: defaultdict[int, dict[Line, None]] = defaultdict(dict)
        self._most = _streams_allowed()

    def emit(
        self,
        kind: str,
        *,
        person: int | None,
        chat: int | None,
        to: Iterable[int] | None = None,
        **more: object,
    ) -> None:
        """Tell the person, or else those in the chat, or else everybody; `to` names others."""
        if not self._transports:
            return
        if to is None and person is not None:
            to = (person,)
        elif to is None and chat is not None:
            to = self._members(chat)
        event = {"type": kind, "person": person, "chat": chat, **more}
        text = f"data: {json.dumps(event)}\n\n".encode()
        for line in self._concerned(to):
            self._put(line, text)

    def close(self) -> None:
        """End every stream."""
        for line in list(self._transports):
            self._put(line, None)

    @contextmanager
    def listen(self, people: set[int], transport: asyncio.Transport) -> Iterator[Line]:
        """Events as they go over the wire, for these people or, with none, for everybody.

        None ends the stream. The connection is cut when too much waits: the page reconnects and
        refetches, which loses nothing. 429 when too many are open already.
        """
        if sum(not one.is_closing() for one in self._transports.values()) >= self._most:
            raise ControlError(
                429, f"events: {self._most} streams are open already, half of what can be opened"
            )
        line: Line = asyncio.Queue(_BACKLOG)
        self._transports[line] = transport
        ears = [self._of_person[person] for person in people] or [self._all_ears]
        for ear in ears:
            ear[line] = None
        try:
            yield line
        finally:
            for ear in ears:
                del ear[line]
            self._transports.pop(line, None)

    def _concerned(self, people: Iterable[int] | None) -> list[Line]:
        if people is None:
            return list(self._transports)
        found = dict(self._all_ears)
        for person in people:
            if person in self._of_person:
                found |= self._of_person[person]
        return [*found]

    def _put(self, line: Line, text: bytes | None) -> None:
        transport = self._transports.get(line)
        if transport is None:
            return
        if line.full():
            del self._transports[line]
            transport.abort()
        else:
            line.put_nowait(text)
