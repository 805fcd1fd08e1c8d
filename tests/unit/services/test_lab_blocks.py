"""Streets are lived and judged some at a time: however many, the town is the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.standing.scores import highest
from services.workshops.lab import STREET, judge, judging, law_with, live

SEED = 11


@pytest.mark.parametrize("at_once", [1, STREET, 3 * STREET + 1, 10_000])
def test_blocks_of_any_size_give_the_same_facts_scores_lists_and_doors(at_once: int) -> None:
    whole, parted = live(300, 90, SEED), live(300, 90, SEED, at_once=at_once)
    size = max(STREET, at_once // STREET * STREET)
    assert [one.people for one in parted.blocks[:-1]] == [size] * ((whole.people - 1) // size)
    assert parted.facts == whole.facts
    assert (parted.minors == whole.minors).all()
    for kind, strand in whole.strands.items():
        for column in ("person", "at", "amount", "other", "order"):
            one, other = (getattr(of, column) for of in (strand, parted.strands[kind]))
            assert (one.dtype, one.tobytes()) == (other.dtype, other.tobytes()), kind
    for pairs in ("friends", "parents"):
        ours, theirs = (np.stack(getattr(one, pairs)) for one in (whole, parted))
        assert ours.tobytes() == theirs.tobytes()
    law = law_with(["score_sanctions=on", "consent_to_share=on"])
    said, again = judge(whole, law, scorings=3), judge(parted, law, scorings=3)
    assert said.praised.any()
    assert said.by_companies.any()
    for by in ("scores", "rated", "doors"):
        assert {name: column.tobytes() for name, column in getattr(said, by).items()} == {
            name: column.tobytes() for name, column in getattr(again, by).items()
        }
    for by in ("listed", "by_companies", "praised"):
        assert getattr(said, by).tobytes() == getattr(again, by).tobytes()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=60), st.integers(1, 5))
def test_lists_drawn_from_the_outermost_alone_name_the_same(points: list[int], most: int) -> None:
    scores_, among = np.array(points, dtype=np.int32), np.ones(len(points), dtype=np.bool_)
    everybody = dict(enumerate(points))
    few = judging._outermost(scores_, among, most)
    assert few.items() <= everybody.items()
    for least in (0, 6):
        assert highest(few, most, at_least=least) == highest(everybody, most, at_least=least)
    by_lowest = [sorted(some, key=lambda who: everybody[who])[:most] for some in (few, everybody)]
    assert by_lowest[0] == by_lowest[1]
