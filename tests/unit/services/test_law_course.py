"""What the law said at a moment never changes, whatever is decided later."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.kernel.time import TownTime
from services.law.switchboard import Course, Enactment, Switch, catalogue, standing

SETTING = catalogue()[Switch.EXPLANATION]
PROVISIONS = {"": 0, "a_law/1.one": 1, "b_law/1.two": 2, "b_law/2.two": 3}


@st.composite
def books(draw: st.DrawFn) -> list[Enactment]:
    """Decisions in the order of deciding, none of them for the past."""
    found: list[Enactment] = []
    now = 0
    for _ in range(draw(st.integers(1, 9))):
        now += draw(st.integers(0, 3))
        provision = draw(st.sampled_from(sorted(PROVISIONS)))
        value = draw(st.sampled_from(SETTING.values))
        from_ = TownTime(now + draw(st.integers(0, 5)))
        ends = bool(provision) and draw(st.booleans())
        rank = PROVISIONS[provision]
        set_at, actor = TownTime(now), "facilitator"
        found.append(
            Enactment(Switch.EXPLANATION, value, from_, set_at, actor, provision, rank, ends)
        )
    return found


@settings(max_examples=150)
@given(books())
def test_days_before_a_decision_are_as_if_it_had_not_been_taken(book: list[Enactment]):
    whole = Course(SETTING, standing(book))
    for number, one in enumerate(book):
        before = Course(SETTING, standing(book[:number]))
        for moment in range(one.set_at):
            assert whole.at(moment) == before.at(moment)


@settings(max_examples=150)
@given(books())
def test_when_every_statute_has_ended_what_was_set_by_itself_holds(book: list[Enactment]):
    end = max(one.in_force_from for one in book)
    ended = [
        Enactment(Switch.EXPLANATION, "none", end, TownTime(end), "office", name, rank, ends=True)
        for name, rank in PROVISIONS.items()
        if name
    ]
    alone = Course(SETTING, [one for one in book if not one.provision])
    assert Course(SETTING, [*book, *ended]).at(end) == alone.at(end)


@settings(max_examples=150)
@given(books())
def test_what_comes_next_is_later_and_since_is_not(book: list[Enactment]):
    whole = Course(SETTING, book)
    for moment in range(12):
        since = whole.since(moment)
        assert since is None or since <= moment
        held = whole.at(moment)
        assert all(whole.at(between) == held for between in range(since or 0, moment))
        assert all(one.in_force_from > moment for one in whole.coming(moment))
