"""An identity card: whose, what stands on it, and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.charts.drawing import MARGIN, svg

HEAD = 230
ROW = 50
FOOT = 120
LEAST = 480


def card_svg(
    title: str, owner: tuple[str, str], fields: Sequence[tuple[str, str]], used: str, note: str
) -> str:
    """`owner` is name and trade; `used` one line of what it opens."""
    rows = [
        {"title": name, "value": value, "y": HEAD + number * ROW}
        for number, (name, value) in enumerate(fields)
    ]
    height = max(LEAST, HEAD + len(rows) * ROW + FOOT + MARGIN)
    return svg("card", title=title, owner=owner, rows=rows, used=used, note=note, height=height)
