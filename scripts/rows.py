"""Plays the rows of the inventory and says which of them work; writes docs/INVENTORY.md.

Owns: the table. A row works when a test in tests/rows bears its id and passes; what the rows are,
and what the half-finished ones lack, stands in tests/rows/rows.yaml. The document is written from
the tests that are there, and only when all of them pass, so it never promises what failed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import yaml
from pydantic import BaseModel, ConfigDict, Field

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "tests" / "rows"
DOCUMENT: Final = ROOT / "docs" / "INVENTORY.md"
REPORT: Final = ROOT / "var" / "test-reports" / "rows.xml"
NAMED: Final = re.compile(r"^async def (test_([a-z]\d\d)_\w+)\(", re.M)
HEAD: Final = """# Inventory

What the town is to have, row by row, and what of it works: a row works when a test plays it through
the chat, with the real program. `make rows` plays them all and writes this page; what a row lacks
stands in `tests/rows/rows.yaml`.

| row | what it is | works | the test, or what there is and what is missing |
|---|---|---|---|
"""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Told(_Strict):
    what: str = Field(min_length=1)
    partly: str = Field(default="", min_length=1)


class _File(_Strict):
    format: str = Field(pattern="^rows/1$")
    rows: dict[str, _Told]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the inventory. `test` and `street` are empty where none plays it."""

    id: str
    what: str
    partly: str
    street: str
    test: str


def all_rows(folder: Path = FOLDER) -> list[Row]:
    """The rows with the tests that are there. Raises `ValueError` where the two do not agree."""
    told = _File.model_validate(yaml.safe_load((folder / "rows.yaml").read_text("utf-8"))).rows
    tests: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.glob("test_*.py")):
        for test, row in NAMED.findall(path.read_text("utf-8")):
            if row.upper() in tests:
                raise ValueError(f"{path.name}: {row.upper()} has two tests; a row has one")
            tests[row.upper()] = path.name, test
    if unknown := sorted(set(tests) - set(told)):
        raise ValueError(f"rows.yaml knows nothing of {', '.join(unknown)}; add them there")
    if both := [row for row in tests if told[row].partly]:
        raise ValueError(
            f"{', '.join(both)}: has a test, so rows.yaml says nothing of missing parts"
        )
    return [
        Row(row, said.what, said.partly, *tests.get(row, ("", ""))) for row, said in told.items()
    ]


def document(rows: list[Row]) -> str:
    """The page, from the tests that are there."""
    lines = [
        f"| {row.id} | {row.what} | {_verdict(row)} | {_reason(row)} |".replace("  |", " |")
        for row in rows
    ]
    return HEAD + "\n".join(lines) + f"\n\n{_sum(rows, ())}\n"


def table(rows: list[Row], failed: frozenset[str]) -> str:
    """The same for a terminal, with what failed just now."""
    lines = [
        f"{row.id}  {'FAILS' if row.test in failed else _verdict(row):<7} {row.what}"
        + (f" ({row.partly})" if row.partly else "")
        for row in rows
    ]
    return "\n".join([*lines, _sum(rows, failed)]) + "\n"


def play() -> frozenset[str] | None:
    """Run the tests; the names of those that did not pass, None when they could not run."""
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", str(FOLDER), f"--junitxml={REPORT}"]
    subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 — our own tests
    if not REPORT.exists():
        return None
    cases = ElementTree.parse(REPORT).getroot().iter("testcase")  # noqa: S314 — written by our run
    played = {case.get("name", ""): len(case) == 0 for case in cases}
    return frozenset(row.test for row in all_rows() if row.test and not played.get(row.test))


def main() -> int:
    """Play, print, write; 0 when every row that has a test works."""
    failed = play()
    if failed is None:
        sys.stdout.write("the tests could not run; what they said stands above\n")
        return 2
    rows = all_rows()
    sys.stdout.write(table(rows, failed))
    if failed:
        return 1
    DOCUMENT.write_text(document(rows), encoding="utf-8")
    return 0


def _verdict(row: Row) -> str:
    if row.test:
        return "works"
    return "partly" if row.partly else "not yet"


def _reason(row: Row) -> str:
    return f"`{row.test}`" if row.test else row.partly


def _sum(rows: list[Row], failed: frozenset[str] | tuple[()]) -> str:
    works = sum(bool(row.test) and row.test not in failed for row in rows)
    return f"rows: {works} of {len(rows)} work"


if __name__ == "__main__":
    sys.exit(main())
