"""How scores went: one panel for each agency, each on its own scale, never two on one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.drawing import MARGIN, WIDTH, svg

TOP = 76
PANEL = 158
PLOT = 88  # height of the plot itself
PLOT_DOWN = 18  # from a panel's title to its plot
LEFT = MARGIN + 44
RIGHT = WIDTH - MARGIN


@dataclass(frozen=True, slots=True)
class Panel:
    """One course: (time, score) pairs, oldest first, at least one."""

    title: str
    low: int
    high: int
    points: tuple[tuple[int, int], ...]
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Lines:
    """All courses of one person."""

    title: str
    panels: tuple[Panel, ...]


def lines_svg(chart: Lines) -> str:
    """The picture as SVG."""
    panels = [_laid_out(panel, number) for number, panel in enumerate(chart.panels)]
    height = TOP + len(panels) * PANEL
    return svg("lines", title=chart.title, panels=panels, height=height)


def _laid_out(panel: Panel, number: int) -> dict[str, object]:
    title_y = TOP + number * PANEL
    top = title_y + PLOT_DOWN
    first, last = panel.points[0][0], panel.points[-1][0]
    across = (RIGHT - LEFT) / max(1, last - first)
    up = PLOT / max(1, panel.high - panel.low)
    spots = [
        (round(LEFT + (at - first) * across, 1), round(top + (panel.high - score) * up, 1))
        for at, score in panel.points
    ]
    if len(spots) == 1:  # a single score is a level, not a dot in a corner
        spots.append((RIGHT, spots[0][1]))
    return {
        "title": panel.title,
        "y": title_y,
        "top": top,
        "bottom": top + PLOT,
        "left": LEFT,
        "right": RIGHT,
        "low": panel.low,
        "high": panel.high,
        "last": panel.points[-1][1],
        "path": " ".join(f"{x},{y}" for x, y in spots),
        "end_x": spots[-1][0],
        "end_y": spots[-1][1],
        "first_day": panel.first_day,
        "last_day": panel.last_day,
    }
