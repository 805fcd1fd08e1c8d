"""Names on a public board: never whole, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.standing.lists.board import mask


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Rowan", "R**"),
        ("  Rowan", "R**"),
        ("Li Na", "L**"),
        ("王小明", "王某"),
        ("竹青", "竹某"),
        ("\U00020bb7野", "\U00020bb7某"),
        ("שלום", "ש**"),
        ("e\u0301lan", "é**"),
        ("A", "***"),
        ("王", "***"),
        ("e\u0301", "***"),
        ("A1", "***"),
        ("王某", "***"),
        ("😀 Bo", "***"),
        ("👩\u200d🌾👨", "***"),
        ("\u202eAna", "***"),
        ("7up", "***"),
        ("<b>Bo", "***"),
        ("", "***"),
        ("   ", "***"),
    ],
)
def test_names_are_masked(name: str, masked: str):
    assert mask(name) == masked


@given(st.text(max_size=40))
def test_a_mask_tells_one_letter_at_most_and_never_the_length(name: str):
    masked = mask(name)
    assert 2 <= len(masked) <= 3
    assert masked.rstrip("*").rstrip("某")[1:] == ""
    assert name.strip() == "" or name.strip() not in masked or set(name.strip()) <= {"*", "某"}
