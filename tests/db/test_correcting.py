"""Asking for a correction: four things asked apart, each answered by a document."""

from __future__ import annotations

import json

import pytest

from services.kernel.errors import Outdated
from services.law.clocks import due_after
from services.standing import complaints, listings, ombudsman, proxies
from services.standing.complaints import About, BooksHidden
from services.standing.listings import Colour
from tests.db.complaining import decide
from tests.db.lawgiving import enact, look, remember
from tests.support.world import World


@pytest.fixture
def rights(world: World) -> World:
    """A town under the data-protection law's rights, where Ana has lived a little."""
    remember(world, "ana", "joined")
    enact(world, "data_rights", "on")
    return world


def held(world: World, what: About, name: str = "ana") -> list[complaints.Held]:
    with world.acting(name) as town:
        return list(complaints.correctable(town, what).page.items)


def correct(world: World, what: About, thing: str, name: str = "ana") -> complaints.Opened:
    with world.acting(name) as town:
        return complaints.correct(town, what, thing)


def answer(world: World, number: int, name: str = "ana") -> dict[str, object]:
    with world.acting(name) as town:
        return dict(json.loads(complaints.answer(town, number)))


def test_until_the_law_opens_the_books_only_lists_and_scores_are_asked_about(world: World):
    look(world)
    for what in (About.FACT, About.GUESS):
        with pytest.raises(BooksHidden):
            held(world, what)
        with pytest.raises(BooksHidden):
            correct(world, what, "1")
    [score] = held(world, About.ARITHMETIC)
    assert correct(world, About.ARITHMETIC, score.name).is_new
    enact(world, "data_rights", "on")
    assert held(world, About.FACT)


def test_one_fact_is_struck_and_no_other_and_the_score_follows(rights: World):
    remember(rights, "ana", "rental_late", key="first")
    one_late = look(rights).standing.score
    remember(rights, "ana", "rental_late", key="second")
    assert look(rights).standing.score < one_late
    newest = held(rights, About.FACT)[0]
    opened = correct(rights, About.FACT, newest.name)
    assert opened.complaint.clock is not None
    assert opened.complaint.clock.clock == "gdpr"
    assert opened.complaint.clock.due is not None
    assert opened.complaint.clock.due.town_s == due_after("gdpr", "answer", rights.now())
    assert not correct(rights, About.FACT, newest.name).is_new, "asked twice is asked once"
    assert decide(rights, 1, is_upheld=True).score_after == one_late
    assert rights.fact_kinds("ana").count("rental_late") == 2, "the books keep what was"
    assert newest.name not in {one.name for one in held(rights, About.FACT)}
    told = answer(rights, 1)
    assert (told["outcome"], told["about"]) == ("upheld", "fact")
    assert isinstance(told["named"], dict)
    assert told["named"]["kind"] == "rental_late"


def test_two_requests_about_two_facts_may_end_differently(rights: World):
    enact(rights, "ombudsman", "on")
    remember(rights, "ana", "rental_late", is_true=False, key="untrue")
    remember(rights, "ana", "rental_late", key="true")
    look(rights)
    true, untrue = held(rights, About.FACT)[:2]
    for one in (untrue, true):
        correct(rights, About.FACT, one.name)
    with rights.office() as town:
        for number in (1, 2):
            ombudsman.fall_due(town, str(complaints.complaint_of(town, number).complaint_id))
    outcomes = [answer(rights, number)["outcome"] for number in (1, 2)]
    assert outcomes == ["upheld", "dismissed"]
    left = {one.name for one in held(rights, About.FACT)}
    assert true.name in left
    assert untrue.name not in left


def test_one_guess_falls_and_the_others_stand(rights: World):
    remember(rights, "ana", "nappies_bought", key="nappies")
    for night in range(8):
        remember(rights, "ana", "gaming_hours", amount=12, key=f"game:{night}")
    with rights.office() as town:
        proxies.infer(town)
    both = {one.name for one in held(rights, About.GUESS)}
    assert both >= {"nappies", "games"}
    correct(rights, About.GUESS, "nappies")
    decide(rights, 1, is_upheld=True)
    assert {one.name for one in held(rights, About.GUESS)} == both - {"nappies"}
    with rights.office() as town:
        complaints.check(town, str(complaints.complaint_of(town, 1).complaint_id))
    [order] = [o for o in answer(rights, 1)["orders"] if o["order"] == "correct"]  # type: ignore[attr-defined]
    assert order["is_done"] is True
    assert answer(rights, 1)["named"] == "nappies"


def test_an_entry_keeps_the_courts_path(rights: World):
    with rights.office() as town:
        listings.enter(town, "court", Colour.BLACK, rights.ids["ana"], basis="judgment:9")
        listings.publish_due(town)
    [entry] = held(rights, About.LISTING)
    opened = correct(rights, About.LISTING, entry.name)
    assert (opened.complaint.forum, opened.complaint.is_contest) == ("court", True)
    assert answer(rights, 1)["outcome"] == "open"


def test_what_is_not_ones_own_is_not_corrected(rights: World):
    remember(rights, "bo", "rental_late")
    theirs = held(rights, About.FACT, "bo")[0].name
    for what, name in ((About.FACT, theirs), (About.GUESS, "games"), (About.LISTING, "7")):
        with pytest.raises(Outdated):
            correct(rights, what, name)
    look(rights, "bo")
    correct(rights, About.FACT, theirs, "bo")
    with pytest.raises(complaints.NotYourComplaint):
        answer(rights, 1)
