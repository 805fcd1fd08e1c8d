"""The full explanation: every number of a receipt can be followed, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from scoring.evaluate import evaluate
from scoring.facts import DAY_S, Fact
from scoring.loader import load_document
from scoring.receipt import Line, receipt
from tests.unit.scoring.made import AS_OF, documents, facts, laws

SCORES = Path(__file__).parents[3] / "seeds" / "scores"
PAY = load_document(SCORES / "pay_score.yaml")


def bill(lines: tuple[Line, ...], language: str = "en") -> list[str]:
    titles = [line.kind if line.title is None else line.title.in_(language) for line in lines]
    return [f"{title}: {line.arithmetic}" for title, line in zip(titles, lines, strict=True)]


def test_a_receipt_reads_like_a_bill() -> None:
    told = [Fact("joined", 0, key="a"), Fact("judgment_made", DAY_S, 20000, "j")]
    told += [Fact("paid", 2 * DAY_S, 500, f"p{n}", "bo") for n in range(12)]
    lines = bill(receipt(PAY, evaluate(PAY, told, as_of=10 * DAY_S)))
    assert lines[0] == "base: 540"
    assert "Days in the town: 10 (7 … 29) → +10" in lines
    assert "Payments that arrived: 12 × 6 = +72 → +48" in lines
    assert "Judgments not paid: 1 → -120" in lines
    assert "Ratings received: — → +0" in lines
    assert lines[-1] == "score: 540 +30 -67 +2 = 505"
    told += [Fact("rated", 3 * DAY_S, stars, f"r{stars}") for stars in (4, 5)]
    starred = receipt(PAY, evaluate(PAY, told, as_of=10 * DAY_S))
    assert "Ratings received: 4.5 ≥ 4 → +16" in bill(starred), "in stars, and not in hundredths"
    assert "收到的评分: 4.5 ≥ 4 → +16" in bill(starred, "zh")


def test_a_receipt_in_chinese_and_under_a_law() -> None:
    city = load_document(SCORES / "city.yaml")
    result = evaluate(city, [Fact("spitting", 0, key="s")], as_of=DAY_S, law={"petty": "off"})
    lines = receipt(city, result)
    assert bill(lines, "zh")[0] == "base: 100"
    assert [line.title.zh for line in lines if line.title and line.outlawed].count("随地吐痰") == 1
    assert bill(lines, "zh")[-1] == "score: 100 +0 +0 +0 +0 = 100"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), facts(), laws)
def test_the_lines_add_up(document, told, law) -> None:
    result = evaluate(document, told, as_of=AS_OF, law=law)
    lines = receipt(document, result)
    counted = [line.points for line in lines if line.kind in ("base", "factor")]
    assert sum(counted) == lines[-1].points == result.score
    numbers = [int(n) for n in re.findall(r"[+-]?\d+", lines[-1].arithmetic)]
    assert sum(numbers[:-1]) == numbers[-1] == result.score
    for line in lines:
        if line.kind == "rule" and not line.outlawed:
            assert int(re.findall(r"[+-]\d+", line.arithmetic)[-1]) == line.points
