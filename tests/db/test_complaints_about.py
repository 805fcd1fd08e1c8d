"""What a complaint is about, several of them beside each other, and what upholding one changes."""

from __future__ import annotations

import pytest

from services.kernel.errors import Outdated
from services.people.facts import strike
from services.standing import complaints, listings, proxies, scores
from services.standing.listings import Colour
from tests.db.complaining import about_file, decide, receipts, say, seal_of, take_away
from tests.db.lawgiving import look, remember
from tests.support.world import World


@pytest.fixture
def open_law(world: World) -> World:
    return receipts(world)


def concerns(world: World, number: int, what: complaints.About, name: str = "ana") -> None:
    with world.acting(name) as town:
        assert complaints.concerns(town, number, what).about is what


def test_complaints_about_different_things_stand_beside_each_other(open_law: World):
    look(open_law)
    opened = [say(open_law, words) for words in ("the sum", "the list", "the list")]
    assert [(one.complaint.number, one.is_new) for one in opened] == [
        (1, True),
        (2, True),
        (2, False),
    ]
    concerns(open_law, 2, complaints.About.LISTING)
    with open_law.acting("ana") as town:
        mine = complaints.my_complaints(town)
    assert [(one.about, one.words) for one in mine] == [
        ("listing", "the list"),
        ("unsaid", "the sum"),
    ]


def test_a_listed_person_without_a_score_complains_and_is_asked_what_about(open_law: World):
    with open_law.office() as town:
        listings.enter(town, "court", Colour.BLACK, open_law.ids["ana"], basis="judgment:9")
        listings.publish_due(town)
        [entry] = listings.unended(town, Colour.BLACK)
    opened = say(open_law, "The court never told me")
    assert (opened.complaint.about, opened.matters[0]) == ("unsaid", complaints.About.UNTOLD)
    assert say(open_law, "Why is my score 480?").matters[0] is complaints.About.ARITHMETIC
    assert say(open_law, "为什么").matters[0] is complaints.About.LISTING, "what the books have"
    concerns(open_law, 1, complaints.About.UNTOLD)
    concerns(open_law, 2, complaints.About.LISTING)
    with open_law.acting("ana") as town:
        assert {one.listing_id for one in complaints.my_complaints(town)[1:]} == {entry.listing_id}
    with pytest.raises(Outdated), open_law.acting("ana") as town:
        complaints.concerns(town, 3, complaints.About.UNSAID)


def test_only_ones_own_open_complaint_is_said_to_be_about_something(open_law: World):
    look(open_law)
    say(open_law)
    with pytest.raises(complaints.NotYourComplaint), open_law.acting("bo") as town:
        complaints.concerns(town, 1, complaints.About.GUESS)
    decide(open_law, 1, is_upheld=False)
    with pytest.raises(complaints.ComplaintDecided), open_law.acting("ana") as town:
        complaints.concerns(town, 1, complaints.About.GUESS)


def test_upheld_about_a_list_its_entry_falls_and_the_score_with_what_it_became(open_law: World):
    with open_law.office() as town:
        listings.enter(town, "court", Colour.BLACK, open_law.ids["ana"], basis="judgment:9")
        listings.publish_due(town)
    look(open_law)
    concerns(open_law, say(open_law).complaint.number, complaints.About.LISTING)
    ended = decide(open_law, 1, is_upheld=True)
    with open_law.office() as town:
        assert [one.participant_id for one in listings.strike_lifted(town)] == [ended.who]
    assert ended.score_after == look(open_law).standing.score


def test_upheld_about_a_fact_what_was_said_untruly_counts_no_more(open_law: World):
    without = look(open_law).standing.score
    remember(open_law, "ana", "rental_late", is_true=False, key="untrue")
    assert look(open_law).standing.score < without
    concerns(open_law, say(open_law).complaint.number, complaints.About.FACT)
    assert decide(open_law, 1, is_upheld=True).score_after == without
    assert look(open_law).standing.score == without
    assert "rental_late" in open_law.fact_kinds("ana")


def test_upheld_about_a_fact_that_is_true_what_cost_most_counts_no_more(open_law: World):
    before = look(open_law).standing.score
    concerns(open_law, say(open_law).complaint.number, complaints.About.FACT)
    assert (decide(open_law, 1, is_upheld=True).score_after or 0) > before


def test_a_score_given_before_still_follows_from_the_facts_of_its_day(open_law: World):
    seal = seal_of(take_away(open_law))
    complained = about_file(open_law, seal, "a fact").complaint
    concerns(open_law, complained.number, complaints.About.FACT)
    decide(open_law, complained.number, is_upheld=True)
    with open_law.office() as town:
        assert scores.recheck(town, complained.score_id) is None


def test_upheld_about_a_guess_it_is_never_made_again(open_law: World):
    remember(open_law, "ana", "nappies_bought")
    with open_law.office() as town:
        proxies.infer(town)
    look(open_law)
    concerns(open_law, say(open_law).complaint.number, complaints.About.GUESS)
    decide(open_law, 1, is_upheld=True)
    with open_law.office() as town:
        assert proxies.infer(town).made == 0


def test_what_was_struck_is_no_evidence(open_law: World):
    remember(open_law, "ana", "nappies_bought", key="nappies")
    with open_law.office() as town:
        strike(town, open_law.ids["ana"], {"nappies"}, "town_hall")
        strike(town, open_law.ids["ana"], {"nappies"}, "town_hall")
        assert proxies.infer(town).made == 0


def test_upheld_about_a_guess_what_was_guessed_is_dropped(open_law: World):
    remember(open_law, "ana", "nappies_bought")
    with open_law.office() as town:
        assert proxies.infer(town).made == 1
    look(open_law)
    concerns(open_law, say(open_law).complaint.number, complaints.About.GUESS)
    decide(open_law, 1, is_upheld=True)
    with open_law.acting("ana") as town:
        assert proxies.my_guesses(town) == ()
