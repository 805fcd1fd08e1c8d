"""Trouble that repeats itself fills no log: one line a minute, which says how often it came."""

from __future__ import annotations

import logging
from traceback import walk_tb
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_EVERY_S = 60.0
_KINDS = 200
_LOGGERS = ("asyncio", "aiohttp.server", "sandbox.messenger.tasks", "sandbox.messenger.storage")


class Repeats(logging.Filter):
    """Passes the first line of a kind, then counts, then passes one with the count."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._seen: dict[Hashable, tuple[float, int]] = {}

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """May this line be written? A count of those held back is added to it."""
        kind, now = _kind(record), self._monotonic()
        since, held = self._seen.get(kind, (-_EVERY_S, 0))
        if now - since < _EVERY_S:
            self._seen[kind] = since, held + 1
            return False
        if len(self._seen) >= _KINDS:
            self._seen.clear()
        self._seen[kind] = now, 0
        if held:
            record.msg, record.args = f"{record.getMessage()} ({held} more since the last line)", ()
        return True

    def attach(self) -> None:
        """Watch over the server's loggers."""
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self)

    def detach(self) -> None:
        """Let them go, and say what was held back."""
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(self)
        if held := sum(count for _, count in self._seen.values()):
            logging.getLogger(__name__).warning(
                "%d more lines like those above were left out", held
            )


def _kind(record: logging.LogRecord) -> Hashable:
    """The same words, and the same kind of error from the same line."""
    error, _, trace = record.exc_info or (None, None, None)
    places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(trace)]
    return record.name, str(record.msg).partition("\n")[0], error, *places[-1:]
