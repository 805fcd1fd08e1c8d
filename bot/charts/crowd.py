"""Where people are: places on a plan of the town, each as large as it is full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from zlib import crc32

from bot.charts.drawing import MARGIN, WIDTH, svg, wrapped

TOP = 76
COLUMNS = 4
CELL = (WIDTH - 2 * MARGIN) // COLUMNS
ROW = 150
EMPTY, FULLEST = 5, 46  # radii
TITLE_UNITS = 18


@dataclass(frozen=True, slots=True)
class Spot:
    title: str
    people: int


def crowd_svg(title: str, spots: Sequence[Spot]) -> str:
    """A place keeps its spot however full it is: its cell by its order, shifted by its name."""
    most = max((spot.people for spot in spots), default=0)
    rows = [_laid_out(number, spot, most) for number, spot in enumerate(spots)]
    height = TOP + -(-len(spots) // COLUMNS) * ROW + MARGIN
    return svg("crowd", title=title, spots=rows, height=height)


def _laid_out(number: int, spot: Spot, most: int) -> dict[str, object]:
    row, column = divmod(number, COLUMNS)
    shift = crc32(spot.title.encode()) % 25 - 12
    radius = EMPTY + (FULLEST - EMPTY) * sqrt(spot.people / most) if most else EMPTY
    y = TOP + row * ROW + ROW // 2 + shift
    return {
        "title": wrapped(spot.title, TITLE_UNITS),
        "people": spot.people or "",
        "x": MARGIN + column * CELL + CELL // 2 + shift,
        "y": y,
        "radius": round(radius, 1),
        "text_y": round(y + radius + 18, 1),
    }
