"""The shipped documents, case by case, as a jurist would check them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scoring.columns import features
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, Fact
from scoring.loader import load_library
from scoring.vector import evaluate_columns
from scoring.yamltext import read_yaml

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "cases"
NOON_S = DAY_S // 2
LIBRARY = load_library(ROOT / "seeds" / "scores")
LATEST = {d.id: d for d in sorted(LIBRARY.documents.values(), key=lambda d: d.version)}


def read_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        text = read_yaml(path.read_text("utf-8"), path.name).value
        for case in text["cases"]:
            name = f"{path.stem}: {case['name']}"
            found.append(pytest.param({**text, **case}, id=name))
    return found


def told(case: dict[str, Any]) -> list[Fact]:
    facts = []
    for line, entry in enumerate(case["facts"]):
        others = entry.get("with", (None,))
        for time in range(entry.get("times", 1)):
            facts.append(
                Fact(
                    kind=entry["fact"],
                    at=entry.get("day", 99) * DAY_S + NOON_S,
                    amount=entry.get("amount", 0),
                    key=f"{line}-{time}",
                    counterpart=others[time % len(others)],
                )
            )
    return facts


def add_up(sum_: str | int) -> int:
    """`540 + 3 * 6 - 2`, as written in a case."""
    total = 0
    for sign, term in re.findall(r"([+-]?)\s*(\d+(?:\s*\*\s*\d+)*)", str(sum_)):
        product = 1
        for number in term.split("*"):
            product *= int(number)
        total += -product if sign == "-" else product
    return total


@pytest.mark.parametrize("case", read_cases())
def test_a_case_comes_out_as_the_clerk_wrote_it(case: dict[str, Any]) -> None:
    named = case["document"]
    version = case.get("version", LATEST[named].version)
    document, facts = LIBRARY.documents[named, version], told(case)
    as_of = case.get("day", 100) * DAY_S + NOON_S
    law = case.get("law", {})
    result = evaluate(document, facts, as_of=as_of, law=law)
    given = {i.rule: i.points for c in result.contributions for i in c.inputs if i.points}
    assert given == case.get("points", {})
    assert result.score == add_up(case["expect"])
    assert tuple(reason.code for reason in result.reasons) == case["reasons"]
    columns = features(document, {"one": facts}, as_of=as_of)
    assert int(evaluate_columns(document, columns, law=law).scores[0]) == result.score


def test_every_rule_of_every_shipped_document_has_a_case() -> None:
    shown = {
        (case.values[0]["document"], rule)
        for case in read_cases()
        for rule in case.values[0].get("points", {})
    }
    shipped = {(name, rule.id) for name, document in LATEST.items() for rule in document.rules}
    assert shipped - shown == set()
