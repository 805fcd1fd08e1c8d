"""The full explanation: every number of a receipt can be followed, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from scoring.digest import fingerprint
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, Fact
from scoring.loader import load_document
from scoring.receipt import as_text, changes, receipt
from tests.unit.scoring.made import AS_OF, documents, facts, laws

SCORES = Path(__file__).parents[3] / "seeds" / "scores"
PAY = load_document(SCORES / "pay_score.yaml")


def test_a_receipt_reads_like_a_bill() -> None:
    told = [Fact("joined", 0, key="a"), Fact("judgment_made", DAY_S, 20000, "j")]
    told += [Fact("paid", 2 * DAY_S, 500, f"p{n}", "bo") for n in range(12)]
    text = as_text(receipt(PAY, evaluate(PAY, told, as_of=10 * DAY_S)))
    assert f"WeChat Pay Score: pay_score, version 1, sha256 {fingerprint(PAY)}" in text
    assert "\nEverybody starts with: 540\n" in text
    assert "\n    Days in the town: 10 ∈ [7, 30) → +10\n" in text
    assert "\n    Payments that arrived: 12 × 6 = +72 → +48\n" in text
    assert "\n    Judgments not paid: 1 ∈ [1, 2) → -120\n" in text
    assert "\n    Ratings received in hundredths of a star: — → +0\n" in text
    assert text.endswith("\nScore: 540 +30 -67 +2 = 505")


def test_a_receipt_in_chinese_and_under_a_law() -> None:
    city = load_document(SCORES / "city.yaml")
    result = evaluate(city, [Fact("spitting", 0, key="s")], as_of=DAY_S, law={"petty": "off"})
    text = as_text(receipt(city, result), "zh")
    assert "起始分: 100" in text
    assert "    随地吐痰: 依法不计" in text
    assert text.endswith("得分: 100 +0 +0 +0 +0 = 100")


def test_what_changed_is_named_the_largest_first() -> None:
    before = evaluate(PAY, [], as_of=DAY_S)
    told = [Fact("rental_late", 0, key="r"), Fact("identity_verified", 0, key="i")]
    moved = changes(PAY, before, evaluate(PAY, told, as_of=DAY_S))
    assert [(c.rule, c.points, c.document_version) for c in moved] == [
        ("name_checked", 40, 1),
        ("returned_late", -12, 1),
    ]
    assert changes(PAY, before, before) == ()


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
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
