"""A table as a heat map: the stronger a cell, the darker; what is read off it stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.drawing import MARGIN, WIDTH, svg

TOP = 226  # below the slanted names of the columns
ROW = 26
LEFT = 226
RIGHT = 88  # the last column's name leans over it
FOOT = 44
TITLE_MAX = 28
# From nothing to the most, light to dark in one hue; the words on each.
SHADES = ("#ffffff", "#fbe9cf", "#f5c98a", "#e08d3c", "#8f4510")
WORDS = ("#8a948d", "#17201b", "#17201b", "#17201b", "#ffffff")


@dataclass(frozen=True, slots=True)
class Heat:
    """One cell: what stands in it, a place in `SHADES`, and whether it is struck."""

    label: str
    shade: int
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row; None where there is no cell."""

    title: str
    cells: tuple[Heat | None, ...]


def heat_svg(
    title: str, columns: Sequence[str], rows: Sequence[HeatRow], key: Sequence[str], note: str
) -> str:
    wide = (WIDTH - RIGHT - LEFT) / max(1, len(columns))
    heads = [
        {"title": name, "x": round(LEFT + (place + 0.5) * wide, 1)}
        for place, name in enumerate(columns)
    ]
    lines = [
        {"title": row.title, "y": TOP + number * ROW, "cells": _cells(row, wide)}
        for number, row in enumerate(rows)
    ]
    legend = [
        {"x": MARGIN + place * 147, "shade": shade, "title": name}
        for place, (shade, name) in enumerate(zip(SHADES, key, strict=True))
    ]
    return svg(
        "heat",
        title=title,
        heads=heads,
        rows=lines,
        legend=legend,
        note=note,
        top=TOP,
        wide=round(wide - 2, 1),
        high=ROW - 2,
        height=TOP + len(rows) * ROW + FOOT,
        title_max=TITLE_MAX,
    )


def _cells(row: HeatRow, wide: float) -> list[dict[str, object]]:
    return [
        {
            "x": round(LEFT + place * wide + 1, 1),
            "middle": round(LEFT + (place + 0.5) * wide, 1),
            "label": one.label,
            "shade": SHADES[one.shade],
            "words": WORDS[one.shade],
            "is_struck": one.is_struck,
        }
        for place, one in enumerate(row.cells)
        if one is not None
    ]
