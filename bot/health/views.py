"""Words for /health and /jobs."""

from __future__ import annotations

from bot.health.report import Health
from bot.replies import Message, Replies, Say, say
from bot.runtime.board import BotState, Run

MS_PER_S = 1_000


def health(report: Health) -> Replies:
    """One message: what waits, what is parked, whether the books balance, what runs."""
    counts = dict(report.calls)
    open_letters = counts.get("pending", 0) + counts.get("sending", 0)
    lines = (
        _verdict(report),
        say("health.inbox", waiting=report.waiting, parked=len(report.parked)),
        *(say("health.incident", incident=number, tries=tries) for number, tries in report.parked),
        say(
            "health.outbox",
            open=open_letters,
            sent=counts.get("sent", 0),
            failed=counts.get("failed", 0),
            unknown=counts.get("unknown", 0),
            dropped=counts.get("dropped", 0),
        ),
        *(_fault(fault.invariant, fault.detail) for fault in report.faults[:5]),
        *(_door(bot_id, state, report.now_ms) for bot_id, state in report.instances),
        say("health.jobs", count=len(report.jobs), troubled=len(_troubled(report.jobs))),
        say("health.versions", list=", ".join(f"{n} {v}" for n, v in report.versions)),
    )
    return (Message(say("health.page", lines=lines)),)


def jobs(runs: tuple[Run, ...]) -> Replies:
    """One message: every alarm, how often it went and what is in its way."""
    lines = tuple(
        say("jobs.line", name=run.name, every=f"{run.every_s:g}", runs=run.runs)
        if not run.trouble
        else say("jobs.trouble", name=run.name, trouble=run.trouble)
        for run in runs
    )
    return (Message(say("jobs.page", lines=lines)),)


def _verdict(report: Health) -> Say:
    well = not (report.faults or report.parked or _troubled(report.jobs))
    return say("health.well" if well else "health.unwell")


def _fault(invariant: str, detail: str) -> Say:
    return say("health.fault", invariant=invariant, detail=detail)


def _door(bot_id: int, state: BotState, now_ms: int) -> Say:
    if state.trouble:
        return say("health.door_trouble", bot=bot_id, trouble=state.trouble)
    return say("health.door", bot=bot_id, seconds=max(0, now_ms - state.heard_ms) // MS_PER_S)


def _troubled(runs: tuple[Run, ...]) -> list[Run]:
    return [run for run in runs if run.trouble]
