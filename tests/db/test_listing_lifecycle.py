"""The life of an entry: ground, term, told or not, contested by the rule's clocks, ended once."""

from __future__ import annotations

from datetime import date

import pytest

from services.kernel.errors import Outdated
from services.kernel.time import DAY_S, FIRST_DAY, TownTime
from services.law.clocks import due_after
from services.people import masks
from services.social import notices
from services.standing import complaints, courts, listings, lists
from services.standing.listings import (
    Colour,
    Ended,
    Listing,
    ListingCleared,
    ListingServed,
    MinorsSpared,
)
from services.standing.listings.records import Said
from services.standing.scores import Explanation
from services.workshops import scenarios, truth
from tests.db.lawgiving import enact, remember
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    made = town_of("ana", "bo", residents=("rui", "sam", "tia"))
    remember(made, "ana", "joined")
    return made


def enter(world: World, name: str = "ana", basis: str = "judgment:1", ground: str = "") -> Listing:
    with world.office() as town:
        who, said = world.ids[name], Said(ground)
        return listings.enter(town, "court", Colour.BLACK, who, basis=basis, said=said)


def publish(world: World) -> set[str]:
    with world.facilitating() as town:
        return {one.name for one in lists.publish_now(town).black}


def now(world: World, listing: Listing) -> Listing:
    with world.office() as town:
        return listings.listing_of(town, listing.listing_id)


def contest(world: World, listing: Listing, name: str = "ana") -> complaints.Opened:
    with world.acting(name) as town:
        return complaints.contest(town, listing.listing_id)


def decide(world: World, number: int, *, is_upheld: bool) -> None:
    with world.facilitating() as town:
        complaints.decide(town, number, is_upheld=is_upheld)


@pytest.mark.parametrize(
    ("basis", "ground", "term"),
    [
        ("judgment:1", "refusal", None),
        ("fact:false_accusation:1", "forgery", 3 * 365),
        ("fact:payroll:1:wages_unpaid", "refusal", None),
        ("kin:judgment:1", "kin", None),
        ("score:sinoway_credit:1", "score", None),
    ],
)
def test_what_an_entry_rests_on_says_its_ground_and_term(world, basis, ground, term):
    one = enter(world, basis=basis)
    assert one.ground is not None
    assert (one.ground.ground_id, one.ground.term()) == (ground, term)
    assert one.until == (None if term is None else one.listed + term * DAY_S)


def test_every_ground_of_the_courts_rule_is_lawful_and_says_where_it_stands():
    assert len(listings.lawful()) == 6
    for number, name in enumerate(listings.lawful(), 1):
        assert f"Art. 1 ({number})" in listings.grounds()[name].source


def test_force_or_several_acts_lengthen_a_term_by_one_to_three_years(world: World):
    """Fa Shi 2017 No. 7, Art. 2: two years; up to three more for force, or several acts."""
    longer = {name: one for name, one in listings.grounds().items() if one.longer_days}
    assert [*longer] == [name for name in listings.lawful() if name != "refusal"]
    assert [name for name, one in longer.items() if one.is_grave] == ["forgery"]
    some = ("rumour", "hiding", "refusal", "unreported", "spending", "no_settlement")
    days = []
    for number, ground in enumerate(some):
        one = enter(world, basis=f"judgment:{number}", ground=ground)
        days.append(one.longer_days)
    assert days == [0, 0, 0, 2 * 365, 3 * 365, 3 * 365], "none where a rule names no term"
    again = enter(world, "bo", "judgment:9", "spending")
    assert (again.longer_days, again.until) == (0, again.listed + 2 * 365 * DAY_S)
    with world.facilitating() as town:
        listings.unlist(town, "court", basis="judgment:9")
    assert enter(world, "bo", "fact:false_accusation:1").longer_days == 365, "what ended is no act"


def test_an_entry_whose_term_is_over_comes_off_once_and_its_notice_with_it(world: World):
    one = enter(world, basis="fact:false_accusation:1")
    assert publish(world) == {"Ana"}
    world.forward(days=3 * 365 - 1)
    assert publish(world) == {"Ana"}
    world.forward(days=1)
    for _ in range(2):
        assert publish(world) == set()
        assert now(world, one).ended is Ended.EXPIRED
        with world.office() as town:
            assert notices.noticed(town) == []
            assert listings.lift_due(town) == 0
    assert world.fact_kinds("ana").count("delisted") == 1


def test_nobody_is_told_until_the_law_has_it_served_and_then_once(world: World):
    assert enter(world).served is None
    enact(world, "listing_served", "on")
    enter(world)
    assert world.emitted(ListingServed) == []
    one = enter(world, basis="judgment:2")
    enter(world, basis="judgment:2")
    with world.office() as town:
        for agency, colour in (("sinoway_credit", Colour.BLACK), ("town_hall", Colour.RED)):
            listings.enter(town, agency, colour, world.ids["ana"], basis=f"score:{agency}")
    [served] = world.emitted(ListingServed)
    assert (served.listing.listing_id, one.served) == (one.listing_id, one.listed)


def test_a_contest_keeps_the_entry_and_upheld_it_falls_after_three_working_days(world: World):
    one = enter(world)
    publish(world)
    opened = contest(world, one)
    assert opened.is_new
    assert not contest(world, one).is_new
    with world.acting("ana") as town:
        page = lists.my_listing(town, one.listing_id)
    assert page.contest is not None
    assert page.contest.review_by.town_s == opened.complaint.opened.town_s + 15 * DAY_S
    world.forward(days=3)
    decide(world, opened.complaint.number, is_upheld=True)
    due = due_after("spc", "deletion", world.now())
    assert publish(world) == {"Ana"}
    with world.facilitating() as town:
        assert [one.lifted for one in listings.book(town)] == [due], "still on it, not for long"
    world.forward(seconds=due - world.now())
    assert publish(world) == set()
    assert now(world, one).ended is Ended.UPHELD
    with pytest.raises(Outdated):
        contest(world, one)


def test_dismissed_the_higher_court_is_asked_once_within_ten_days(world: World):
    one, late = enter(world), enter(world, basis="judgment:2")
    for number, listing in enumerate((one, late), 1):
        contest(world, listing)
        decide(world, number, is_upheld=False)
    world.forward(days=10)
    second = contest(world, one)
    assert second.is_new
    world.forward(seconds=1)
    with pytest.raises(complaints.ContestOver):
        contest(world, late)
    decide(world, second.complaint.number, is_upheld=False)
    with pytest.raises(complaints.ContestOver):
        contest(world, one)
    assert publish(world) == {"Ana"}


def test_only_the_contested_entry_falls(world: World):
    one, other = enter(world), enter(world, basis="judgment:2")
    publish(world)
    decide(world, contest(world, one).complaint.number, is_upheld=True)
    assert now(world, one).ended is Ended.UPHELD
    assert now(world, other).ended is None
    with pytest.raises(Outdated):
        contest(world, other, "bo")


def test_weekends_are_no_working_days():
    thursday = TownTime(0)
    assert date(2015, 1, 1) == FIRST_DAY
    assert due_after("spc", "deletion", thursday) == 5 * DAY_S


def test_a_page_tells_its_person_what_the_law_lets_and_the_facilitator_all(world: World):
    one = enter(world)
    for explanation in Explanation:
        enact(world, "explanation", explanation)
        with world.acting("ana") as town:
            page = lists.my_listing(town, one.listing_id)
            assert (page.told, page.may_contest) == (explanation, True)
        with world.facilitating() as town:
            assert lists.any_listing(town, one.listing_id).told is Explanation.RECEIPT
    with world.acting("bo") as town, pytest.raises(Outdated):
        lists.my_listing(town, one.listing_id)
    enact(world, "listing_served", "on")
    enact(world, "explanation", "none")
    served = enter(world, basis="judgment:2")
    with world.acting("ana") as town:
        assert lists.my_listing(town, served.listing_id).told is Explanation.REASONS


def test_z_is_cleared_by_the_law_and_paying_does_not_help(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "student Ana")
    assert "Ana" in publish(world)
    with world.facilitating() as town:
        [judgment] = courts.open_judgments(town)
        scenarios.run(town, f"judgment_paid {judgment.debtor_name}")
    assert publish(world) == {"Ana"}
    world.forward(days=4)
    enact(world, "minors_spared", "on")
    for _ in range(2):
        assert publish(world) == set()
    [cleared] = world.emitted(ListingCleared)
    assert (cleared.listing.name, cleared.days) == ("Ana", 4)
    assert cleared.listing.ended is Ended.REFORM
    with pytest.raises(MinorsSpared), world.facilitating() as town:
        scenarios.run(town, "student Bo")
    with world.office() as town:
        assert len(courts.open_judgments(town)) == 0, "the refused card left nothing behind"


def test_the_same_child_can_be_listed_again_for_another_deed(world: World):
    for _ in range(2):
        with world.facilitating() as town:
            scenarios.run(town, "student Ana")
    assert world.fact_kinds("ana").count("under_age") == 1
    with world.office() as town:
        kin = [one for one in listings.unended(town, Colour.BLACK) if one.is_for_kin]
    assert [one.name for one in kin] == ["Ana", "Ana"]


@pytest.mark.parametrize("card", ["student", "journalist", "rumour"])
def test_no_card_lists_whoever_wears_a_mask(world: World, card: str):
    with world.acting("ana") as town:
        masks.set_mask(town, on=True)
    with pytest.raises(listings.WearsMask), world.facilitating() as town:
        scenarios.run(town, f"{card} Ana")
    with world.facilitating() as town:
        assert listings.book(town) == ()


def test_a_minor_is_listed_by_nobodys_discretion_once_the_law_spares_them(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "student Rui")
    enact(world, "minors_spared", "on")
    with pytest.raises(MinorsSpared), world.facilitating() as town:
        listings.put_down(town, "rui", "tells stories")
    with world.facilitating() as town:
        assert listings.put_down(town, "sam", "tells stories").is_new


def test_z_is_cleared_by_a_decision_and_the_truth_says_after_how_many_days(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "student Ana")
    publish(world)
    with world.acting("ana") as town:
        [one] = lists.ask(town).entries
    world.forward(days=2)
    decide(world, contest(world, one).complaint.number, is_upheld=True)
    world.forward(days=5)
    publish(world)
    [cleared] = world.emitted(ListingCleared)
    assert (cleared.days, cleared.listing.ended) == (7, Ended.UPHELD)
    with world.facilitating() as town:
        [court] = truth.truth(town).agencies
    assert {rule.ground: rule.wrong for rule in court.rules} == {"judgment": 0, "kin": 1}
    assert (court.cleared.count, court.cleared.hundredths) == (1, 700)
