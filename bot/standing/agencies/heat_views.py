"""How much each kind of facts moves scores, as a picture and in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.arguments import go, screen
from bot.charts import Heat, HeatRow, heat_svg
from bot.replies import Message, Picture, Replies, Say, say
from bot.words import Read
from services.kernel.time import Moment
from services.people.facts import kinds
from services.standing.agencies import Agency
from services.standing.rescoring import Cell, HeatMap

ROWS_MAX = 22
LINES_MAX = 8
HUNDREDTHS, WHOLE_FROM = 100, 1_000  # of points: from ten on without a decimal
STEPS = (0, 200, 1_000, 4_000)  # where shades begin, in hundredths of a thousandth of a scale
SHADE_KEYS = ("none", "least", "little", "much", "most")


def page(read: Read[HeatMap]) -> Replies:
    """The picture with its words: what moves most, one by one, and what moves nobody."""
    found = read.found
    moving = sorted((one for one in found.cells if one.moved), key=_strength, reverse=True)
    lines = [_line(one) for one in moving[:LINES_MAX]]
    parts = [say("scope.head", at=Moment(found.at)), *(lines or [say("scope.nothing")])]
    still = {one.kind for one in found.cells} - {one.kind for one in moving}
    parts.append(say("scope.still", still=len(still)))
    if any(one.is_struck for one in found.cells):
        parts.append(say("scope.struck"))
    if found.hidden:
        parts.append(say("scope.hidden", hidden=found.hidden))
    if found.few:
        parts.append(say("scope.few", few=found.few))
    text = say("as_is", what=(*parts, say("scope.aid")))
    keys = ((go("law"),),)
    if not moving:
        return (screen(text, keys),)
    picture = Picture("scope.png", _drawn(read, moving))
    return (Message(text, picture=picture, keyboard=((go("law"), go("home")),)),)


def _drawn(read: Read[HeatMap], moving: Sequence[Cell]) -> str:
    by_place = {(one.kind, one.agency.agency_id): one for one in read.found.cells}
    named = list(dict.fromkeys(one.kind for one in moving))[:ROWS_MAX]
    shown = [one for one in read.found.agencies if any(c.agency == one for c in moving)]

    def row(kind: str) -> HeatRow:
        cells = (by_place.get((kind, one.agency_id)) for one in shown)
        return HeatRow(
            read.plain(say("as_is", what=kinds()[kind].title or kind)),
            tuple(None if c is None else Heat(_points(c), _shade(c), c.is_struck) for c in cells),
        )

    return heat_svg(
        read.plain(say("scope.picture")),
        [read.plain(_title(one)) for one in shown],
        [row(kind) for kind in named],
        [read.plain(say(f"scope.shade_{name}")) for name in SHADE_KEYS],
        read.plain(say("scope.note")),
    )


def _line(one: Cell) -> Say:
    return say(
        "scope.line_struck" if one.is_struck else "scope.line",
        kind=kinds()[one.kind].title or one.kind,
        agency=one.agency.title,
        points=_points(one),
        moved=one.moved,
        people=one.people,
    )


def _title(one: Agency) -> Say:
    return say("as_is", what=one.title)


def _strength(one: Cell) -> tuple[int, int, str]:
    """How strong a cell is: first its mean change beside the agency's own scale."""
    return one.hundredths * 1_000 // one.scale, one.moved, one.kind


def _shade(one: Cell) -> int:
    return sum(_strength(one)[0] >= step for step in STEPS) if one.hundredths else 0


def _points(one: Cell) -> str:
    """Points with one decimal below ten; what is less than a tenth is said to be."""
    if one.hundredths >= WHOLE_FROM:
        return str(one.hundredths // HUNDREDTHS)
    if one.moved and one.hundredths < HUNDREDTHS // 10:
        return "<0.1"
    whole, rest = divmod(one.hundredths, HUNDREDTHS)
    return f"{whole}.{rest // 10}" if one.hundredths else "0"
