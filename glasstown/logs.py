"""Logging: one line an event, a repeated one counted; tokens are cut out of every line."""

from __future__ import annotations

import copy
import logging
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from typing_extensions import override

from bot.runtime.clock import SystemClock
from services.kernel.time import Clock

# No word boundary before it: in `/bot123:AAA…` there is none. Quoted colons count too.
TOKEN_LIKE = re.compile(r"(?<![0-9])[0-9]{1,16}(?::|%3A)[A-Za-z0-9_-]{10,}", re.IGNORECASE)
NUMBERS = re.compile(r"0x[0-9a-f]+|[0-9]+")
REPEAT_MS = 60_000
KINDS_MAX = 500  # of lines that are told apart at a time


class Redacting(logging.Formatter):
    """Formats a record, then removes whatever looks like a bot token from the finished text."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        return TOKEN_LIKE.sub("<token>", self._inner.format(record))


@dataclass(slots=True)
class _Line:
    record: logging.LogRecord
    since_ms: int
    more: int = 0


class Counting(logging.StreamHandler):  # type: ignore[type-arg] # generic for type checkers alone
    """Writes a line, then counts for a minute how often it comes again and says that in one more.

    A handler, not a processor of structlog: lines of libraries pass here too, and it is they that
    come by the thousand. Ours are the same if all of their fields are, a library's if all of it
    but its numbers is.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(sys.stderr)
        self._clock = clock
        self._lines: dict[tuple[object, ...], _Line] = {}

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write or count a record, after the counts whose minute is over."""
        now_ms = self._clock.now_ms()
        kind = _kind(record)
        self._say(
            past
            for past, line in tuple(self._lines.items())
            if not 0 <= now_ms - line.since_ms < REPEAT_MS
        )
        if kind in self._lines:
            self._lines[kind].more += 1
            return
        if len(self._lines) >= KINDS_MAX:
            self._say([next(iter(self._lines))])
        self._lines[kind] = _Line(_without_error(record), now_ms)
        super().emit(record)

    @override
    def close(self) -> None:
        """Say what has been counted so far."""
        self._say(tuple(self._lines))
        super().close()

    def _say(self, kinds: Iterable[tuple[object, ...]]) -> None:
        for kind in kinds:
            line = self._lines.pop(kind)
            if line.more:
                line.record.repeated = line.more
                super().emit(line.record)


def _kind(record: logging.LogRecord) -> tuple[object, ...]:
    error = record.exc_info[1] if record.exc_info else sys.exc_info()[1]
    if isinstance(record.msg, dict):  # one of ours: structlog's
        return record.name, record.levelno, repr(record.msg), repr(error)
    said = f"{record.msg} {record.args} {error!r}"
    return record.name, record.levelno, NUMBERS.sub("#", said)


def _without_error(record: logging.LogRecord) -> logging.LogRecord:
    """A copy that keeps no frames alive."""
    kept = copy.copy(record)
    kept.exc_info = kept.exc_text = None
    if isinstance(kept.msg, dict):
        kept.msg = {name: value for name, value in kept.msg.items() if name != "exc_info"}
    return kept


def _repeated(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    more = getattr(event["_record"], "repeated", 0)
    return {**event, "repeated": more} if more else event


def set_up_logs(level: str = "INFO", clock: Clock | None = None) -> None:
    """Send everything, our own lines and the libraries', to stderr in one form."""
    shared: list[structlog.typing.Processor] = [structlog.stdlib.add_log_level]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = Counting(clock or SystemClock())
    handler.setFormatter(
        Redacting(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=shared,
                processors=[
                    _repeated,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            )
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("apscheduler", "aiohttp.access", "alembic", "aiogram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
