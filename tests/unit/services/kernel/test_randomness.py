"""Chance is repeatable with its key, uniform without exception, and kept apart by labels."""

from __future__ import annotations

import hmac
from collections import Counter
from typing import Any

import pytest

from services.kernel.town import Randomness, UnitOfWork, derived_secret

SECRET = bytes(range(32))
# Half of all words are above the limit of this bound, so a rule without rejection shows at once.
HALF = 2**63 + 1
KNOWN_TOKEN = "ede7885d01a187d4"
KNOWN_BELOW_A_MILLION = [781716, 959786, 526005, 280266, 233730]
NO_DATABASE: Any = None


def words(secret, label, count):
    """The stream by its definition: HMAC-SHA256 over a counter, keyed by secret and label."""
    key = hmac.digest(secret, label.encode(), "sha256")
    for number in range(1, count + 1):
        yield int.from_bytes(hmac.digest(key, number.to_bytes(8, "big"), "sha256")[:8], "big")


def test_known_answers():
    chance = Randomness(SECRET, "draw")
    assert [chance.below(100) for _ in range(12)] == [
        word % 100 for word in words(SECRET, "draw", 12)
    ]
    assert Randomness(SECRET, "draw").token(8).hex() == KNOWN_TOKEN
    chance = Randomness(SECRET, "draw")
    assert [chance.below(1_000_000) for _ in range(5)] == KNOWN_BELOW_A_MILLION


def test_words_above_the_limit_are_rejected_not_folded():
    stream = list(words(SECRET, "draw", 40))
    kept = [word for word in stream if word < HALF]
    assert 5 < len(kept) < 35
    chance = Randomness(SECRET, "draw")
    assert [chance.below(HALF) for _ in kept] == kept


def test_a_bound_that_divides_all_words_rejects_none():
    chance = Randomness(SECRET, "draw")
    assert [chance.below(2**64) for _ in range(9)] == list(words(SECRET, "draw", 9))


@pytest.mark.parametrize("bound", [2, 3, 7, 100])
def test_every_value_is_as_likely_as_any_other(bound):
    draws = 300 * bound
    chance = Randomness(SECRET, f"chi:{bound}")
    counts = Counter(chance.below(bound) for _ in range(draws))
    assert set(counts) == set(range(bound))
    chi_square = sum((counts[value] - 300) ** 2 / 300 for value in range(bound))
    freedom = bound - 1
    assert chi_square < freedom + 4 * (2 * freedom) ** 0.5 + 4  # far beyond one in a thousand


def test_between_has_both_ends():
    chance = Randomness(SECRET, "ends")
    assert {chance.between(3, 5) for _ in range(60)} == {3, 4, 5}
    assert chance.between(7, 7) == 7


@pytest.mark.parametrize("bound", [0, -1])
def test_there_is_no_number_below_nothing(bound):
    with pytest.raises(ValueError, match="positive"):
        Randomness(SECRET, "draw").below(bound)


def test_the_same_key_and_label_give_the_same_chance_and_no_other():
    def stream(secret, label):
        chance = Randomness(secret, label)
        return [chance.below(2**32) for _ in range(4)]

    assert stream(SECRET, "a") == stream(SECRET, "a")
    assert stream(SECRET, "a") != stream(SECRET, "b")
    assert stream(SECRET, "a") != stream(SECRET[::-1], "a")


def test_a_unit_of_work_has_chance_of_its_own():
    def draw(key, label="", seed=1):
        return UnitOfWork(NO_DATABASE, 0, key, derived_secret(seed)).randomness(label).below(2**64)

    assert draw("777:1") == draw("777:1")
    others = {draw("777:2"), draw("777:1", "envelope"), draw("777:1", seed=2)}
    assert len(others | {draw("777:1")}) == 4


def test_secrets_are_derived_from_all_parts():
    made = {derived_secret(1), derived_secret(2), derived_secret(1, "a"), derived_secret("1", "b")}
    assert len(made) == 4
    assert {len(secret) for secret in made} == {32}
    assert derived_secret(1, "a") == derived_secret("1", "a")
