"""How points add up to a score: a bar for each part, beginning where the last one ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.drawing import MARGIN, WIDTH, svg, wrapped

TOP = 64
ROW = 44
BAR = 30
BARS_X = 250
POINTS_W = 70
TITLE_UNITS = 28
FOOT = 40
GAIN, LOSS, WHOLE, NONE = "#0a7d48", "#a3262c", "#4a5a72", "#c9cfca"
THIN = 2.0  # a part of no points is still seen


@dataclass(frozen=True, slots=True)
class Fall:
    title: str
    points: int
    is_sum: bool = False


def waterfall_svg(title: str, falls: Sequence[Fall], *, low: int, high: int, note: str) -> str:
    right = WIDTH - MARGIN - POINTS_W
    unit = (right - BARS_X) / max(1, high - low)
    rows, reached = list[dict[str, object]](), 0
    for number, fall in enumerate(falls):
        start = low if fall.is_sum else reached
        end = fall.points if fall.is_sum else reached + fall.points
        reached = end
        left, most = sorted((start, end))
        y, lines = TOP + number * ROW, wrapped(fall.title, TITLE_UNITS)
        is_last = number == len(falls) - 1
        rows.append(
            {
                "title": lines,
                "text_y": y + (21 if len(lines) == 1 else 13),
                "x": round(BARS_X + (left - low) * unit, 1),
                "y": y,
                "length": round(max(THIN, (most - left) * unit), 1),
                "height": BAR,
                "colour": _colour(fall),
                "points": str(fall.points) if fall.is_sum else _signed(fall.points),
                "points_x": WIDTH - MARGIN,
                "joint": None if is_last else round(BARS_X + (end - low) * unit, 1),
                "next_y": y + ROW,
            }
        )
    height = TOP + len(rows) * ROW + FOOT
    return svg("waterfall", title=title, rows=rows, height=height, note=note)


def _colour(fall: Fall) -> str:
    if fall.is_sum:
        return WHOLE
    if fall.points == 0:
        return NONE
    return GAIN if fall.points > 0 else LOSS


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else str(points).replace("-", "−")
