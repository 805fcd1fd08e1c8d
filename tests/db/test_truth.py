"""Whether those who were listed did it: by the basis of each listing, and counted for the town."""

from __future__ import annotations

import pytest

from services.kernel.errors import NotAllowed
from services.living import errands
from services.people.facts import Fact, record
from services.social import kin
from services.standing import (
    accusations,
    agencies,
    complaints,
    courts,
    listings,
    lists,
    scores,
)
from services.standing.accusations import Accused, Side
from services.standing.listings import Colour
from services.workshops import scenarios
from services.workshops.truth import AgencyTruth, TruthTable, percent, truth
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

COMPANY = "sinoway_credit"


@pytest.fixture
def world(town_of: Builder) -> World:
    timers = {accusations.ACCUSATION_DUE: accusations.fall_due}
    return town_of("ana", "bo", residents=("rui", "sam", "tia", "wen"), timers=timers)


def looked(world: World) -> TruthTable:
    with world.facilitating() as town:
        return truth(town)


def the_only(world: World) -> AgencyTruth:
    [one] = looked(world).agencies
    return one


def put_down(world: World, name: str, basis: str, agency: str = courts.AGENCY) -> None:
    with world.office() as town:
        listings.enter(town, agency, Colour.BLACK, world.ids[name], basis=basis)
        listings.strike_lifted(town)
        listings.publish_due(town)


def publish(world: World) -> None:
    with world.office() as town:
        listings.strike_lifted(town)
        listings.publish_due(town)


def test_a_town_in_which_nobody_was_listed_has_nothing_to_tell(world: World):
    assert looked(world).agencies == ()


def test_of_two_listed_one_did_it_and_one_was_accused_falsely(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "judgment")
    with world.facilitating() as town:
        scenarios.run(town, "pengci Ana")
    accuser = world.emitted(Accused)[-1].accusation.accuser_name
    world.forward(days=2)
    publish(world)
    with world.office() as town:
        [debtor] = {judgment.debtor_name for judgment in courts.open_judgments(town)}
    one = the_only(world)
    assert (one.listed, one.wrong, one.unknown) == (2, 1, 0)
    assert one.false_discovery_percent == 50
    assert (one.innocent_listed, one.innocent) == (1, 6 - len({debtor, accuser}))
    assert [(rule.ground, rule.listed, rule.wrong) for rule in one.rules] == [
        ("fact", 1, 1),
        ("judgment", 1, 0),
    ]


def test_whoever_truly_staged_a_fall_is_guilty_though_nobody_lists_them(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "pengci Ana")
    put_down(world, "bo", "discretion:1")
    one = the_only(world)
    assert one.innocent == 5, "all six but the one who lay down"
    assert (one.wrong, one.innocent_listed) == (1, 1)


def test_days_until_it_is_contested_and_until_it_ends(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "pengci Ana")
    one = world.emitted(Accused)[-1].accusation
    world.forward(days=2)
    publish(world)
    assert the_only(world).discovery.count == 0
    world.forward(days=3)
    with world.acting("ana") as town:
        accusations.counter(town)
    world.forward(days=1)
    with world.facilitating() as town:
        accusations.decide(town, one.accusation_id, Side.ACCUSED)
    publish(world)
    told = the_only(world)
    assert (told.discovery.count, told.discovery.hundredths) == (1, 3_00)
    assert (told.cure.count, told.cure.hundredths) == (1, 1_00)
    assert (told.listed, told.wrong) == (2, 1), "the accuser came after, and rightly"


def test_a_complaint_about_a_list_entry_is_a_sign_that_they_know(world: World):
    put_down(world, "ana", "kin:1")
    world.forward(days=2)
    with world.acting("ana") as town:
        scores.my_page(town, scores.PAY_SCORE)
        number = complaints.in_words(town, "I am on a list.").complaint.number
        complaints.concerns(town, number, complaints.About.LISTING)
    told = the_only(world)
    assert (told.discovery.count, told.discovery.hundredths) == (1, 2_00)
    with world.facilitating() as town:
        complaints.decide(town, number, is_upheld=True)
    publish(world)
    assert the_only(world).cure.count == 1


def test_whoever_is_kept_out_knows_of_it_from_then_on(world: World):
    put_down(world, "ana", "kin:1")
    world.forward(days=3)
    with world.acting("ana") as town:
        errand = errands.start(town, "tender")
        assert isinstance(errand, errands.Errand)
    with world.acting("ana") as town:
        errands.choose(town, errand.errand_id, 0, "bridge")
    told = the_only(world)
    assert (told.discovery.count, told.discovery.hundredths) == (1, 3_00)
    assert told.cure.count == 0


def test_whoever_was_handed_the_decision_knew_of_it_at_once(world: World):
    enact(world, "listing_served", "on")
    put_down(world, "ana", "kin:1")
    assert the_only(world).discovery.hundredths == 0


@pytest.mark.parametrize(("is_true", "wrong"), [(True, 0), (False, 1)])
def test_a_score_is_wrong_where_what_was_said_untruly_made_it(
    world: World, is_true: bool, wrong: int
):
    with world.acting("ana") as town:
        agencies.join(town, COMPANY)
    late = (
        Fact(world.ids["ana"], "wages_unpaid", 500_00, source="labour_inspection", is_true=is_true)
        for _ in range(3)
    )
    with world.office() as town:
        record(town, *late)
        scores.evaluate_and_store(town, world.ids["ana"], COMPANY)
    with world.facilitating() as town:
        lists.publish_now(town)
    one = the_only(world)
    assert [(rule.title and rule.title.en, rule.version) for rule in one.rules] == [
        ("Sinoway card", 1)
    ]
    assert (one.listed, one.wrong) == (1, wrong)


def test_relatives_who_did_nothing_are_counted_for_each_true_offender(world: World):
    with world.office() as town:
        kin.tie(town, world.ids["rui"], kin.Relation.PARENT, world.ids["wen"])
        kin.tie(town, world.ids["sam"], kin.Relation.PARENT, world.ids["tia"])
    put_down(world, "rui", "judgment:901")
    put_down(world, "sam", "judgment:902")
    put_down(world, "tia", "judgment:903")
    one = the_only(world)
    assert (one.kin, one.offenders, one.kin_hundredths) == (1, 3, 33)


def test_a_basis_that_nobody_knows_counts_on_neither_side(world: World):
    put_down(world, "ana", "whim:1")
    one = the_only(world)
    assert (one.listed, one.wrong, one.unknown) == (1, 0, 1)
    assert one.false_discovery_percent is None


def test_a_fact_of_somebody_else_is_no_deed_of_the_one_who_is_listed(world: World):
    with world.office() as town:
        record(town, Fact(world.ids["bo"], "fall_caused", key="fall_caused:77"))
    put_down(world, "ana", "fact:fall_caused:77")
    assert the_only(world).wrong == 1


def test_no_participant_sees_any_of_it(world: World):
    for verb in (truth, accusations.truly_to_blame):
        with pytest.raises(NotAllowed), world.acting("ana") as town:
            verb(town)


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, 33), (2, 3, 67), (0, 5, 0)])
def test_shares_are_rounded_to_the_nearest(part: int, whole: int, share: int):
    assert percent(part, whole) == share
    assert percent(part, 0) is None
