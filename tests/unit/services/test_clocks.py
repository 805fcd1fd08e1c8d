"""Clocks of the law: each counted day follows from the ledger, and so does what is due."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.kernel import seeds
from services.kernel.seeds import SeedFault
from services.kernel.time import DAY_S, HOUR_S, calendar_date
from services.law.clocks import Act, Entry, Reading, Rule, catalogue, due_after, read
from services.standing.complaints import reasons
from tests.support.lawbooks import copied

MORNING = 8 * HOUR_S  # of Thursday, 1 January 2015


def reading(clock: str, stage: str, *entries: Entry, now: int = 0) -> Reading:
    started = (Entry(Act.START, MORNING), *entries)
    return read(catalogue()[clock], stage, started, max(now, started[-1].town_s))


@pytest.mark.parametrize(
    ("clock", "stage", "due"),
    [
        ("spc", "review", MORNING + 15 * DAY_S),
        ("spc", "deletion", MORNING + 5 * DAY_S),  # over a weekend
        ("spc", "again", MORNING + 10 * DAY_S),
        ("spc", "second", MORNING + 15 * DAY_S),
        ("gdpr", "answer", MORNING + 31 * DAY_S),
        ("reg_b", "notice", MORNING + 30 * DAY_S),
        ("paper_2015", "answer", MORNING + (31 + 28 + 31 + 30) * DAY_S),
        ("ombudsman", "decision", MORNING + DAY_S),
    ],
)
def test_each_clock_is_due_when_its_rule_says(clock: str, stage: str, due: int):
    assert due_after(clock, stage, MORNING) == due
    found = reading(clock, stage, now=due)
    assert found.due is not None
    assert (found.due.town_s, found.is_overdue) == (due, False)
    assert reading(clock, stage, now=due + 1).is_overdue


def test_a_month_from_the_last_day_ends_with_the_shorter_month():
    last_of_january = 30 * DAY_S
    assert calendar_date(due_after("gdpr", "answer", last_of_january)).isoformat() == "2015-02-28"


def test_a_stop_moves_what_is_due_by_as_long_as_it_lasts_and_is_shown():
    stop, go = Entry(Act.PAUSE, MORNING + 6 * HOUR_S, "hearing"), MORNING + 10 * HOUR_S
    stands = reading("ombudsman", "decision", stop, now=go)
    assert (stands.due, stands.is_paused, stands.is_overdue) == (None, True, False)
    goes = reading("ombudsman", "decision", stop, Entry(Act.RESUME, go), now=MORNING + 40 * HOUR_S)
    assert goes.due is not None
    assert goes.due.town_s == MORNING + 28 * HOUR_S
    assert [(run.rule, run.count) for run in goes.runs] == [
        (Rule.HOURS, 6),
        (Rule.PAUSED, 0),
        (Rule.HOURS, 18),
    ]
    assert goes.is_overdue


def test_each_counted_day_is_shown_with_its_rule():
    found = reading("spc", "deletion", now=MORNING + 9 * DAY_S)
    assert [(run.rule, run.count) for run in found.runs] == [
        (Rule.WORKING_DAYS, 1),
        (Rule.WEEKEND, 2),
        (Rule.WORKING_DAYS, 2),
    ]


def test_a_stop_in_the_middle_of_a_day_counts_that_day_once():
    noon = MORNING + DAY_S // 2
    found = reading(
        "spc",
        "review",
        Entry(Act.PAUSE, noon, "evidence"),
        Entry(Act.RESUME, noon + DAY_S),
        now=MORNING + 40 * DAY_S,
    )
    assert sum(run.count for run in found.runs if run.counts) == 15
    assert found.due is not None
    assert found.due.town_s == MORNING + 16 * DAY_S


def test_lengthened_once_by_the_rules_own_measure_and_ended_in_time():
    longer = Entry(Act.EXTEND, MORNING, "complex")
    assert reading("gdpr", "answer", longer).due.town_s == MORNING + (31 + 28 + 31) * DAY_S  # type: ignore[union-attr]
    assert not reading("gdpr", "answer", longer).may_extend
    assert not reading("spc", "review").may_extend
    ended = reading("spc", "review", Entry(Act.DECIDE, MORNING + DAY_S), now=MORNING + 99 * DAY_S)
    assert (ended.is_overdue, ended.runs[-1].count) == (False, 1)


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong"),
    [
        ("clocks.yaml", "unit: hours", "unit: moons", "decision.unit: input should be"),
        ("clocks.yaml", "amount: 15", "amount: 0", "review.amount"),
        ("ombudsman.yaml", "when: otherwise", "orders: [rescore]", "a dismissal orders nothing"),
        ("ombudsman.yaml", "when: kin", "when: rich", "when: input should be"),
    ],
)
def test_what_cannot_be_a_clock_or_a_ground_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, wrong: str
):
    monkeypatch.setattr(seeds, "SEEDS", copied(tmp_path))
    text = (tmp_path / file).read_text("utf-8")
    (tmp_path / file).unlink()  # a link to what is shipped
    (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SeedFault, match=wrong):
        catalogue() if file == "clocks.yaml" else reasons()
