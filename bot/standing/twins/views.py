"""How another life looks: which laws would have spared one, and a score beside its twin."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, screen
from bot.charts import Panel, lines_svg
from bot.replies import Button, Message, Picture, Replies, Say, grid, say
from bot.words import Read
from services.kernel.localized import Localized
from services.kernel.time import day_number
from services.standing import twins
from services.standing.scores import Course
from services.standing.twins import Spared

COLUMNS = 2
LAWS_MAX = 8
PANELS_MAX = 4
BACK = Go(command="twin")


class SeeTwin(CallbackData, prefix="tw1"):
    switch: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def page(found: tuple[Spared, ...]) -> Replies:
    """The laws that would have changed anything for the asker, the kindest first."""
    if not found:
        return (screen(say("twin.nothing")),)
    shown = found[:LAWS_MAX]
    keys = [Button(_law(one), SeeTwin(switch=one.setting.switch.value)) for one in shown]
    parts = (say("twin.head"), *(_line(one) for one in shown), say("twin.aid"))
    return (screen(say("as_is", what=parts), grid(keys, COLUMNS)),)


def twin(read: Read[twins.Twin]) -> Replies:
    """One of them: what it spares, and the picture of both lives."""
    found = read.found
    parts = [say("twin.title", law=_law(found.spared)), _gains(found.spared)]
    if not found.pairs:
        return (screen(say("as_is", what=(*parts, say("twin.no_course"))), back=BACK),)
    shown = found.pairs[:PANELS_MAX]
    parts += [_course(*pair) for pair in shown]
    parts += [say("twin.lines"), say("twin.aid")]
    title = read.plain(say("twin.picture"))
    picture = Picture("twin.png", lines_svg(title, [_panel(read, *pair) for pair in shown]))
    back = ((Button(say("menu.back"), BACK),),)
    return (Message(say("as_is", what=tuple(parts)), picture=picture, keyboard=back),)


def _course(was: Course, would_be: Course) -> Say:
    ends = (one.points[-1][1] for one in (was, would_be))
    return say("twin.course", title=was.title, **dict(zip(("was", "would_be"), ends, strict=True)))


def _panel(read: Read[twins.Twin], was: Course, would_be: Course) -> Panel:
    first, last = (
        read.plain(say("scores.day", day=day_number(at)))
        for at in (was.points[0][0], was.points[-1][0])
    )
    title = read.plain(was.title)
    return Panel(title, was.low, was.high, was.points, first, last, would_be.points)


def _line(one: Spared) -> Say:
    return say("twin.line", law=_law(one), gains=_gains(one))


def _gains(one: Spared) -> Say:
    gains = []
    if one.opened:
        gains.append(say("twin.opens", doors=[door.title for door in one.opened]))
    if one.closed:
        gains.append(say("twin.closes", doors=[door.title for door in one.closed]))
    if one.lists:
        gains.append(say("twin.lists", count=len(one.lists)))
    gains += [_points(rater.title, points) for rater, points in one.moved]
    return say("as_is", what=gains or say("twin.same"))


def _law(one: Spared) -> Say:
    title = say(f"law.title_{one.setting.switch.value}")
    return say("twin.law", title=title, value=say(f"law.value_{one.value}"))


def _points(title: Localized, points: int) -> Say:
    key = "twin.up" if points > 0 else "twin.down"
    return say("twin.points", title=title, points=say(key, points=abs(points)))
