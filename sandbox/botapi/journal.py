"""What bots have asked for: one line per request, newest last, a bounded number of them."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sandbox.messenger.shapes import Json

_KEPT = 20_000


class Line(NamedTuple):
    """One request; never its token and never its text."""

    at: float
    bot: int
    method: str
    status: int
    chat: int | None
    took_ms: float
    fault: str | None
    unknown: tuple[str, ...]


class Journal:
    """The last requests, and how many there were in all."""

    def __init__(self) -> None:
        self.lines: deque[Line] = deque(maxlen=_KEPT)
        self.totals: Counter[tuple[str, int]] = Counter()

    def add(self, line: Line) -> None:
        """Note one request."""
        self.lines.append(line)
        self.totals[line.method, line.status] += 1

    def clear(self) -> None:
        """Begin anew."""
        self.lines.clear()
        self.totals.clear()

    def as_json(self, *, method: str | None, chat: int | None, limit: int) -> Json:
        """Totals by method and status, and the lines that fit the question."""
        wanted = method.lower() if method else None
        lines = [
            line
            for line in self.lines
            if (wanted is None or line.method.lower() == wanted)
            and (chat is None or line.chat == chat)
        ]
        totals = [
            {"method": name, "status": status, "count": count}
            for (name, status), count in sorted(self.totals.items())
        ]
        return {"totals": totals, "requests": [_line_json(line) for line in lines[-limit:]]}


def _line_json(line: Line) -> Json:
    return {
        "time": round(line.at, 3),
        "bot": line.bot,
        "method": line.method,
        "status": line.status,
        "chat": line.chat,
        "took_ms": round(line.took_ms, 2),
        "fault": line.fault,
        "unknown_parameters": list(line.unknown),
    }
