"""Runs the project's checks one after another and says which of them failed.

Owns: the list of checks, shared by `make test`, `make check` and one-by-one calls. Must not know
how a check works inside. Every part of the tests runs in a process of its own, so that no part can
lean on what another left behind; the last line adds up what the parts reported.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Final
from xml.etree import ElementTree

ROOT: Final = Path(__file__).resolve().parent.parent
REPORTS: Final = ROOT / "var" / "test-reports"
COUNTED: Final = ("failed", "passed", "skipped", "errors")
WHY: Final = 160  # characters of what a failed test said
MEMORY: Final = Path("/dev/shm")  # noqa: S108
ROOM: Final = 2 << 30  # bytes free, before what the tests write may live in memory

# name → arguments of the interpreter; more than one line for a check of more than one command
COMMANDS: Final = {
    "lint": (("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", ".")),
    "types": (("-m", "mypy"),),
}
# name → what pytest is given; the lanes meet in the middle, so the shortest stand there. A part
# whose folder is missing or empty fails, it is not skipped.
PARTS: Final = {
    "unit": ("tests/unit",),
    "browser": ("tests/browser",),
    "db": ("tests/db", "-k", "not postgresql"),
    "contracts": ("tests/test_contracts.py",),
    "tidy": (
        "tests/test_tidy.py",
        "tests/test_setup.py",
        "tests/test_docs.py",
        "tests/test_inventory.py",
    ),
    "migrations": ("tests/migrations",),
    "packs": ("tests/packs",),
    "chaos-short": ("tests/chaos",),
    "sandbox": ("tests/sandbox",),
    "db-postgresql": ("tests/db", "-k", "postgresql"),
    "runtime": ("tests/runtime",),
    "e2e": ("tests/e2e", "-k", "not postgresql"),
    "e2e-postgresql": ("tests/e2e", "-k", "postgresql"),
    "rows": ("tests/rows",),
}
# These wait for a program to answer most of the time, and so begin beside the others.
WAITING: Final = frozenset({"runtime", "e2e", "e2e-postgresql", "rows"})
GROUPS: Final = {
    "all": (*COMMANDS, *PARTS),
    "fast": (*COMMANDS, "contracts", "tidy", "unit"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended."""

    name: str
    ok: bool
    duration_s: float
    counts: dict[str, int]
    broken: tuple[str, ...] = ()  # a line for each test that failed, and why
    cpu_s: float = 0.0


def run(name: str) -> Outcome:
    """Run one check; its output is shown when it has ended, so that two lanes do not mix."""
    say(f"   {name} …\n")
    began = time.monotonic()
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    commands = COMMANDS.get(name) or (("-m", "pytest", *PARTS[name], f"--junitxml={report}"),)
    calls = [call(arguments) for arguments in commands]
    say(f"\n── {name} ──\n" + "".join(printed for _, printed, _ in calls))
    return Outcome(
        name,
        all(passed for passed, _, _ in calls),
        time.monotonic() - began,
        read_counts(report),
        read_broken(report),
        sum(cpu_s for _, _, cpu_s in calls),
    )


def call(arguments: tuple[str, ...]) -> tuple[bool, str, float]:
    """Run the interpreter at the project's root.

    Returns whether it went well, what it printed, and the processor's seconds that it and all that
    it started have spent.
    """
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
        started = subprocess.Popen(  # noqa: S603 — the commands are the constants above
            [sys.executable, *arguments], cwd=ROOT, stdout=printed, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        return started.returncode == 0, printed.read(), used.ru_utime + used.ru_stime


def run_all(names: list[str]) -> list[Outcome]:
    """Run checks in lanes that meet: one takes what computes, two begin with what waits.

    So the waiting goes on beside the computing, and no lane stands idle while there is work. With a
    fourth lane two processors come too late for what people wait for.
    """
    line = deque([n for n in names if n not in WAITING] + [n for n in names if n in WAITING])
    ends = (line.popleft, line.pop, line.pop)

    def lane(take: Callable[[], str]) -> list[Outcome]:
        outcomes = []
        with suppress(IndexError):  # the other lane took the last one
            while True:
                outcomes.append(run(take()))
        return outcomes

    with ThreadPoolExecutor(len(ends)) as pool:
        done = pool.map(lane, ends)
        return sorted(chain.from_iterable(done), key=lambda outcome: names.index(outcome.name))


def read_counts(report: Path) -> dict[str, int]:
    """What pytest wrote down; nothing for a linter or a run that died early."""
    if not report.exists():
        return dict.fromkeys(COUNTED, 0)
    suite = ElementTree.parse(report).getroot()[0]  # noqa: S314 — written by our own run
    total, failed, errors, skipped = (
        int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
    )
    passed = total - failed - errors - skipped
    return {"failed": failed, "passed": passed, "skipped": skipped, "errors": errors}


def read_broken(report: Path) -> tuple[str, ...]:
    """A line for each test that failed or broke: its name, and the first line of why."""
    if not report.exists():
        return ()
    cases = ElementTree.parse(report).getroot()[0].iter("testcase")  # noqa: S314 — our own run's
    return tuple(
        f"{case.get('classname')}::{case.get('name')} {trouble.tag}: {_first_line(trouble)}"
        for case in cases
        for trouble in case
        if trouble.tag in {"failure", "error"}
    )


def _first_line(trouble: ElementTree.Element) -> str:
    return next(iter((trouble.get("message") or "").splitlines()), "")[:WHY]


def summary(outcomes: list[Outcome], spent_s: float) -> str:
    """A line per check, and last the sum of all parts in pytest's own words."""
    lines = ["\n── all checks ──"]
    for outcome in outcomes:
        words = ", ".join(f"{n} {what}" for what, n in outcome.counts.items() if n)
        verdict = "ok    " if outcome.ok else "FAILED"
        took = f"{outcome.duration_s:6.1f} s, {outcome.cpu_s:5.1f} of cpu"
        lines.append(f"{verdict} {outcome.name:<14} {took}  {words}".rstrip())
    totals = {what: sum(outcome.counts[what] for outcome in outcomes) for what in COUNTED}
    broken = [outcome.name for outcome in outcomes if not outcome.ok]
    if broken:
        lines += [f"  {line}" for outcome in outcomes for line in outcome.broken]
        lines.append(f"failed checks: {', '.join(broken)}")
    words = ", ".join(f"{n} {what}" for what, n in totals.items() if n) or "no tests ran"
    lines.append(f" {words} in {spent_s:.2f}s ".center(80, "="))
    return "\n".join(lines) + "\n"


def roomy_memory() -> Path | None:
    """Where a test waits for no disk at each commit; none where memory is scarce."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if has_room else None


def say(text: str) -> None:
    """Write at once, so that headings stand before the output of the commands they announce."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main(names: list[str]) -> int:
    """Run the named checks or groups; 0 when every one of them passed."""
    chosen = [check for name in names for check in GROUPS.get(name, (name,))]
    unknown = [name for name in chosen if name not in COMMANDS and name not in PARTS]
    if unknown or not chosen:
        say(f"unknown: {unknown}; known: {', '.join((*GROUPS, *GROUPS['all']))}\n")
        return 2
    REPORTS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with TemporaryDirectory(prefix="glasstown-checks-", dir=roomy_memory()) as scratch:
        os.environ["TMPDIR"] = scratch
        outcomes = run_all(chosen)
    if len(outcomes) > 1:
        say(summary(outcomes, time.monotonic() - began))
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
