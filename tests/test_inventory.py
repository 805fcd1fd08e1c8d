"""The inventory says what is: its page is that of the rows whose tests are there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts.rows import DOCUMENT, FOLDER, all_rows, document, table

ROWS = all_rows()
STREETS = {"people", "social", "money", "living", "standing", "law", "workshops"}


def test_the_page_is_that_of_the_tests_that_are_there():
    assert DOCUMENT.read_text("utf-8") == document(ROWS), "run: make rows"


def test_there_are_ninety_nine_rows():
    counted = {letter: sum(row.id[0] == letter for row in ROWS) for letter in "ABCDEHR"}
    assert counted == {"A": 18, "B": 21, "C": 11, "D": 13, "E": 11, "H": 15, "R": 10}
    assert len(ROWS) == len({row.id for row in ROWS}) == 99


def test_rows_are_played_street_by_street():
    streets = {path.stem.split("_")[1] for path in FOLDER.glob("test_*.py")}
    assert streets <= STREETS


def test_what_fails_is_not_said_to_work():
    chosen = next(row for row in ROWS if row.test)
    works = sum(bool(row.test) for row in ROWS)
    assert table(ROWS, frozenset()).endswith(f"rows: {works} of 99 work\n")
    told = table(ROWS, frozenset({chosen.test}))
    assert f"{chosen.id}  FAILS" in told
    assert told.endswith(f"rows: {works - 1} of 99 work\n")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("z97_absent", ""),
        ("z98_in_part", "Z98: has a test"),
        ("z99_nothing", "nothing of Z99"),
    ],
)
def test_a_new_test_changes_the_page_or_is_refused(tmp_path: Path, name: str, reason: str):
    shutil.copytree(FOLDER, tmp_path / "rows", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "rows" / "rows.yaml").open("a", encoding="utf-8") as told:
        told.write('  Z97: {what: "Absent"}\n  Z98: {what: "There", partly: "not all of it"}\n')
    before = all_rows(tmp_path / "rows")
    (tmp_path / "rows" / "test_new.py").write_text(f"async def test_{name}(town):\n    pass\n")
    if reason:
        with pytest.raises(ValueError, match=reason):
            all_rows(tmp_path / "rows")
    else:
        assert document(all_rows(tmp_path / "rows")) != document(before)
