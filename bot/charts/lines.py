"""How scores went: one panel for each agency, each on its own scale, never two on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.charts.drawing import MARGIN, TEXT_MAX, WIDTH, plain, svg

TOP = 76
PANEL = 158
PLOT = 88  # height of the plot itself
PLOT_DOWN = 18  # from a panel's title to its plot
SCALE = 44  # width of the scale's numbers
GAP = 28  # between two columns
ONE_COLUMN = 3  # so many courses stand below each other; more stand in two columns
TITLE_MAX = 26  # characters of a title in half the width


@dataclass(frozen=True, slots=True)
class Panel:
    """One course: (time, score) pairs, oldest first, at least one.

    `twin`: scores at the same times that would have been, drawn beside it in dashes.
    """

    title: str
    low: int
    high: int
    points: tuple[tuple[int, int], ...]
    first_day: str
    last_day: str
    twin: tuple[tuple[int, int], ...] = ()


def lines_svg(title: str, courses: Sequence[Panel]) -> str:
    columns = 1 if len(courses) <= ONE_COLUMN else 2
    panels = [_laid_out(panel, number, columns) for number, panel in enumerate(courses)]
    height = TOP + -(-len(panels) // columns) * PANEL
    return svg("lines", title=title, panels=panels, height=height)


def _laid_out(panel: Panel, number: int, columns: int) -> dict[str, object]:
    row, column = divmod(number, columns)
    wide = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) // columns
    edge = MARGIN + column * (wide + GAP)
    left, right = edge + SCALE, edge + wide
    title_y = TOP + row * PANEL
    top = title_y + PLOT_DOWN
    first, last = panel.points[0][0], panel.points[-1][0]
    across = (right - left) / max(1, last - first)
    up = PLOT / max(1, panel.high - panel.low)

    def drawn(points: tuple[tuple[int, int], ...]) -> list[tuple[float, float]]:
        spots = [
            (round(left + (at - first) * across, 1), round(top + (panel.high - score) * up, 1))
            for at, score in points
        ]
        # A single score is a level, not a dot in a corner.
        return [*spots, (right, spots[0][1])] if len(spots) == 1 else spots

    spots, beside = drawn(panel.points), drawn(panel.twin)
    return asdict(panel) | {
        "title": plain(panel.title, TITLE_MAX if columns > 1 else TEXT_MAX),
        "edge": edge,
        "y": title_y,
        "top": top,
        "bottom": top + PLOT,
        "left": left,
        "right": right,
        "last": panel.points[-1][1],
        "path": " ".join(f"{x},{y}" for x, y in spots),
        "beside": " ".join(f"{x},{y}" for x, y in beside),
        "would_be": panel.twin[-1][1] if panel.twin else None,
        "end_x": spots[-1][0],
        "end_y": spots[-1][1],
    }
