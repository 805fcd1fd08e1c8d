"""Shares side by side, in groups: one bar from 0 to 100 percent each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.charts.drawing import MARGIN, WIDTH, svg

TOP = 76
HEAD = 34
ROW = 34
FOOT = 36
LEFT = 260
RIGHT = WIDTH - MARGIN - 150
WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Bar:
    title: str
    percent: int | None  # None where it must not be told
    label: str


def bars_svg(title: str, groups: Iterable[tuple[str, tuple[Bar, ...]]], note: str) -> str:
    heads: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    y = TOP
    for heading, bars in groups:
        heads.append({"title": heading, "y": y + 8})
        y += HEAD - ROW // 2
        for bar in bars:
            length = (RIGHT - LEFT) * (bar.percent or 0) / WHOLE_PERCENT
            rows.append(
                {"title": bar.title, "y": y, "length": round(length, 1), "label": bar.label}
            )
            y += ROW
        y += ROW // 2
    return svg(
        "bars", title=title, heads=heads, rows=rows, left=LEFT, right=RIGHT, height=y + FOOT,
        note=note,
    )  # fmt: skip
