"""Runs the project's checks one after another and says which of them failed.

Owns: the list of checks, shared by `make test`, `make check` and one-by-one calls. Must not know
how a check works inside. Every part of the tests runs in a process of its own, so that no part can
lean on what another left behind; the last line adds up what the parts reported.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import deque
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from resource import struct_rusage
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Final
from xml.etree import ElementTree

import pytest

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


@dataclass(frozen=True, slots=True)
class Begun:
    """A check that runs: which lane it came from, since when, and what it prints into."""

    name: str
    lane: int
    began: float
    printed: IO[str]


def begin(name: str, lane: int) -> tuple[int, Begun]:
    """Start a check in a fork of this process, which has imported what tests import; its number."""
    say(f"   {name} …\n")
    report(name).unlink(missing_ok=True)
    printed = TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - until it ends
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        for stream in (1, 2):
            os.dup2(printed.fileno(), stream)
        code = 1
        try:
            code = work(name)
        finally:  # whatever happened: a fork must never go on as its parent does
            if sys.exc_info()[0]:
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return pid, Begun(name, lane, time.monotonic(), printed)


def work(name: str) -> int:
    """The check itself, at the project's root; 0 when it passes."""
    os.chdir(ROOT)
    if name in PARTS:
        sys.argv = ["pytest", *PARTS[name]]
        return int(pytest.main([*PARTS[name], f"--junitxml={report(name)}"]))
    ended = [subprocess.call([sys.executable, *call]) for call in COMMANDS[name]]  # noqa: S603
    return int(any(ended))


def end(begun: Begun, status: int, used: struct_rusage) -> Outcome:
    """What a check that has ended came to; its output is shown now, so that lanes do not mix."""
    with begun.printed as printed:
        printed.seek(0)
        say(f"\n── {begun.name} ──\n{printed.read()}")
    return Outcome(
        begun.name,
        os.waitstatus_to_exitcode(status) == 0,
        time.monotonic() - begun.began,
        read_counts(report(begun.name)),
        read_broken(report(begun.name)),
        used.ru_utime + used.ru_stime,
    )


def run_all(names: list[str]) -> list[Outcome]:
    """Run checks in lanes that meet: one takes what computes, two begin with what waits.

    So the waiting goes on beside the computing, and no lane stands idle while there is work. With a
    fourth lane two processors come too late for what people wait for.
    """
    line = deque([n for n in names if n not in WAITING] + [n for n in names if n in WAITING])
    takes = (line.popleft, line.pop, line.pop)
    outcomes: list[Outcome] = []
    running = dict(begin(take(), lane) for lane, take in enumerate(takes) if line)
    while running:
        pid, status, used = os.wait4(-1, 0)
        begun = running.pop(pid)
        outcomes.append(end(begun, status, used))
        if line:
            running.update([begin(takes[begun.lane](), begun.lane)])
    return sorted(outcomes, key=lambda outcome: names.index(outcome.name))


def report(name: str) -> Path:
    """Where pytest writes down what became of a part."""
    return REPORTS / f"{name}.xml"


def import_once() -> None:
    """Import what nearly all tests import: it takes seconds, a fork of it none.

    Nothing of it may start a thread, and no test's module is among it: asserts are rewritten when
    pytest imports them.
    """
    sys.path[0] = str(ROOT)
    for module in ("glasstown.models", "glasstown.play", "bot.all_features", "migrations"):
        import_module(module)
    gc.collect()
    gc.freeze()


def read_counts(written: Path) -> dict[str, int]:
    """What pytest wrote down; nothing for a linter or a run that died early."""
    if not written.exists():
        return dict.fromkeys(COUNTED, 0)
    suite = ElementTree.parse(written).getroot()[0]  # noqa: S314 — written by our own run
    total, failed, errors, skipped = (
        int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
    )
    passed = total - failed - errors - skipped
    return {"failed": failed, "passed": passed, "skipped": skipped, "errors": errors}


def read_broken(written: Path) -> tuple[str, ...]:
    """A line for each test that failed or broke: its name, and the first line of why."""
    if not written.exists():
        return ()
    cases = ElementTree.parse(written).getroot()[0].iter("testcase")  # noqa: S314 — our own run's
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
        os.environ["TMPDIR"] = tempfile.tempdir = scratch
        if sum(name in PARTS for name in chosen) > 1:
            import_once()
        outcomes = run_all(chosen)
    if len(outcomes) > 1:
        say(summary(outcomes, time.monotonic() - began))
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
