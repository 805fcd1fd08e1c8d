"""Words as hashes: the same word the same wherever it stands, another word another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.people.facts import kinds
from services.people.facts.columns import hashed

WORDS = st.lists(st.text(st.characters(exclude_characters="\x1f", codec="utf-8"), max_size=40))


def of(words: list[str]) -> list[int]:
    found: list[int] = hashed("\x1f".join(words).encode(), len(words)).tolist()
    return found


@given(WORDS)
def test_a_word_hashes_as_it_does_alone_and_no_two_meet(words: list[str]) -> None:
    found = of(words)
    assert found == [of([word])[0] for word in words]
    assert len(set(found)) == len(set(words))


def test_no_kinds_and_no_names_meet() -> None:
    words = [*kinds(), *(f"participant-{n}" for n in range(20_000)), "a" * 8, "a" * 16, ""]
    assert len(set(of(words))) == len(set(words))


def test_a_word_with_the_sign_between_words_is_refused() -> None:
    with pytest.raises(ValueError, match="3 words of 2 facts"):
        hashed(b"one\x1ftwo\x1fthree", 2)
