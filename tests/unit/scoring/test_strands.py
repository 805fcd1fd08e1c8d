"""Facts in columns: what may stand there, and that whoever may not is left out by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.columns import features
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, MAX_AMOUNT, MAX_FACTS, MAX_TIME_S, Fact
from scoring.loader import load_document
from scoring.strands import FactTable, RawFacts, collect, tabulate
from scoring.vector import evaluate_columns

DOCUMENT = load_document(Path(__file__).parents[3] / "seeds" / "scores" / "sesame.yaml")
NOW = 100 * DAY_S
KINDS = ("paid", "joined")
GOOD = [("bo", 0, 99 * DAY_S, 5_000), ("cy", 1, 0, 0), ("bo", 1, 5, 0)]


def table(*rows: tuple[str, int, int, int]) -> FactTable:
    """A table of ana, bo and cy, from who, kind, when and how much."""
    people = ("ana", "bo", "cy")
    cells: Any = np.array([(people.index(who), *row) for who, *row in rows], dtype=np.int64).T
    nobody = np.zeros(len(rows), dtype=np.int64)
    raw = RawFacts(person=cells[0], kind=cells[1], at=cells[2], amount=cells[3], other=nobody)
    return tabulate(people, KINDS, raw)


def scores(of: FactTable) -> dict[str, int]:
    scored = evaluate_columns(DOCUMENT, features(DOCUMENT, of, as_of=NOW))
    return dict(zip(scored.people, scored.scores.tolist(), strict=True))


def plain(who: str) -> int:
    facts = [
        Fact(KINDS[kind], at, amount, str(number))
        for number, (whose, kind, at, amount) in enumerate(GOOD)
        if whose == who
    ]
    return evaluate(DOCUMENT, facts, as_of=NOW).score


@pytest.mark.parametrize(
    ("strange", "why"),
    [
        ((2, 0, 0), "no known kind: 2"),
        ((-1, 0, 0), "no known kind: -1"),
        ((0, 0, -1), f"paid: -1 must be between 0 and {MAX_AMOUNT}"),
        ((0, 0, MAX_AMOUNT + 1), f"must be between 0 and {MAX_AMOUNT}"),
        ((0, 10**15, 0), f"must be between -{MAX_TIME_S} and {MAX_TIME_S}"),
    ],
)
def test_whoever_has_an_impossible_fact_is_refused_by_name_and_the_others_scored(
    strange: tuple[int, int, int], why: str
) -> None:
    made = table(("ana", *strange), *GOOD)
    [refusal] = made.refused
    assert refusal.person == "ana"
    assert why in refusal.why
    assert scores(made) == {"bo": plain("bo"), "cy": plain("cy")}


def test_amounts_and_times_at_the_limits_are_scored() -> None:
    made = table(("ana", 0, -MAX_TIME_S, MAX_AMOUNT), ("ana", 0, NOW, MAX_AMOUNT), *GOOD)
    assert made.refused == ()
    assert scores(made)["bo"] == plain("bo")


def test_a_million_facts_of_one_person_harm_nobody_else() -> None:
    count = 1_000_000
    person = np.r_[np.zeros(count, np.int64), [1, 2, 1]]
    kind, at, amount = (
        np.r_[np.zeros(count, np.int64), [row[n] for row in GOOD]] for n in (1, 2, 3)
    )
    raw = RawFacts(person=person, kind=kind, at=at, amount=amount, other=np.zeros_like(at))
    made = tabulate(("ana", "bo", "cy"), KINDS, raw)
    assert [(one.person, one.why) for one in made.refused] == [
        ("ana", f"{count} facts: at most {MAX_FACTS} can be scored")
    ]
    assert scores(made) == {"bo": plain("bo"), "cy": plain("cy")}


def test_one_fact_too_many_that_comes_later_is_one_too_many() -> None:
    full = {
        "ana": [Fact("paid", 0, key=str(n)) for n in range(MAX_FACTS)],
        "bo": [Fact("joined", 5, key="x")],
    }
    made = collect(full)
    assert made.refused == ()
    more = made.with_facts({"ana": [Fact("friend_standing", 9, key="last")]})
    assert [one.person for one in more.refused] == ["ana"]
    assert more.people == ("bo",)


def test_facts_out_of_order_are_put_in_order() -> None:
    assert scores(table(*reversed(GOOD))) == scores(table(*GOOD))
