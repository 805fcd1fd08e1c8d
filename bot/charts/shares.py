"""How answers from 1 to 5 are spread: each bar is a whole, cut by how many gave which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.charts.drawing import MARGIN, WIDTH, svg

TOP = 100
HEAD = 34
ROW = 30
FOOT = 36
LEFT = 200
RIGHT = WIDTH - MARGIN - 60
NARROW = 18  # units; a number does not fit into less
# From one end to the other by way of grey; told apart also by those who do not tell red from green.
COLOURS = ("#b35806", "#f1a340", "#d8d8d2", "#998ec3", "#542788")
WORDS = ("#ffffff", "#17201b", "#17201b", "#17201b", "#ffffff")


@dataclass(frozen=True, slots=True)
class Share:
    title: str
    counts: tuple[int, ...]  # from the lowest answer to the highest
    label: str


def shares_svg(
    title: str, groups: Iterable[tuple[str, tuple[Share, ...]]], note: str, key: tuple[str, ...]
) -> str:
    heads: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    y = TOP
    for heading, shares in groups:
        heads.append({"title": heading, "y": y + 8})
        y += HEAD - ROW // 2
        for one in shares:
            rows.append(
                {"title": one.title, "y": y, "parts": _parts(one.counts), "label": one.label}
            )
            y += ROW
        y += ROW // 2
    legend = [
        {"x": MARGIN + number * 145, "colour": COLOURS[number], "title": name}
        for number, name in enumerate(key)
    ]
    return svg(
        "shares", title=title, heads=heads, rows=rows, legend=legend, height=y + FOOT, note=note,
    )  # fmt: skip


def _parts(counts: tuple[int, ...]) -> list[dict[str, object]]:
    total, x, found = max(1, sum(counts)), float(LEFT), list[dict[str, object]]()
    for count, colour, words in zip(counts, COLOURS, WORDS, strict=True):
        width = (RIGHT - LEFT) * count / total
        label = str(count) if width >= NARROW else ""
        found.append(
            {
                "x": round(x, 1),
                "width": round(width, 1),
                "middle": round(x + width / 2, 1),
                "colour": colour,
                "words": words,
                "label": label,
            }
        )
        x += width
    return found
