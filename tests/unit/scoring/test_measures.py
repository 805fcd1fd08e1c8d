"""Every measure at its edges, by both evaluators."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.columns import features
from scoring.document import Rule
from scoring.evaluate import evaluate
from scoring.facts import DAY_S, MAX_AMOUNT, MAX_FACTS, BadFact, BadLaw, Fact, distinct
from scoring.loader import parse_document
from scoring.yamltext import read_yaml
from tests.unit.scoring.test_loader import GOOD

NOW = 100 * DAY_S
TINY = parse_document(read_yaml(GOOD, "tiny.yaml"), {"paid", "late", "settled"})


def rule(**fields: Any) -> Rule:
    base: dict[str, Any] = {
        "id": "paying", "title": {"en": "a", "zh": "b"}, "reads": ["paid"], "reason": "H1",
        "source": "ours", "each": {"points": 1, "limit": 10_000}, "when_none": -1,
    }  # fmt: skip
    return Rule.model_validate({**base, **fields}, strict=False)


def value_of(one: Rule, told: list[Fact]) -> int | None:
    """The measured value; both evaluators must say the same."""
    factor = TINY.factors[0].model_copy(update={"rules": (one,), "cap": None})
    document = TINY.model_copy(update={"factors": (factor,)})
    plain = evaluate(document, told, as_of=NOW).contributions[0].inputs[0].value
    slot = int(features(document, {"one": told}, as_of=NOW).slots[one.id][0])
    assert slot == (0 if plain is None else plain + 1)
    return plain


def paid(*moments: int, amount: int = 0, other: str | None = None) -> list[Fact]:
    return [Fact("paid", at, amount, f"{at}-{n}", other) for n, at in enumerate(moments)]


def test_a_fact_fades_one_second_after_its_day() -> None:
    fading = rule(
        measure="count",
        decay=[{"older_than_days": 7, "percent": 50}, {"older_than_days": 14, "percent": 20}],
    )
    week, fortnight = NOW - 7 * DAY_S, NOW - 14 * DAY_S
    assert value_of(fading, paid(NOW)) == 100
    assert value_of(fading, paid(week)) == 100
    assert value_of(fading, paid(week - 1)) == 50
    assert value_of(fading, paid(fortnight)) == 50
    assert value_of(fading, paid(fortnight - 1)) == 20
    fading_sum = rule(measure="sum", decay=[{"older_than_days": 7, "percent": 50}])
    assert value_of(fading_sum, paid(week, week - 1, amount=3)) == 3 * 100 + 3 * 50


def test_a_window_is_open_at_its_old_end_and_closed_at_its_new_one() -> None:
    windowed = rule(measure="count", window_days=30)
    edge = NOW - 30 * DAY_S
    assert value_of(windowed, paid(edge)) is None
    assert value_of(windowed, paid(edge + 1, NOW)) == 2
    assert value_of(windowed, paid(NOW + 1)) is None


def test_the_last_amount_is_the_latest_and_at_a_tie_that_of_the_greatest_key() -> None:
    last = rule(measure="last")
    told = [Fact("paid", 5, 10, "b"), Fact("paid", 5, 20, "a"), Fact("paid", 4, 30, "z")]
    assert value_of(last, told) == 10


def test_means_and_shares_are_rounded_down() -> None:
    assert value_of(rule(measure="mean"), paid(1, amount=1) + paid(2, 3, amount=2)) == 166
    share = rule(measure="share", against=["late"])
    assert value_of(share, [*paid(1, 2), Fact("late", 3, key="l")]) == 66
    assert value_of(share, [Fact("late", 3, key="l")]) == 0
    assert value_of(share, []) is None


def test_closing_more_than_was_opened_leaves_nothing_open() -> None:
    matter = rule(measure="open", closed_by=["settled"])
    settled = [Fact("settled", n, key=f"s{n}") for n in range(3)]
    assert value_of(matter, paid(1, 2)) == 2
    assert value_of(matter, paid(1, 2) + settled[:1]) == 1
    assert value_of(matter, paid(1, 2) + settled) == 0
    assert value_of(matter, settled) is None


def test_days_change_at_midnight_also_before_the_town_began() -> None:
    days = rule(measure="days")
    assert value_of(days, paid(0, DAY_S - 1)) == 1
    assert value_of(days, paid(DAY_S - 1, DAY_S)) == 2
    assert value_of(days, paid(-1, 0)) == 2


def test_people_are_counted_once_and_nobody_is_nobody() -> None:
    people = rule(measure="counterparts")
    assert value_of(people, paid(1, 2, other="bo")) == 1
    assert value_of(people, paid(1, other="bo") + paid(2, other="cai") + paid(3)) == 2
    assert value_of(people, paid(1)) == 0


def test_full_days_since_the_first_and_the_last() -> None:
    told = paid(NOW - 10 * DAY_S + 1, NOW - 2 * DAY_S)
    assert value_of(rule(measure="days_since_first"), told) == 9
    assert value_of(rule(measure="days_since_last"), told) == 2


def test_the_largest_sums_stay_exact_and_are_held() -> None:
    told = [Fact("paid", n, MAX_AMOUNT, str(n)) for n in range(101)]
    assert value_of(rule(measure="sum"), told[:100]) == 10**11
    assert value_of(rule(measure="sum"), told) == 10**11
    assert value_of(rule(measure="mean"), told) == 100 * MAX_AMOUNT


@pytest.mark.parametrize("amount", [-1, MAX_AMOUNT + 1, 10**30])
def test_an_impossible_amount_is_refused(amount: int) -> None:
    with pytest.raises(BadFact, match="must be between 0 and"):
        Fact("paid", 0, amount, "k")


def test_a_fact_needs_a_key_and_a_time() -> None:
    with pytest.raises(BadFact, match="give it a key"):
        Fact("paid", 0)
    with pytest.raises(BadFact, match="not a second of the town's time"):
        Fact("paid", 10**12, key="k")


def test_one_person_cannot_bring_endless_facts() -> None:
    with pytest.raises(BadFact, match=f"at most {MAX_FACTS}"):
        distinct(Fact("paid", 0, key=str(n)) for n in range(MAX_FACTS + 1))


def test_a_law_that_is_neither_on_nor_off_is_refused() -> None:
    factor = TINY.factors[0].model_copy(update={"switch": "kin"})
    document = TINY.model_copy(update={"factors": (factor,)})
    with pytest.raises(BadLaw, match="must be on or off"):
        evaluate(document, [], as_of=NOW, law={"kin": "perhaps"})
