"""What a complaint is about, several of them beside each other, and what upholding one changes."""

from __future__ import annotations

import pytest

from services.standing import complaints, listings, proxies
from services.standing.listings import Colour
from tests.db.complaining import decide, receipts, say
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
        ("arithmetic", "the sum"),
    ]


def test_only_ones_own_open_complaint_is_said_to_be_about_something(open_law: World):
    look(open_law)
    say(open_law)
    with pytest.raises(complaints.NoSuchComplaint), open_law.acting("bo") as town:
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


def test_upheld_about_a_guess_what_was_guessed_is_dropped(open_law: World):
    remember(open_law, "ana", "nappies_bought")
    with open_law.office() as town:
        assert proxies.infer(town).made == 1
    look(open_law)
    concerns(open_law, say(open_law).complaint.number, complaints.About.GUESS)
    decide(open_law, 1, is_upheld=True)
    with open_law.acting("ana") as town:
        assert proxies.my_guesses(town) == ()
