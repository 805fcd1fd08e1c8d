"""How what can be asked beyond the score looks: its course, what lifts it, ranks, files."""

from __future__ import annotations

from bot.charts import Panel, lines_svg
from bot.replies import Button, Message, Picture, Replies, Say, TextFile, To, grid, say
from bot.standing.scores.views import ShowLift
from bot.words import Read
from services.kernel.time import day_number
from services.standing import scores
from services.standing.scores import PAY_SCORE

PANELS_MAX = 8
GATES_A_ROW = 2


def course(read: Read[tuple[scores.Course, ...]]) -> Replies:
    """The picture of one's scores, an agency a panel; the app's own first."""
    if not read.found:
        return (Message(say("scores.no_course")),)
    ordered = sorted(read.found, key=lambda one: one.agency_id != PAY_SCORE)[:PANELS_MAX]
    title = read.plain(say("scores.course_title"))
    picture = lines_svg(title, [_panel(read, one) for one in ordered])
    lines = tuple(
        say("scores.course_line", title=one.title, score=one.points[-1][1]) for one in ordered
    )
    text = say("scores.course", lines=lines)
    return (Message(text, picture=Picture("scores.png", picture)),)


def lifted(found: scores.Lift) -> Replies:
    """What would pass the gate, its price, and what the person cannot change."""
    head = say(
        "scores.lift_passes" if found.passes else "scores.lift_head",
        gate=found.title,
        at_least=found.at_least,
        score=found.score,
    )
    ways: tuple[Say, ...] = ()
    if not found.passes:
        ways = tuple(_way(way, number) for number, way in enumerate(found.ways, 1))
        if not found.is_complete:
            ways = (*ways, say("scores.gave_up"))
        ways = ways or (say("scores.no_way"),)
    text = say(
        "scores.lift",
        head=head,
        ways=ways or (say("nothing"),),
        fixed=tuple(_fixed(one) for one in found.fixed) or (say("scores.nothing_fixed"),),
        provenance=say(f"provenance.{found.provenance}"),
    )
    others = [
        Button(title, ShowLift(gate=name)) for name, title in found.gates if name != found.gate
    ]
    return (Message(text, keyboard=grid(others, GATES_A_ROW)),)


def taken_away(found: scores.Exported) -> Replies:
    values = {"title": found.title, "score": found.score, "facts": found.facts}
    text = say("scores.exported", **values)
    if found.difference is not None:
        text = say("scores.exported_wrong", file=text, where=found.difference.where)
    return (Message(text, file=TextFile(found.name, found.text)),)


def moved(event: scores.ScoresMoved) -> Replies:
    """The change receipt of one person: all agencies in one message."""
    blocks = tuple(_change(change) for change in event.changes)
    return (Message(say("scores.moved", changes=blocks), to=To(event.who), silent=True),)


def _panel(read: Read[tuple[scores.Course, ...]], one: scores.Course) -> Panel:
    first, last = (
        read.plain(say("scores.day", day=day_number(at)))
        for at in (one.points[0][0], one.points[-1][0])
    )
    return Panel(read.plain(one.title), one.low, one.high, one.points, first, last)


def _way(way: scores.Way, number: int) -> Say:
    values = {"number": number, "price": way.price, "days": way.days}
    steps = tuple(_step(step) for step in way.steps)
    if way.score is None:
        return say("scores.way", **values, steps=steps)
    return say("scores.way_to", **values, steps=steps, score=way.score)


def _step(step: scores.Step) -> Say:
    if step.times == 1:
        return say("as_is", what=step.title)
    return say("scores.steps", title=step.title, times=step.times)


def _fixed(one: scores.Fixed) -> Say:
    if one.points is None:
        return say("scores.fixed", title=one.title)
    return say("scores.fixed_points", title=one.title, points=one.points)


def _change(change: scores.Change) -> Say:
    lines = tuple(
        say(
            "scores.moved_line",
            points=signed(line.points),
            title=line.title,
            version=change.document_version,
        )
        for line in change.lines
    )
    return say(
        "scores.moved_block",
        title=change.title,
        before=change.before,
        after=change.after,
        total=signed(change.after - change.before),
        lines=lines,
    )


def signed(points: int) -> str:
    """Points with their sign, minus as a minus."""
    return f"+{points}" if points > 0 else f"−{-points}"
