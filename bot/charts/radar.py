"""Who is tied to whom: names on a circle, a line for each tie; what must not be together glows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

from bot.charts.drawing import WIDTH, plain, svg

TOP = 64
RADIUS = 210
HEIGHT = TOP + 2 * RADIUS + 110
CENTRE = (WIDTH // 2, TOP + RADIUS + 40)
NAME_MAX = 26
OFF = 12  # from a spot to its name
SIDE = 0.25  # names nearer to the middle than this stand above or below their spot


class Glow(StrEnum):
    """How a tie is drawn."""

    PLAIN = "plain"
    CONFLICT = "conflict"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two names."""

    origin: str
    target: str
    glow: Glow


def radar_svg(title: str, ties: Sequence[Tie]) -> str:
    names = list(dict.fromkeys(name for tie in ties for name in (tie.origin, tie.target)))
    spots = {name: _spot(n, len(names)) for n, name in enumerate(names)}
    order = (Glow.PLAIN, Glow.BANNED, Glow.CONFLICT)  # what glows lies on top
    lines = [
        {"at": (*spots[tie.origin], *spots[tie.target]), "glow": tie.glow.value}
        for tie in sorted(ties, key=lambda tie: order.index(tie.glow))
    ]
    lit = {name for tie in ties if tie.glow is Glow.CONFLICT for name in (tie.origin, tie.target)}
    marks = [_mark(name, n, len(names)) | {"is_lit": name in lit} for n, name in enumerate(names)]
    return svg("radar", title=title, lines=lines, marks=marks, height=HEIGHT)


def _spot(number: int, of: int) -> tuple[float, float]:
    angle = 2 * pi * number / max(1, of) - pi / 2
    return round(CENTRE[0] + RADIUS * cos(angle), 1), round(CENTRE[1] + RADIUS * sin(angle), 1)


def _mark(name: str, number: int, of: int) -> dict[str, object]:
    angle = 2 * pi * number / max(1, of) - pi / 2
    x, y = _spot(number, of)
    across, down = cos(angle), sin(angle)
    if abs(across) < SIDE:
        anchor, text_x, text_y = "middle", x, y + (OFF + 12 if down > 0 else -OFF)
    else:
        anchor, text_x, text_y = (
            ("start", x + OFF, y + 5) if across > 0 else ("end", x - OFF, y + 5)
        )
    place = {"anchor": anchor, "text_x": round(text_x, 1), "text_y": round(text_y, 1)}
    return {"name": plain(name, NAME_MAX), "x": x, "y": y, **place}
