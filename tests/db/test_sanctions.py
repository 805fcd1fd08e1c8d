"""Doors that lists and scores close: to whom, by whose word, and how they open again."""

from __future__ import annotations

from random import Random

import pytest

from bot.arguments import Go
from bot.replies import Message
from bot.standing.sanctions import views
from bot.standing.sanctions.views import OpenExemption
from bot.words import words_for
from services.kernel.errors import NotAllowed
from services.kernel.localized import LANGUAGES
from services.living import errands, rentals
from services.living.errands import ErrandState, services
from services.living.rentals import things
from services.money import merchants
from services.social import kin
from services.social.kin import Relation
from services.standing import courts, listings, sanctions
from services.standing.listings import Colour
from services.standing.sanctions import DoorClosed, DoorOpen, ExemptionState, LearnedOfListing
from tests.db.lawgiving import enact, remember
from tests.support.narrowing import presses

KEEPERS = tuple({one.keeper.en: None for one in merchants.catalogue().values()})
BY_LIST = sanctions.catalogue().by_list
COURTS = {one.closes for one in BY_LIST.values() if one.agency == "court"}
TENCENTS = {one.closes for one in BY_LIST.values() if one.agency == "tencent_credit"}


@pytest.fixture
def world(town_of):
    made = town_of("ana", "bo", residents=KEEPERS, fen=500_00)
    remember(made, "ana", "joined")
    return made


def listed(world, agency="court", name="ana", basis="judgment:1"):
    with world.office() as town:
        listings.enter(town, agency, Colour.BLACK, world.ids[name], basis=basis)
        listings.publish_due(town)


def struck(world, agency="court", basis="judgment:1"):
    with world.office() as town:
        listings.lift(town, agency, basis=basis)
        listings.strike_lifted(town)


def closed(world, name="ana"):
    with world.office() as town:
        return {one.door.door_id for one in sanctions.in_force(town, world.ids[name])}


def used(world, service, *way, name="ana"):
    with world.acting(name) as town:
        errand = errands.start(town, service)
    assert isinstance(errand, errands.Errand)
    for step, option in enumerate(way):
        with world.acting(name) as town:
            errand = errands.choose(town, errand.errand_id, step, option).errand
    return errand


def test_every_door_is_asked_for_somewhere():
    asked = {gate.door for service in services().values() for gate in service.gates}
    for service in services().values():
        asked |= {g.door for step in service.steps for one in step.options for g in one.gates}
    asked |= {one.door for one in things().values()} | {"fast_line"}
    assert asked - {None} == sanctions.doors().keys()


def test_a_list_closes_its_own_doors_and_delisting_opens_them(world):
    assert closed(world) == set()
    listed(world)
    assert closed(world) == COURTS
    assert closed(world, "bo") == set()
    struck(world)
    assert closed(world) == set()


def test_all_close_what_one_closes_and_taking_that_back_leaves_its_own(world):
    listed(world, "tencent_credit", basis="score:1")
    assert closed(world) == TENCENTS
    enact(world, "joint_sanctions", "on")
    assert closed(world) == COURTS | TENCENTS
    with world.office() as town:
        assert {one.agency for one in sanctions.in_force(town, world.ids["ana"])} == {
            "tencent_credit"
        }
    enact(world, "joint_sanctions", "off")
    assert closed(world) == TENCENTS
    enact(world, "list_sanctions", "off")
    assert closed(world) == set()


def test_a_child_is_kept_out_of_school_though_clean_until_kin_count_no_more(world):
    with world.office() as town:
        kin.tie(town, world.ids["bo"], Relation.PARENT, world.ids["ana"])
    listed(world, name="bo")
    assert closed(world) == {"private_school"}
    errand = used(world, "school", "private")
    assert errand.state is ErrandState.REFUSED
    assert errand.closed is not None
    assert errand.closed.is_for_a_parent
    assert used(world, "school", "place").state is ErrandState.DONE
    enact(world, "kin", "off")
    assert closed(world) == set()


def test_a_low_score_closes_doors_only_where_the_law_says_so(world):
    remember(world, "bo", *["joined", *["judgment_made"] * 3])
    assert closed(world, "bo") == set()
    enact(world, "score_sanctions", "on")
    with world.office() as town:
        found = sanctions.in_force(town, world.ids["bo"])
        rules = sanctions.catalogue().by_score
        assert found, "the score is low"
        assert all(one.score is not None for one in found)
        assert {one.sanction.sanction_id for one in found} == {
            name for name, one in rules.items() if (found[0].score or 0) < one.below
        }
        listings.enter(town, "town_hall", Colour.RED, world.ids["bo"], basis="red:bo")
        listings.publish_due(town)
    assert closed(world, "bo") == set(), "who is praised is let in everywhere"


def test_a_refusal_costs_nothing_leaves_no_fact_and_says_by_whom(world):
    listed(world)
    before = world.balance("ana")
    errand = used(world, "flight", "inland")
    assert errand.state is ErrandState.REFUSED
    assert errand.closed is not None
    assert errand.closed.agency == "court"
    assert world.balance("ana") == before
    assert used(world, "train", "coast", "second").state is ErrandState.DONE
    assert used(world, "train", "coast", "first").state is ErrandState.REFUSED


def test_a_thing_for_hire_is_closed_too(world):
    listed(world, "tencent_credit", basis="score:1")
    with world.acting("ana") as town, pytest.raises(DoorClosed):
        rentals.start(town, "car")
    with world.acting("ana") as town:
        assert rentals.start(town, "umbrella").thing_id == "umbrella"


def test_an_exemption_opens_one_door_for_three_days_and_only_that(world):
    listed(world)
    with world.acting("ana") as town:
        asked = sanctions.ask_exemption(town, "flight")
        assert sanctions.ask_exemption(town, "flight").again
        with pytest.raises(NotAllowed):
            sanctions.waiting_exemptions(town)
        with pytest.raises(NotAllowed):
            sanctions.decide_exemption(town, asked.exemption_id, is_granted=True)
        with pytest.raises(DoorOpen):
            sanctions.ask_exemption(town, "dating")
    with world.facilitating() as town:
        (waits,) = sanctions.waiting_exemptions(town)
        (page,) = views.waiting((waits,))
        assert isinstance(page, Message)
        assert presses(page.keyboard) == [OpenExemption(exemption_id=1), Go(command="panel")]
        granted = sanctions.decide_exemption(town, asked.exemption_id, is_granted=True)
        assert granted.state is ExemptionState.GRANTED
        assert sanctions.decide_exemption(town, asked.exemption_id, is_granted=False).again
        assert sanctions.waiting_exemptions(town) == ()
        (nobody,) = views.waiting(())
        for shown in (page, nobody):
            assert isinstance(shown, Message)
            assert all(words_for(language).html(shown.text) for language in LANGUAGES)
    assert closed(world) == COURTS - {"flight"}
    assert used(world, "flight", "inland").state is ErrandState.DONE
    world.forward(days=3)
    assert closed(world) == COURTS


def test_whoever_was_never_told_learns_at_the_counter_and_how_late_is_told_once(world):
    with world.facilitating() as town:
        judgment = courts.not_served(town, world.ids["ana"])
    with world.office() as town:
        listings.publish_due(town)
    assert world.emitted(courts.JudgmentServed) == world.emitted(courts.JudgmentDefaulted) == []
    assert judgment.enforced is not None
    world.forward(days=2)
    assert used(world, "card", "gold").state is ErrandState.REFUSED
    assert used(world, "flight", "inland").state is ErrandState.REFUSED
    [learned] = world.emitted(LearnedOfListing)
    assert (learned.name, learned.days) == ("Ana", 2)


def test_a_use_begun_before_the_list_came_out_is_refused_and_told_once(world):
    with world.acting("ana") as town:
        begun = errands.start(town, "flight")
        assert isinstance(begun, errands.Errand)
    listed(world)
    world.forward(days=1)
    with world.acting("ana") as town:
        refused = errands.choose(town, begun.errand_id, 0, "inland").errand
    assert refused.state is ErrandState.REFUSED
    for _ in range(2):
        assert used(world, "flight", "inland").state is ErrandState.REFUSED
        assert used(world, "card", "gold").state is ErrandState.REFUSED
    assert len(world.emitted(LearnedOfListing)) == 1


def test_whoever_was_handed_the_decision_does_not_learn_of_it_at_a_counter(world):
    enact(world, "listing_served", "on")
    listed(world)
    assert used(world, "card", "gold").state is ErrandState.REFUSED
    assert world.emitted(LearnedOfListing) == []


def test_each_answer_says_how_often_and_how_long_somebody_has_asked(world):
    listed(world)
    for number in (1, 2):
        with world.acting("ana") as town:
            asked = sanctions.ask_exemption(town, "flight")
        world.forward(days=2)
        with world.facilitating() as town:
            decided = sanctions.decide_exemption(town, asked.exemption_id, is_granted=False)
        assert (decided.count, decided.days) == (number, 2 * number)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_order_of_events_the_lists_and_the_law_alone_decide(world, seed):
    """A model that knows only what stands now, beside everything that ever happened."""
    chance, standing, switched = Random(seed), set[str](), {"joint": False, "lists": True}
    for number in range(25):
        match chance.choice(["list", "strike", "joint", "lists", "day"]):
            case "list":
                agency = chance.choice(["court", "tencent_credit"])
                listed(world, agency, basis=f"{agency}:{number}")
                standing.add(f"{agency}:{number}")
            case "strike" if standing:
                basis = chance.choice(sorted(standing))
                struck(world, basis.split(":")[0], basis)
                standing.discard(basis)
            case "joint":
                switched["joint"] = not switched["joint"]
                enact(world, "joint_sanctions", "on" if switched["joint"] else "off")
            case "lists":
                switched["lists"] = not switched["lists"]
                enact(world, "list_sanctions", "on" if switched["lists"] else "off")
            case _:
                world.forward(hours=12)
        agencies = {basis.split(":")[0] for basis in standing}
        own = {"court": COURTS, "tencent_credit": TENCENTS}
        wanted = set().union(*(own[agency] for agency in agencies))
        if switched["joint"] and agencies:
            wanted = COURTS | TENCENTS
        assert closed(world) == (wanted if switched["lists"] else set())
