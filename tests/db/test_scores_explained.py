"""Four ways to explain a score, chosen by the law; and what stands beside it."""

from __future__ import annotations

import pytest

from scoring import fingerprint
from services.kernel.errors import NotAllowed, RuleError
from services.people.facts import Fact, record
from services.social import friends
from services.standing import agencies, scores
from services.standing.scores import Explanation
from tests.db.lawgiving import enact, look, remember
from tests.support.world import Builder, World


@pytest.mark.parametrize("explanation", list(Explanation))
def test_each_law_grants_its_own_explanation(world: World, explanation: Explanation):
    remember(world, "ana", "joined", "paid", "judgment_made")
    enact(world, "explanation", explanation)
    page = look(world)
    assert page.explanation is explanation
    assert (page.sentence is not None) == (explanation is Explanation.VAGUE)
    assert (page.told is None) == explanation.is_secret
    if page.told is not None:
        assert (page.told.receipt is None) == (explanation is Explanation.REASONS)


def test_the_number_is_the_same_whatever_is_told_of_it(world: World):
    remember(world, "ana", "joined", "paid")
    numbers = set()
    for explanation in Explanation:
        enact(world, "explanation", explanation)
        numbers.add(look(world).standing.score)
    assert len(numbers) == 1


def test_reasons_are_four_at_most_and_the_costliest_first(world: World):
    remember(world, "ana", "joined", "judgment_made", "judgment_made")
    enact(world, "explanation", "reasons")
    told = look(world).told
    assert told is not None
    assert told.reasons[0].en == "A judgment against you is not paid."
    assert 1 <= len(told.reasons) <= 4
    assert not any("qualifying" in reason.en or "too low" in reason.en for reason in told.reasons)


def test_a_receipt_adds_up_and_names_its_facts(world: World):
    remember(world, "ana", "joined", "paid", "paid", "judgment_made")
    enact(world, "explanation", "receipt")
    page = look(world)
    assert page.told is not None
    receipt = page.told.receipt
    assert receipt is not None
    parts = [line.points for line in receipt.lines if line.kind in ("base", "factor")]
    assert sum(parts) == page.standing.score
    assert [(fact.kind, fact.count) for fact in receipt.facts] == [
        ("joined", 1),
        ("judgment_made", 1),
        ("paid", 2),
    ]
    assert receipt.sha256 == fingerprint(agencies.library().newest(scores.PAY_SCORE))


def test_an_outlawed_factor_gives_exactly_nothing(world: World):
    # Bought games all day: a proxy counts at Sesame until the law forbids it.
    remember(world, "ana", "gaming_hours", "joined", amount=10)
    enact(world, "explanation", "receipt")
    enact(world, "proxies", "off")
    told = look(world, agency="sesame_credit").told
    assert told is not None
    assert told.receipt is not None
    outlawed = [line for line in told.receipt.lines if line.outlawed]
    assert outlawed
    assert {line.points for line in outlawed} == {0}


def test_friends_count_until_the_law_forbids_it(town_of: Builder):
    world = town_of("ana", "bo")
    for name in ("ana", "bo"):
        remember(world, name, "joined", "identity_verified")
    remember(world, "bo", *["order_settled"] * 15, *["address_kept"] * 3)
    with world.office() as town:
        friends.acquaint(town, world.ids["ana"], world.ids["bo"])
    befriended = look(world, agency="sesame_credit").standing.score
    enact(world, "friends", "off")
    alone = look(world, agency="sesame_credit").standing.score
    assert befriended != alone


def test_rows_of_one_moment_under_two_laws_are_two(world: World):
    remember(world, "ana", "joined", "gaming_hours", amount=10)
    enact(world, "proxies", "on")
    before = look(world, agency="sesame_credit").standing.score
    enact(world, "proxies", "off")
    after = look(world, agency="sesame_credit").standing.score
    with world.acting("ana") as town:
        [course] = scores.courses(town)
    assert course.points[-1][1] == after
    assert before <= after


def test_a_band_for_every_scale_comes_with_the_standard(world: World):
    remember(world, "ana", "joined")
    look(world, agency="sesame_credit")
    [other] = look(world).others
    assert (other.score, other.band) == (None, None), "nothing to compare"
    enact(world, "standard_bands", "on")
    page = look(world)
    assert page.band is not None
    assert page.band.en == "Middle"
    assert page.has_common_bands
    [other] = page.others
    assert other.score is not None
    assert (other.agency_id, other.low, other.high) == ("sesame_credit", 350, 950)
    assert other.band is not None


def test_without_a_standard_a_band_is_the_agencys_own(world: World):
    enact(world, "explanation", "receipt")
    remember(world, "ana", "joined")
    page = look(world, agency="sesame_credit")
    assert page.band is not None
    assert (page.band.en, page.has_common_bands) == ("Poor", False)


@pytest.mark.parametrize("one", agencies.catalogue().values(), ids=lambda one: one.agency_id)
def test_every_score_carries_the_evidence_of_who_gives_it(world: World, one: agencies.Agency):
    with world.acting("ana") as town:
        if not agencies.member(town, town.actor.pid, one.agency_id):
            agencies.join(town, one.agency_id)
    assert look(world, agency=one.agency_id).provenance == one.provenance


def test_a_place_is_told_among_enough_people_only(town_of: Builder):
    names = ("ana", "bo", "cy", "dee", "eve")
    world = town_of(*names)
    enact(world, "standard_bands", "on")
    remember(world, "eve", "judgment_made")
    for name in names[1:]:
        look(world, name)
    remember(world, "ana", "paid", "envelope_sent")
    assert look(world, "bo").lower_percent is None, "four are too few"
    assert look(world).lower_percent == 80
    enact(world, "standard_bands", "off")
    assert look(world).lower_percent is None


def test_nobody_is_ranked_until_the_law_wants_it(world: World):
    remember(world, "bo", "paid", "envelope_sent")
    with pytest.raises(scores.LeaderboardOff), world.acting("ana") as town:
        scores.leaderboard(town)
    enact(world, "leaderboard", "on")
    with world.acting("ana") as town:
        ranked = scores.leaderboard(town)
    assert [one.neighbour.name for one in ranked] == ["Bo", "Ana", "Cy"]
    assert look(world).has_leaderboard


def test_ranks_are_hung_up_by_whoever_runs_the_town_while_the_law_wants_them(world: World):
    with pytest.raises(scores.LeaderboardOff), world.facilitating() as town:
        scores.show_ranks(town, to_all=True)
    enact(world, "leaderboard", "on")
    with world.acting("ana") as town:
        assert not scores.ranks(town).may_show
        with pytest.raises(NotAllowed):
            scores.show_ranks(town, to_all=True)
    with world.facilitating() as town:
        assert len(scores.ranks(town).ranked) == 3
        assert (scores.ranks(town).may_show, scores.ranks(town).has_group) == (True, False)
        scores.show_ranks(town, to_all=True)
    assert world.emitted(scores.RanksShown) == [scores.RanksShown(to_all=True)]
    with world.office() as town:
        assert len(scores.ranks_now(town) or ()) == 3
    enact(world, "leaderboard", "off")
    with world.office() as town:
        assert scores.ranks_now(town) is None


def test_who_is_not_rated_has_no_score_there(world: World):
    with world.acting("ana") as town:
        agencies.leave(town, "sesame_credit")
    with pytest.raises(scores.NotRatedThere):
        look(world, agency="sesame_credit")
    with pytest.raises(RuleError) as refused:
        look(world, agency="nobody at all")
    assert refused.value.code == "no_such_agency"


def test_a_closed_office_is_heard_no_more(world: World):
    with world.acting("ana") as town:
        record(town, Fact(world.ids["ana"], "tax_late", source="office_tax"))
    late = look(world).standing.score
    with world.facilitating() as town:
        agencies.close_source(town, "office_tax")
    assert look(world).standing.score > late
