"""What the machine finds: in a stored score on complaint, and in a file before it goes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import update

from scoring import Issuer, evaluate, evaluate_columns
from services.social import friends, kin
from services.social.kin import Relation
from services.standing import agencies, complaints, scores
from services.standing.scores import exporting
from services.standing.scores.tables import score_exports
from tests.db.complaining import about_file, receipts, say, seal_of, spoil, take_away
from tests.db.lawgiving import enact, look, remember
from tests.support.world import World

AGREES = complaints.Finding(agrees=True)
SECRET = complaints.Finding(agrees=False)


@pytest.fixture
def open_law(world: World) -> World:
    """A town that grants receipts, where Ana has lived a little."""
    return receipts(world)


# --- what the machine finds ----------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"score": 701}, "score"),
        ({"contributions": "[]"}, "contributions"),
        ({"document_hash": "0" * 64}, "document_sha256"),
        ({"document_version": 77}, "document"),
        ({"high_water": 0}, "score"),
        ({"law": "nothing"}, "row"),
        ({"law": "[]"}, "row"),
        ({"contributions": "{"}, "row"),
        ({"agency": "nobody"}, "row"),
    ],
)
def test_a_row_changed_by_hand_is_found(open_law: World, values: dict[str, object], where: str):
    taken = take_away(open_law)
    spoil(open_law, **values)
    finding = about_file(open_law, seal_of(taken)).complaint.finding
    assert finding is not None
    assert (finding.agrees, finding.where) == (False, where)


def test_a_changed_number_is_named_with_both(open_law: World):
    look(open_law)
    right = look(open_law).standing.score
    spoil(open_law, score=right + 7)
    finding = say(open_law).complaint.finding
    assert finding == complaints.Finding(
        agrees=False, where="score", expected=str(right), found=str(right + 7)
    )


def test_what_happens_later_is_not_what_the_score_was_given_on(open_law: World):
    taken = take_away(open_law)
    remember(open_law, "ana", *["judgment_made"] * 3, amount=9)
    with open_law.facilitating() as town:
        agencies.close_source(town, "nobody_in_particular")
    open_law.forward(days=40)
    enact(open_law, "friends", "off")
    assert about_file(open_law, seal_of(taken)).complaint.finding == AGREES


def befriend(world: World, one: str, other: str) -> None:
    with world.office() as town:
        friends.acquaint(town, world.ids[one], world.ids[other])


def test_scores_that_read_friends_and_relatives_are_recomputed_as_they_were(open_law: World):
    befriend(open_law, "ana", "bo")
    with open_law.office() as town:
        kin.tie(town, open_law.ids["ana"], Relation.PARENT, open_law.ids["cy"])
    remember(open_law, "cy", "listed")
    remember(open_law, "bo", "paid", counterpart=open_law.ids["ana"])
    remember(open_law, "ana", "paid", counterpart=open_law.ids["cy"])
    taken = {
        name: take_away(open_law, agency=name) for name in ("sesame_credit", "city_credit_office")
    }
    assert '"kind":"friend_standing"' in taken["sesame_credit"].text
    assert '"kind":"kin_listed"' in taken["city_credit_office"].text
    befriend(open_law, "ana", "cy")  # dated in the same second, known only later
    remember(open_law, "bo", "judgment_made", "rental_late")
    remember(open_law, "cy", "delisted", "listed")
    open_law.forward(days=3)
    for name, file in taken.items():
        assert about_file(open_law, seal_of(file)).complaint.finding == AGREES, name


def test_no_participant_stands_in_a_file(open_law: World):
    befriend(open_law, "ana", "bo")
    remember(open_law, "ana", "paid", counterpart=open_law.ids["cy"])
    taken = take_away(open_law, agency="sesame_credit")
    facts = json.loads(taken.text)["facts"]
    standing = [fact for fact in facts if fact["kind"] == "friend_standing"]
    assert [fact["counterpart"][:7] for fact in standing] == ["person-"]
    assert [name for name in open_law.ids.values() if name in taken.text] == []


def test_a_file_from_before_facts_were_hashed_is_still_compared(open_law: World):
    taken = take_away(open_law)
    with open_law.engine.begin() as conn:
        conn.execute(update(score_exports).values(facts_sha256=None))
    assert about_file(open_law, seal_of(taken)).complaint.finding == AGREES


def test_facts_other_than_those_given_out_are_found(open_law: World):
    taken = take_away(open_law)
    with open_law.engine.begin() as conn:
        conn.execute(update(score_exports).values(facts_sha256="0" * 64))
    finding = about_file(open_law, seal_of(taken)).complaint.finding
    assert finding is not None
    assert finding.where == "facts_sha256"


@pytest.mark.parametrize("explanation", ["none", "vague", "reasons"])
def test_a_finding_gives_no_more_away_than_the_law_in_force(world: World, explanation: str):
    enact(world, "explanation", explanation)
    look(world)
    spoil(world, contributions="[]")
    assert say(world).complaint.finding == SECRET


# --- without any act of the person ---------------------------------------------------


def wrong(document, facts, **more):
    result = evaluate(document, facts, **more)
    return replace(result, score=result.score + 1)


def too_many(document, columns, **more):
    scored = evaluate_columns(document, columns, **more)
    return replace(scored, scores=scored.scores + 1)


BUGS: dict[str, tuple[str, str, Callable[..., Any], str]] = {
    "the plain one": ("services.standing.scores.assessing", "evaluate", wrong, "result.score"),
    "the fast one": (
        "services.standing.scores.checking",
        "evaluate_columns",
        too_many,
        "columns.score",
    ),
    "the file's own": ("scoring.export", "evaluate", wrong, "result.score"),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_wrong_evaluator_would_be_caught_before_the_file_goes_out(
    open_law: World, monkeypatch: pytest.MonkeyPatch, bug: str
):
    module, name, instead, where = BUGS[bug]
    with monkeypatch.context() as patched:
        patched.setattr(import_module(module), name, instead)
        taken = take_away(open_law)
    assert taken.text, "given out all the same"
    assert taken.difference is not None
    assert taken.difference.where == where
    [event] = open_law.emitted(scores.ExportDiffers)
    for _ in range(2):
        with open_law.acting("ana") as town:
            complaints.handle_event(town, event)
    [opened] = open_law.emitted(complaints.ComplaintOpened)
    one = opened.complaint
    assert (one.opener, one.who) == (complaints.Opener.TOWN, open_law.ids["ana"])
    assert one.finding is not None
    assert (one.finding.agrees, one.finding.where) == (False, where)
    assert not about_file(open_law, seal_of(taken)).is_new


def test_a_file_that_does_not_verify_would_be_caught(
    open_law: World, monkeypatch: pytest.MonkeyPatch
):
    """Signed with a key that the town does not know again: every number in it is right."""
    monkeypatch.setattr(exporting, "Issuer", lambda _, at: Issuer(b"another key", at))
    difference = take_away(open_law).difference
    assert difference is not None
    assert difference.where == "signature"


def test_where_all_agree_nobody_complains(open_law: World):
    for agency in ("pay_score", "sesame_credit"):
        assert take_away(open_law, agency=agency).difference is None
    assert open_law.emitted(scores.ExportDiffers) == []
