"""One town's own jobs, each to be paused, run now or left out once. Pure."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go
from bot.replies import Answer, Button, Message, Replies, Say, grid, say
from services.workshops import admin
from services.workshops.admin import JobOrder

Code = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,12}$")]
Kind = Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")]


class TownJobPage(CallbackData, prefix="hp"):
    code: Code
    kind: Kind


class OrderTownJob(CallbackData, prefix="hq"):
    order: JobOrder
    code: Code
    kind: Kind


def town_jobs(found: admin.TownJobs) -> Replies:
    lines = tuple(map(_line, found.jobs))
    key = "jobs.of_town" if found.runs else "jobs.of_town_standing"
    pages = [
        Button(say(f"jobs.town_{one.kind}"), TownJobPage(code=found.code, kind=one.kind))
        for one in found.jobs
    ]
    text = say(key, title=found.title, code=found.code, lines=lines)
    back = Button(say("jobs.all_jobs"), Go(command="jobs"))
    return (Message(text, keyboard=(*grid(pages, 2), (back,)), in_place=True),)


def town_job(kind: str, found: admin.TownJobs) -> Replies:
    """One of them, and what each key does in words."""
    for job in found.jobs:
        if job.kind == kind:
            return (_job(job, found),)
    return town_jobs(found)


def ordered(done: admin.TownOrder) -> Replies:
    name = say(f"jobs.town_{done.kind}")
    toast = say(f"jobs.town_ordered_{done.order}", name=name, title=done.after.title)
    return (Answer(toast), *town_job(done.kind, done.after))


def _job(job: admin.TownJob, found: admin.TownJobs) -> Message:
    hold = JobOrder.RESUME if job.is_paused else JobOrder.PAUSE
    buttons = [
        Button(
            say(f"jobs.{order}_button"),
            OrderTownJob(order=order, code=found.code, kind=job.kind),
        )
        for order in (JobOrder.RUN, hold, JobOrder.SKIP)
    ]
    text = say("jobs.town_job", title=found.title, code=found.code, line=_line(job))
    back = Button(say("jobs.all_of_town"), Go(command=f"jobs {found.code}"))
    return Message(text, keyboard=(*grid(buttons, 2), (back,)), in_place=True)


def _line(one: admin.TownJob) -> Say:
    name = say(f"jobs.town_{one.kind}")
    if one.due is None:
        return say("jobs.town_line_none", name=name)
    key = "jobs.town_line_paused" if one.is_paused else "jobs.town_line"
    return say(key, name=name, at=one.due)
