"""Every look of /health and /jobs, in every language."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bot.arguments import Go
from bot.health import town_views, views
from bot.health.handlers import town_jobs
from bot.health.report import Health, Jobs
from bot.health.views import JobPage, OrderJob, RunTimer
from bot.replies import Answer, Button, Message, Replies
from bot.runtime.board import TIMERS, BotState, Run
from bot.runtime.refusals import refused
from bot.words import words_for
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES
from services.kernel.time import Moment
from services.kernel.timers import ParkedTimer
from services.kernel.town import WorkshopId
from services.money.ledger import BookFault
from services.workshops import admin
from services.workshops.admin import JobOrder, NoSuchJob, NotParked
from tests.support.handed import named
from tests.support.narrowing import presses
from tests.unit.bot.money_looks import HOSTILE, TOAST_MAX

NOW_MS = 1_790_000_000_000
PURGE = Run("purge", 60, 7, NOW_MS - 20_000, 12, NOW_MS + 40_000)
WELL = Health(
    waiting=0,
    parked=0,
    incidents=(),
    overdue=0,
    put_aside=0,
    moved_ms=0,
    jumped_ms=1_999,
    calls=Counter(sent=3),
    failed_receipts=0,
    faults=(),
    instances=((777, BotState(NOW_MS)),),
    jobs=(PURGE,),
    versions=(("python", "3.11"),),
    now_ms=NOW_MS,
)
TROUBLES = {
    "receipts that nobody could be given": replace(WELL, failed_receipts=2),
    "twelve parked updates": replace(WELL, parked=12, incidents=(("ab12", 5),) * 5),
    "overdue timers": replace(WELL, overdue=3),
    "timers put aside": replace(WELL, put_aside=2),
    "a clock set back": replace(WELL, jumped_ms=-1_200_000),
    "a clock that leapt": replace(WELL, jumped_ms=365 * 24 * 3_600_000),
    "a job in trouble": replace(WELL, jobs=(replace(PURGE, trouble="KeyError"),)),
    "a paused job": replace(WELL, jobs=(replace(PURGE, paused=True, next_ms=0),)),
    "books that do not balance": replace(WELL, faults=(BookFault("sum", "1 fen"),) * 7),
}
PARKED = tuple(ParkedTimer(n, WorkshopId(1), "gala_tick", "KeyError") for n in range(1, 6))
RUNS = (
    Run("clock", 5),
    Run("menus 777", 2, trouble="database is locked"),
    replace(PURGE, skips=True),
    Run(TIMERS, 0, 1_000, NOW_MS - 1_000, 3, NOW_MS + 100),
)
JOBS = Jobs(runs=RUNS, towns=3, codes=("BCDFGH",), put_aside=9, parked=PARKED, now_ms=NOW_MS)
OF_TOWN = admin.TownJobs(
    "BCDFGH",
    HOSTILE,
    runs=True,
    jobs=tuple(
        admin.TownJob(kind, Moment(90_000) if number else None, is_paused=number == 1)
        for number, kind in enumerate(admin.TOWN_JOBS)
    ),
)
LOOKS: dict[str, Replies] = {
    "well": views.health(WELL),
    "moved": views.health(replace(WELL, moved_ms=-90_061_000)),
    **{name: views.health(report) for name, report in TROUBLES.items()},
    "jobs": views.jobs(JOBS),
    "no jobs": views.jobs(
        Jobs(runs=(Run(TIMERS, 0),), towns=0, codes=(), put_aside=0, parked=(), now_ms=NOW_MS)
    ),
    "job": views.job((PURGE, NOW_MS)),
    "paused job": views.job((replace(PURGE, paused=True), NOW_MS)),
    **{f"ordered {order}": views.ordered(order, "menus 7777777777") for order in JobOrder},
    "timer runs": views.timer_runs(2**62),
    "jobs of a town": town_views.town_jobs(OF_TOWN),
    "jobs of a town that stands": town_views.town_jobs(replace(OF_TOWN, runs=False)),
    **{f"{kind} of a town": town_views.town_job(kind, OF_TOWN) for kind in admin.TOWN_JOBS},
    "so already": refused(admin.JobStandsSo(kind="infer", order="pause"), button=True),
    "no such job": refused(NoSuchJob(name="x" * 40), button=True),
    "not parked": refused(NotParked(), button=True),
}


def html(name: str, language: str = "en") -> str:
    (reply,) = LOOKS[name]
    assert isinstance(reply, Message | Answer)
    return words_for(language).html(reply.text)


def data_of(name: str) -> list[object]:
    (message,) = LOOKS[name]
    assert isinstance(message, Message)
    return [b.data for row in message.keyboard for b in row if isinstance(b, Button)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_has_words(name: str, language: str):
    (reply,) = LOOKS[name]
    assert 0 < len(html(name, language)) <= (200 if isinstance(reply, Answer) else 4_096)


@pytest.mark.parametrize("name", TROUBLES)
def test_no_trouble_is_called_well(name: str):
    assert "All is well" not in html(name)


def test_what_is_well_is_called_well():
    assert "All is well" in html("well")
    assert "clock" not in html("well"), "a correction of less than two seconds is no jump"


def test_a_list_that_is_cut_says_so():
    text = html("twelve parked updates")
    assert "12 parked" in text
    assert text.count("ab12") == 5
    assert "and 7 more" in text
    assert "and 2 more" in html("books that do not balance")
    assert "put aside after too many failures: 9" in html("jobs")
    assert "and 4 more" in html("jobs")


def test_a_clock_that_was_set_is_said_with_its_sign():
    assert "−0:20:00" in html("a clock set back")
    assert "+8760:00:00" in html("a clock that leapt")
    assert "−25:01:01" in html("moved")


def test_jobs_tell_last_next_cost_and_result():
    clock, menus, purge, timers = html("jobs").split("\n")[1:5]
    assert "every 5 s" in clock
    assert "has not run yet" in clock
    assert "database is locked" in menus
    assert "last 20 s ago, took 12 ms · skips the run in 40 s · well" in purge
    assert "towns: 3 · 1000 runs" in timers


def test_every_job_but_the_towns_has_a_page_and_every_timer_put_aside_a_button():
    assert data_of("jobs") == [
        *(JobPage(name=name) for name in ("clock", "menus 777", "purge")),
        Go(command="jobs BCDFGH"),
        *(RunTimer(timer_id=number) for number in range(1, 6)),
    ]


def test_a_page_offers_what_can_be_ordered():
    assert data_of("job") == [
        OrderJob(order=order, name="purge")
        for order in (JobOrder.RUN, JobOrder.PAUSE, JobOrder.SKIP)
    ]
    assert OrderJob(order=JobOrder.RESUME, name="purge") in data_of("paused job")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("order", JobOrder)
def test_an_order_to_a_towns_job_is_told_and_its_page_shows_how_it_stands(
    order: JobOrder, language: str
):
    toast, page = town_views.ordered(admin.TownOrder("infer", order, OF_TOWN))
    words = words_for(language)
    assert isinstance(toast, Answer)
    assert 0 < len(words.plain(toast.text)) <= TOAST_MAX
    assert isinstance(page, Message)
    wanted = [data.order for data in presses(page.keyboard[:-1])]
    assert wanted == [JobOrder.RUN, JobOrder.RESUME, JobOrder.SKIP]


@pytest.mark.parametrize("args", ["BCDFGH infer", "BCDFGH infer stop", "a b c d"])
def test_what_is_no_order_to_a_town_is_answered_by_usage(args: str):
    with pytest.raises(Usage):
        town_jobs(args)


def test_a_towns_job_is_ordered_in_words():
    done = town_jobs("BCDFGH infer PAUSE")
    assert named(done) == (admin.order_town_job, "BCDFGH", "infer", JobOrder.PAUSE)
