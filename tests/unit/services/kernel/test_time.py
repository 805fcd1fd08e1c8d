"""Town time: it runs at its rate, stands while paused, jumps when told, and never runs back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.time import (
    DAY_S,
    HOUR_S,
    TOWN_OPENS_AT,
    TownClock,
    calendar_date,
    day_number,
    next_time_of_day,
)

NOON_MS = 1_790_000_000_000
RATE = 1_440  # a town day a wall minute
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


@pytest.fixture
def clock():
    return TownClock(NOON_MS, TOWN_OPENS_AT, RATE, running=True)


def test_a_wall_minute_is_a_town_day(clock):
    assert clock.at(NOON_MS) == TOWN_OPENS_AT
    assert clock.at(NOON_MS + MINUTE_MS) == TOWN_OPENS_AT + DAY_S
    assert clock.at(NOON_MS + 1) == TOWN_OPENS_AT + 1  # 1.44 town seconds, rounded down


def test_a_paused_town_stands(clock):
    paused = clock.paused(NOON_MS + MINUTE_MS)
    assert paused.at(NOON_MS + HOUR_MS) == TOWN_OPENS_AT + DAY_S
    assert paused.paused(NOON_MS + HOUR_MS).at(NOON_MS + HOUR_MS) == TOWN_OPENS_AT + DAY_S


def test_a_resumed_town_goes_on_where_it_stood(clock):
    resumed = clock.paused(NOON_MS + MINUTE_MS).resumed(NOON_MS + HOUR_MS)
    assert resumed.at(NOON_MS + HOUR_MS) == TOWN_OPENS_AT + DAY_S
    assert resumed.at(NOON_MS + HOUR_MS + MINUTE_MS) == TOWN_OPENS_AT + 2 * DAY_S


def test_resuming_a_running_town_changes_nothing(clock):
    later = NOON_MS + MINUTE_MS
    assert clock.resumed(later).at(later + MINUTE_MS) == clock.at(later + MINUTE_MS)


def test_moving_forward_adds_to_the_time(clock):
    moved = clock.forwarded(NOON_MS + MINUTE_MS, 3 * DAY_S)
    assert moved.at(NOON_MS + MINUTE_MS) == TOWN_OPENS_AT + 4 * DAY_S
    assert moved.at(NOON_MS + 2 * MINUTE_MS) == TOWN_OPENS_AT + 5 * DAY_S


def test_a_paused_town_can_be_moved_forward_and_still_stands(clock):
    moved = clock.paused(NOON_MS).forwarded(NOON_MS + MINUTE_MS, DAY_S)
    assert not moved.running
    assert moved.at(NOON_MS + HOUR_MS) == TOWN_OPENS_AT + DAY_S


def test_a_wall_clock_that_jumps_back_an_hour_never_leads_before_the_anchor(clock):
    back = NOON_MS - HOUR_MS
    assert clock.at(back) == TOWN_OPENS_AT
    moved = clock.forwarded(NOON_MS + MINUTE_MS, DAY_S)
    assert moved.at(back) == moved.anchor_town_s == TOWN_OPENS_AT + 2 * DAY_S
    assert moved.paused(back).at(back) == TOWN_OPENS_AT + 2 * DAY_S
    assert moved.resumed(back).at(back + MINUTE_MS) == TOWN_OPENS_AT + 3 * DAY_S


changes = st.sampled_from(["paused", "resumed", "forwarded", "read"])


@given(st.lists(st.tuples(changes, st.integers(0, HOUR_MS), st.integers(1, 365 * DAY_S))))
def test_no_order_of_changes_takes_time_back(history):
    clock = TownClock(NOON_MS, TOWN_OPENS_AT, RATE, running=True)
    wall, seen = NOON_MS, TOWN_OPENS_AT
    for change, passed_ms, seconds in history:
        wall += passed_ms
        assert clock.at(wall) >= seen
        seen = clock.at(wall)
        if change == "forwarded":
            clock = clock.forwarded(wall, seconds)
            seen += seconds
        elif change != "read":
            clock = getattr(clock, change)(wall)
        assert clock.at(wall) == seen


@pytest.mark.parametrize(
    ("town_s", "day", "in_calendar"),
    [
        (0, 1, date(2015, 1, 1)),
        (DAY_S - 1, 1, date(2015, 1, 1)),
        (DAY_S, 2, date(2015, 1, 2)),
        (424 * DAY_S, 425, date(2016, 2, 29)),
    ],
)
def test_days_are_counted_from_one_and_have_dates(town_s, day, in_calendar):
    assert day_number(town_s) == day
    assert calendar_date(town_s) == in_calendar


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (0, 20 * HOUR_S),
        (20 * HOUR_S - 1, 20 * HOUR_S),
        (20 * HOUR_S, DAY_S + 20 * HOUR_S),  # the next one, not this very moment
        (DAY_S - 1, DAY_S + 20 * HOUR_S),
    ],
)
def test_the_next_evening(now, expected):
    assert next_time_of_day(now, 20 * HOUR_S) == expected
