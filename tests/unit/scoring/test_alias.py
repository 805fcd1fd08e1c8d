"""A file names nobody, and gives the same integer all the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.evaluate import evaluate
from scoring.export import Verified, aliased, export, export_text, verify
from scoring.facts import DAY_S, Fact, distinct
from tests.unit.scoring.made import AS_OF, documents, facts, laws

SECRET = b"one file's own"
IDS = ("mzxw6ytboi2dgnbv", "nbswy3dpeb3w64tm", "aaaaaaaaaaaaaaaa", "777777777777777z")


@st.composite
def told_of_people(draw: st.DrawFn) -> list[Fact]:
    """Facts whose counterparts, keys, purposes and sources hold ids of people, often several."""
    known = draw(facts())
    who = st.sampled_from((*IDS, "", "town_hall"))
    return [
        replace(
            fact,
            key=f"{draw(who)}:{fact.key}:{draw(who)}",
            counterpart=draw(who) or None,
            purpose=draw(who),
            source=draw(who),
        )
        for fact in known
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), told_of_people(), laws)
def test_the_same_integer_and_contributions_and_no_id_anywhere(document, told, law) -> None:
    hidden = aliased(told, IDS, SECRET)
    before = evaluate(document, told, as_of=AS_OF, law=law)
    assert evaluate(document, hidden, as_of=AS_OF, law=law) == before
    text = export_text(export(document, hidden, as_of=AS_OF, law=law))
    assert verify(text) == Verified("made", 1, before.score)
    assert [name for name in IDS if name in text] == []
    assert aliased(told[::-1], IDS, SECRET) == hidden, "however the facts were delivered"


def test_an_alias_is_one_persons_in_one_file() -> None:
    told = [Fact("paid", n, key=f"{who}:{n}", counterpart=who) for n, who in enumerate(IDS * 2)]
    first, again = aliased(told, IDS, SECRET), aliased(told, IDS, b"another file's")
    assert [fact.counterpart for fact in first[:4]] == [fact.counterpart for fact in first[4:]]
    assert len({fact.counterpart for fact in first}) == len(IDS)
    assert not {f.counterpart for f in first} & {f.counterpart for f in again}


def test_an_id_that_begins_another_is_not_mistaken_for_it() -> None:
    told = [Fact("paid", 0, key=f"k{n}", counterpart=who) for n, who in enumerate(("p1", "p12"))]
    one, other = aliased(told, ("p1", "p12"), SECRET)
    assert other.counterpart != f"{one.counterpart}2"
    assert len(str(one.counterpart)) == len(str(other.counterpart))


def test_without_its_place_a_key_that_was_later_would_be_caught_earlier() -> None:
    """Aliases alone do not keep the order of keys: at one second the other amount would count."""
    told = [Fact("rated", DAY_S, n, f"rated:{who}") for n, who in enumerate(sorted(IDS))]
    hidden = distinct(aliased(told, IDS, SECRET))
    assert [fact.amount for fact in hidden] == [fact.amount for fact in distinct(told)]
    bare = distinct(replace(fact, key=fact.key.partition(":")[2]) for fact in hidden)
    assert [fact.amount for fact in bare] != [fact.amount for fact in hidden]
