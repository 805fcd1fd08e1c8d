"""How points add up to a score: a bar for each part, beginning where the last one ended."""

from __future__ import annotations

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
    """One part: its title and its points, or a sum reached so far."""

    title: str
    points: int
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """A whole score from its base to its sum."""

    title: str
    low: int
    high: int
    falls: tuple[Fall, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    title: tuple[str, ...]
    text_y: int
    x: float
    y: int
    length: float
    height: int
    colour: str
    points: str
    points_x: int
    joint: float | None
    next_y: int


def waterfall_svg(chart: Waterfall) -> str:
    """The picture as SVG."""
    right = WIDTH - MARGIN - POINTS_W
    unit = (right - BARS_X) / max(1, chart.high - chart.low)
    rows, reached = [], 0
    for number, fall in enumerate(chart.falls):
        start = chart.low if fall.is_sum else reached
        end = fall.points if fall.is_sum else reached + fall.points
        reached = end
        left, most = sorted((start, end))
        y, title = TOP + number * ROW, wrapped(fall.title, TITLE_UNITS)
        is_last = number == len(chart.falls) - 1
        rows.append(
            _Row(
                title=title,
                text_y=y + (21 if len(title) == 1 else 13),
                x=round(BARS_X + (left - chart.low) * unit, 1),
                y=y,
                length=round(max(THIN, (most - left) * unit), 1),
                height=BAR,
                colour=_colour(fall),
                points=str(fall.points) if fall.is_sum else _signed(fall.points),
                points_x=WIDTH - MARGIN,
                joint=None if is_last else round(BARS_X + (end - chart.low) * unit, 1),
                next_y=y + ROW,
            )
        )
    height = TOP + len(rows) * ROW + FOOT
    return svg("waterfall", title=chart.title, rows=rows, height=height, note=chart.note)


def _colour(fall: Fall) -> str:
    if fall.is_sum:
        return WHOLE
    if fall.points == 0:
        return NONE
    return GAIN if fall.points > 0 else LOSS


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else str(points).replace("-", "−")
