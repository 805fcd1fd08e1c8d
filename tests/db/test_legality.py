"""Legal opinions: a change of law changes what the tests find."""

from __future__ import annotations

import pytest

from services.standing import legality, listings, sanctions
from services.standing.legality import NoSuchRule, QuestionId, Verdict, catalogue
from services.standing.listings import Colour
from tests.db.lawgiving import enact


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", fen=500_00)


def found(world, rule, name="ana"):
    with world.acting(name) as town:
        return legality.opinion(town, rule)


def finds(world, rule, question):
    """What one test finds of a rule; none where it is not asked."""
    test = catalogue().tests[question]
    return next((one.verdict for one in found(world, rule).findings if one.test == test), None)


def test_every_rule_has_an_opinion(world):
    with world.acting("ana") as town:
        rules = [one.sanction.sanction_id for one in legality.opinions(town)]
    file = sanctions.catalogue()
    assert rules == [*file.by_list, *file.by_score]


@pytest.mark.parametrize(
    ("rule", "question", "switch", "value", "before", "after"),
    [
        ("court_flight", QuestionId.SERVED, "listing_served", "on", 2, 0),
        ("court_flight", QuestionId.MINORS, "minors_spared", "on", 2, 0),
        ("court_flight", QuestionId.SPREAD, "joint_sanctions", "on", 0, 2),
        ("court_flight", QuestionId.REASONS, "explanation", "reasons", 1, 0),
        ("court_flight", QuestionId.REASONS, "explanation", "none", 1, 2),
    ],
)
def test_the_law_in_force_decides(world, rule, question, switch, value, before, after):
    assert finds(world, rule, question) == before
    enact(world, switch, value)
    assert finds(world, rule, question) == after


def test_a_childs_door_is_doubtful_while_kin_count_and_minors_are_spared(world):
    enact(world, "minors_spared", "on")
    assert finds(world, "court_school_child", QuestionId.MINORS) == Verdict.DOUBTFUL
    enact(world, "kin", "off")
    assert finds(world, "court_school_child", QuestionId.MINORS) == Verdict.LAWFUL


def test_a_job_lost_by_a_score_of_payments_is_forbidden_thrice(world):
    job = found(world, "score_job")
    assert job.verdict is Verdict.FORBIDDEN
    assert finds(world, "score_job", QuestionId.CONTEXT) == Verdict.FORBIDDEN
    assert finds(world, "score_job", QuestionId.PROPORTION) == Verdict.FORBIDDEN
    elsewhere = next(one.elsewhere for one in job.findings if one.elsewhere)
    assert "money" in elsewhere
    assert "court" not in elsewhere


def test_what_the_law_forbids_to_read_is_no_longer_held_against_the_rule(world):
    before = next(one.elsewhere for one in found(world, "score_loan").findings if one.elsewhere)
    enact(world, "bills", "off")
    after = next(one.elsewhere for one in found(world, "score_loan").findings if one.elsewhere)
    assert set(before) - set(after) == {"home"}


def test_a_court_rates_no_life_and_is_not_asked_about_contexts(world):
    assert finds(world, "court_flight", QuestionId.CONTEXT) is None
    assert finds(world, "score_loan", QuestionId.SERVED) is None


def test_drafts_become_law_and_a_closed_door_is_said_to_be_ones_own(world):
    assert not found(world, "score_loan").is_in_force
    enact(world, "score_sanctions", "on")
    assert found(world, "score_loan").is_in_force
    with world.office() as town:
        listings.enter(town, "court", Colour.BLACK, world.ids["ana"], basis="judgment:1")
        listings.publish_due(town)
    assert found(world, "court_flight").is_mine
    assert not found(world, "court_flight", "bo").is_mine


def test_a_rule_that_is_not_there_is_refused(world):
    with world.acting("ana") as town, pytest.raises(NoSuchRule):
        legality.opinion(town, "nothing")
