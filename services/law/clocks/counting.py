"""How a stage of a clock is counted: step by step, each with the rule that counts it or does not.

Pure. A stopped clock counts nothing; what it had counted stays counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from services.kernel.localized import Localized
from services.kernel.seeds import Name
from services.kernel.time import Moment
from services.law.clocks.catalogue import Clock, Stage, catalogue


class Act(StrEnum):
    """What may happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    DECIDE = "decide"


class Rule(StrEnum):
    """Why a stretch of time counts, or does not."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    WEEKEND = "weekend"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    act: Act
    town_s: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of time under one rule: so many steps, counted or not."""

    rule: Rule
    since: Moment
    until: Moment
    count: int
    reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether these steps are counted."""
        return self.rule not in (Rule.WEEKEND, Rule.PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One stage as it stands. `due` is None while it is stopped: nobody knows until when."""

    clock: str
    title: Localized[Name]
    stage: str
    started: Moment
    due: Moment | None
    ended: Moment | None
    is_paused: bool
    is_extended: bool
    is_overdue: bool
    may_extend: bool
    runs: tuple[Run, ...]


def due_after(clock: str, stage: str, since: int) -> int:
    """When a stage that begins at a town time is due, if nothing stops it."""
    one = catalogue()[clock].stages[stage]
    return _last_step(one, since, (), extended=False)


def read(clock: Clock, stage_id: str, entries: Sequence[Entry], now: int) -> Reading:
    """One stage by its entries, the oldest first; the first of them starts it."""
    stage, start = clock.stages[stage_id], entries[0].town_s
    pauses, ended = _pauses(entries), _first(entries, Act.DECIDE)
    extended = _first(entries, Act.EXTEND) is not None
    is_paused = bool(pauses) and pauses[-1][1] is None
    due = None if is_paused else _last_step(stage, start, pauses, extended=extended)
    shown_to = min(now, due if due is not None else now)
    at = ended if ended is not None else now
    return Reading(
        clock=clock.clock_id,
        title=clock.title,
        stage=stage_id,
        started=Moment(start),
        due=None if due is None else Moment(due),
        ended=None if ended is None else Moment(ended),
        is_paused=is_paused and ended is None,
        is_extended=extended,
        is_overdue=due is not None and at > due,
        may_extend=bool(stage.extend) and not extended and ended is None,
        runs=tuple(_runs(stage, start, pauses, min(at, shown_to))),
    )


Pause = tuple[int, int | None, str]


def _first(entries: Sequence[Entry], act: Act) -> int | None:
    return next((one.town_s for one in entries if one.act is act), None)


def _pauses(entries: Sequence[Entry]) -> tuple[Pause, ...]:
    found: list[Pause] = []
    for one in entries:
        if one.act is Act.PAUSE:
            found.append((one.town_s, None, one.reason))
        elif found and found[-1][1] is None and one.act in (Act.RESUME, Act.DECIDE):
            found[-1] = (found[-1][0], one.town_s, found[-1][2])
    return tuple(found)


def _town_at(start: int, run_s: int, pauses: Sequence[Pause]) -> int:
    """The town time at which a clock has run for so long."""
    at = start + run_s
    for since, until, _ in pauses:
        if since < at and until is not None:
            at += until - since
    return at


def _last_step(stage: Stage, start: int, pauses: Sequence[Pause], *, extended: bool) -> int:
    wanted, taken, at = stage.steps(start, extended=extended), 0, start
    while wanted:
        taken += 1
        at = _town_at(start, taken * stage.step_s, pauses)
        wanted -= stage.counts(at)
    return at


def _runs(stage: Stage, start: int, pauses: Sequence[Pause], until: int) -> Iterator[Run]:
    """Steps that have begun by a town time, neighbours under one rule as one line."""
    usual = Rule(stage.unit.value)
    last: Run | None = None
    taken, at = 0, start
    stops = list(pauses)
    while at < until:
        if stops and stops[0][0] <= at:
            since, end, reason = stops.pop(0)
            stop = until if end is None else min(end, until)
            if last is not None:
                yield last
            last = None
            yield Run(Rule.PAUSED, Moment(since), Moment(stop), 0, reason)
            at = stop
            continue
        taken += 1
        end_of_step = min(_town_at(start, taken * stage.step_s, pauses), until)
        before_stop = end_of_step if not stops else min(end_of_step, max(stops[0][0], at))
        rule = usual if stage.counts(end_of_step) else Rule.WEEKEND
        last, done = _joined(last, Run(rule, Moment(at), Moment(before_stop), 1))
        if done is not None:
            yield done
        at = before_stop
        if before_stop < end_of_step:
            taken -= 1  # the step goes on after the stop, and is counted once
            last = replace(last, count=last.count - 1)
    if last is not None:
        yield last


def _joined(last: Run | None, new: Run) -> tuple[Run, Run | None]:
    """A stretch that goes on, or a new one and the one before it."""
    if last is None or last.rule is not new.rule:
        return new, last
    return replace(last, until=new.until, count=last.count + 1), None
