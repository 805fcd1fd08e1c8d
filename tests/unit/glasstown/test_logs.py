"""A log that repeats itself counts instead."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from glasstown.logs import KINDS_MAX, REPEAT_MS, Counting, set_up_logs
from tests.support.clock import ManualClock


class Log:
    """What stands in the log so far."""

    def __init__(self) -> None:
        self.stream = StringIO()

    def lines(self) -> list[tuple[Any, Any]]:
        """The event of each line, and how often it says that it was repeated."""
        found = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        return [(line["event"], line.get("repeated")) for line in found]


@pytest.fixture
def log(clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    made = Log()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", made.stream)
        set_up_logs("INFO", clock)
    yield made
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def counting() -> Counting:
    """The handler at work."""
    return next(h for h in logging.getLogger().handlers if isinstance(h, Counting))


def test_the_same_line_is_counted_and_the_count_said_after_a_minute(log: Log, clock: ManualClock):
    ours = structlog.get_logger("a")
    for _ in range(1000):
        ours.warning("obstructed", reason="locked")
    assert log.lines() == [("obstructed", None)]
    clock.pass_ms(REPEAT_MS)
    ours.warning("other")
    assert log.lines() == [("obstructed", None), ("obstructed", 999), ("other", None)]
    ours.warning("obstructed", reason="locked")
    assert log.lines()[3:] == [("obstructed", None)]


def test_ours_differ_in_any_field_and_a_librarys_in_more_than_numbers(log: Log):
    ours, theirs = structlog.get_logger("a"), logging.getLogger("asyncio")
    for number in range(3):
        ours.warning("failed", incident=number)
        theirs.error("no more sockets: <fd=%d at 0x7f%x>", number, number)
    theirs.error("no more memory")
    theirs.warning("no more memory")
    events = [event for event, _ in log.lines()]
    assert events.count("failed") == 3
    assert events.count("no more sockets: <fd=0 at 0x7f0>") == 1
    assert len(events) == 6


def test_tracebacks_are_counted_by_their_errors(log: Log):
    ours, theirs = structlog.get_logger("a"), logging.getLogger("b")
    for error in (OSError(24, "x"), OSError(24, "x"), ValueError("y")):
        try:
            raise error
        except (OSError, ValueError):
            ours.exception("ours")
            theirs.exception("theirs")
    assert [event for event, _ in log.lines()] == ["ours", "theirs", "ours", "theirs"]
    assert log.stream.getvalue().count("Traceback") == 4
    counting().close()
    assert log.lines()[4:] == [("ours", 1), ("theirs", 1)]
    assert log.stream.getvalue().count("Traceback") == 4


def test_a_clock_that_is_set_back_silences_nothing(log: Log, clock: ManualClock):
    ours = structlog.get_logger("a")
    ours.warning("again")
    clock.pass_ms(-1)
    ours.warning("again")
    assert log.lines() == [("again", None), ("again", None)]


def test_what_is_remembered_is_bounded_and_no_count_is_lost(log: Log):
    ours = structlog.get_logger("a")
    for number in range(2 * KINDS_MAX):
        ours.warning("kind", number=number)
        ours.warning("kind", number=number)
    assert len(counting()._lines) == KINDS_MAX
    counting().close()
    assert len(log.lines()) == 4 * KINDS_MAX
