"""A clock of the law as lines: due when, and each stretch of time with the rule that counts it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.replies import Say, say
from services.law import clocks


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
