"""Words for /health and /jobs."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, RowId
from bot.health.report import Health, Jobs
from bot.replies import Answer, Button, Message, Replies, Say, grid, say
from bot.runtime.board import TIMERS, BotState, Run
from bot.runtime.outbox import ENDED_STATES, OPEN_STATES
from services.kernel.timers import ParkedTimer
from services.workshops.admin import JobOrder

JobName = Annotated[str, Field(min_length=1, max_length=40)]


class JobPage(CallbackData, prefix="hj"):
    name: JobName


class OrderJob(CallbackData, prefix="ho"):
    order: JobOrder
    name: JobName


class RunTimer(CallbackData, prefix="ht"):
    timer_id: RowId


MS_PER_S = 1_000
SHOWN = 5  # faults
JUMP_MS = 2_000  # a clock that differs by less was not set, only corrected


def health(report: Health) -> Replies:
    counts, failed = report.calls, report.failed_receipts
    lines = (
        _verdict(report),
        say("health.inbox", waiting=report.waiting, parked=report.parked),
        *(
            say("health.incident", incident=number, tries=tries)
            for number, tries in report.incidents
        ),
        *_more(report.parked - len(report.incidents)),
        say(
            "health.outbox",
            open=sum(counts[state] for state in OPEN_STATES),
            **{state: counts[state] for state in ENDED_STATES},
        ),
        *((say("health.failed_receipts", count=failed),) if failed else ()),
        *(
            say("health.fault", invariant=fault.invariant, detail=fault.detail)
            for fault in report.faults[:SHOWN]
        ),
        *_more(len(report.faults) - SHOWN),
        say("health.timers", overdue=report.overdue, parked=report.put_aside),
        *_clock("health.moved", report.moved_ms),
        *_clock("health.jumped", report.jumped_ms),
        *(_instance(bot_id, state, report.now_ms) for bot_id, state in report.instances),
        say(
            "health.jobs",
            count=len(report.jobs),
            troubled=sum(bool(run.trouble) for run in report.jobs),
            paused=sum(run.paused for run in report.jobs),
        ),
        say("health.versions", list=", ".join(f"{n} {v}" for n, v in report.versions)),
    )
    return (Message(say("health.page", lines=lines)),)


def jobs(found: Jobs) -> Replies:
    lines = (
        *(_run(run, found.now_ms, found.towns) for run in found.runs),
        *((say("jobs.put_aside", count=found.put_aside),) if found.put_aside else ()),
        *(_parked(timer) for timer in found.parked),
        *_more(found.put_aside - len(found.parked)),
    )
    pages = [
        Button(say("as_is", what=run.name), JobPage(name=run.name))
        for run in found.runs
        if run.name != TIMERS
    ]
    again = [
        Button(say("jobs.timer_button", number=timer.timer_id), RunTimer(timer_id=timer.timer_id))
        for timer in found.parked
    ]
    towns = [
        Button(say("jobs.town_button", code=code), Go(command=f"jobs {code}"))
        for code in found.codes
    ]
    return (Message(say("jobs.page", lines=lines), keyboard=grid(pages + towns + again, 2)),)


def job(found: tuple[Run, int]) -> Replies:
    run, now_ms = found
    hold = JobOrder.RESUME if run.paused else JobOrder.PAUSE
    buttons = [
        Button(say(f"jobs.{order}_button"), OrderJob(order=order, name=run.name))
        for order in (JobOrder.RUN, hold, JobOrder.SKIP)
    ]
    return (Message(_run(run, now_ms, 0), keyboard=grid(buttons, 2)),)


def ordered(order: JobOrder, name: str) -> Replies:
    return (Answer(say(f"jobs.ordered_{order}", name=name)),)


def timer_runs(timer_id: int) -> Replies:
    return (Answer(say("jobs.timer_runs", number=timer_id)),)


def _verdict(report: Health) -> Say:
    trouble = (
        report.faults,
        report.failed_receipts,
        report.parked,
        report.put_aside,
        report.overdue,
        abs(report.jumped_ms) >= JUMP_MS,
        [run for run in report.jobs if run.trouble or run.paused],
    )
    return say("health.unwell" if any(trouble) else "health.well")


def _more(count: int) -> tuple[Say, ...]:
    return (say("health.more", more=count),) if count > 0 else ()


def _clock(key: str, by_ms: int) -> tuple[Say, ...]:
    if abs(by_ms) < JUMP_MS:
        return ()
    minutes, seconds = divmod(abs(by_ms) // MS_PER_S, 60)
    sign = "+" if by_ms > 0 else "−"
    return (say(key, by=f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"),)


def _instance(bot_id: int, state: BotState, now_ms: int) -> Say:
    if state.trouble:
        return say("health.door_trouble", bot=bot_id, trouble=state.trouble)
    return say("health.door", bot=bot_id, seconds=max(0, now_ms - state.heard_ms) // MS_PER_S)


def _run(run: Run, now_ms: int, towns: int) -> Say:
    ago, until = ((abs(at - now_ms) + 500) // MS_PER_S for at in (run.last_ms, run.next_ms))
    if run.paused:
        ahead = say("jobs.paused")
    elif not run.next_ms:
        ahead = say("jobs.nothing_next")
    else:
        ahead = say("jobs.skips" if run.skips else "jobs.next", seconds=until)
    return say(
        "jobs.line",
        name=run.name,
        every=say("jobs.every", seconds=f"{run.every_s:g}")
        if run.every_s
        else say("jobs.due", towns=towns),
        last=say("jobs.last", seconds=ago, cost=run.cost_ms)
        if run.last_ms
        else say("jobs.not_yet"),
        ahead=ahead,
        runs=run.runs,
        result=say("jobs.trouble", trouble=run.trouble) if run.trouble else say("jobs.well"),
    )


def _parked(timer: ParkedTimer) -> Say:
    return say(
        "jobs.parked",
        number=timer.timer_id,
        kind=timer.kind,
        workshop=timer.workshop_id,
        trouble=timer.trouble,
    )
