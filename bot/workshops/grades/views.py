"""How the grades look: a line for each that has promised something, the worst first."""

from __future__ import annotations

from bot.arguments import screen
from bot.replies import Replies, Say, say
from services.workshops import grades


def table(found: grades.GradeTable) -> Replies:
    text = say(
        "grades.table",
        at=found.at,
        lines=tuple(map(_line, found.lines)) or (say("grades.nothing"),),
        provenance=say(f"provenance.{found.provenance}"),
    )
    return (screen(text),)


def _line(one: grades.Graded) -> Say:
    title = say("grades.town_hall") if one.title is None else one.title
    key = "grades.line" if one.grade else "grades.line_too_few"
    values = {"kept": one.kept, "promised": one.kept + one.broken}
    return say(key, title=title, grade=one.grade or "", **values)
