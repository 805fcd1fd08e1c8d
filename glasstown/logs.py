"""Logging: one line an event; tokens are cut out of every line, tracebacks too."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from typing_extensions import override

# No word boundary before it: in `/bot123:AAA…` there is none. Quoted colons count too.
TOKEN_LIKE = re.compile(r"(?<![0-9])[0-9]{1,16}(?::|%3A)[A-Za-z0-9_-]{10,}", re.IGNORECASE)


class Redacting(logging.Formatter):
    """Formats a record, then removes whatever looks like a bot token from the finished text."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        return TOKEN_LIKE.sub("<token>", self._inner.format(record))


def set_up_logs(level: str = "INFO") -> None:
    """Send everything, our own lines and the libraries', to stderr in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        Redacting(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=shared,
                processors=[
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
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
