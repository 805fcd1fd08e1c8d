"""No number without a source: each whole number of a shipped document lies under one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring.yamltext import read_yaml

SCORES = Path(__file__).parents[3] / "seeds" / "scores"
NOT_A_CLAIM = {("version",), ("predecessor", "version")}
FILES = sorted(SCORES.glob("*.yaml"))

Path_ = tuple[str | int, ...]


def unsourced(value: Any, path: Path_ = (), covered: str | None = None) -> Iterator[Path_]:
    """Numbers with no `source` (or provenance) in the mapping they stand in or one around it."""
    if isinstance(value, dict):
        if path:
            covered = value.get("source", covered) if "provenance" not in value else "itself"
        for name, part in value.items():
            yield from unsourced(part, (*path, name), covered)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from unsourced(part, (*path, index), covered)
    elif isinstance(value, int) and not isinstance(value, bool) and covered is None:
        yield path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_number_names_its_source_or_says_invented(path: Path) -> None:
    text = read_yaml(path.read_text("utf-8"), path.name).value
    start = "itself" if "provenance" in text else None
    assert set(unsourced(text, (), start)) - NOT_A_CLAIM == set()
    cited = {v for v in _sources(text) if v in text.get("sources", {})}
    assert cited == set(text.get("sources", {})), "a source that nothing cites"


def _sources(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("source"), str):
            yield value["source"]
        for part in value.values():
            yield from _sources(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _sources(part)


def test_the_walk_finds_a_number_that_nobody_vouches_for() -> None:
    text = {"version": 1, "base": {"points": 5}, "rules": ({"source": "s", "bins": ({"end": 3},)},)}
    assert set(unsourced(text)) == {("version",), ("base", "points")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_reason_says_that_a_score_is_too_low(path: Path) -> None:
    reasons = read_yaml(path.read_text("utf-8"), path.name).value.get("reasons", {})
    for reason in reasons.values():
        words = f"{reason['says']['en'].lower()} {reason['says']['zh']}"
        assert not any(empty in words for empty in ("score", "qualif", "threshold", "分数", "未达"))
