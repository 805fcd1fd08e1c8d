"""What is said alike in several features: why a door is closed, with asking for an exemption, and
how a clock of the law counts.

How much of the reason is told is the law's: nothing, the agency, or also the rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.replies import Button, Say, say
from services.law import clocks
from services.standing.sanctions import Closed
from services.standing.scores import Explanation


class AskExemption(CallbackData, prefix="sx1"):
    door: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def because(closed: Closed) -> Say:
    """Why a door is closed, as far as the law lets it be said."""
    if closed.explained is Explanation.NONE:
        return say("sanctions.because_none")
    if closed.score is not None:
        found = say("sanctions.because_score", agency=closed.by, score=closed.score)
    elif closed.is_for_a_parent:
        found = say("sanctions.because_parent", agency=closed.by)
    else:
        found = say("sanctions.because_listed", agency=closed.by)
    if closed.explained.is_secret:
        return found
    evidence = say(f"provenance.{closed.sanction.provenance}")
    return say(
        "sanctions.because_rule", why=found, basis=closed.sanction.basis, provenance=evidence
    )


def ask_button(closed: Closed) -> Button:
    return Button(say("sanctions.ask"), AskExemption(door=closed.door.door_id))


def clock_lines(stages: Iterable[clocks.Reading]) -> tuple[Say, ...]:
    """Every stage with its stretches, in order; one empty line where nothing ran."""
    lines: list[Say] = []
    for stage in stages:
        lines.append(_stage(stage))
        lines += [_run(run) for run in stage.runs]
    return tuple(lines) or (say("nothing"),)


def _stage(one: clocks.Reading) -> Say:
    values = {"clock": one.title, "stage": say(f"clock.stage_{one.stage}"), "since": one.started}
    if one.due is None:
        return say("clock.line_stopped", **values)
    if one.ended is not None:
        key = "clock.line_ended_late" if one.is_overdue else "clock.line_ended"
        return say(key, **values, due=one.due, ended=one.ended)
    return say("clock.line_late" if one.is_overdue else "clock.line", **values, due=one.due)


def _run(run: clocks.Run) -> Say:
    values = {"since": run.since, "until": run.until, "count": run.count}
    if run.rule is clocks.Rule.PAUSED:
        return say("clock.run_paused", **values, reason=clocks.reasons()[run.reason])
    return say(f"clock.run_{run.rule}", **values)
