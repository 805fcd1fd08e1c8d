"""The ombudsman: filed for nothing, heard, decided on grounds, carried out, looked at."""

from __future__ import annotations

import re

import pytest

from services.kernel.errors import NotAllowed
from services.law import clocks
from services.people.facts import strike
from services.standing import agencies, complaints, listings, ombudsman, scores
from services.standing.complaints import About, DecidedBy, Forum, OrderKind, Stage, View
from services.standing.listings import Colour
from services.standing.listings.records import UNDER_AGE
from services.standing.ombudsman import Secret
from tests.db.appealing import appeal, appoint, case, file, lawful, listed, rule, settled
from tests.db.complaining import decide, say, spoil
from tests.db.lawgiving import enact, look, remember
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    """A town whose law knows an ombudsman."""
    return lawful(town_of)


@pytest.fixture
def held(world: World) -> World:
    """Bo and Dee hold the office in it."""
    for name in ("bo", "dee"):
        appoint(world, name)
    return world


# --- filing --------------------------------------------------------------------------


def test_it_costs_nothing_and_the_law_says_with_whom_it_is(world: World):
    before = world.balance("ana")
    one = case(world, file(world))
    assert one.forum is Forum.OMBUDSMAN
    assert world.balance("ana") == before
    assert one.clock is not None
    assert one.clock.due is not None
    assert (one.clock.clock, one.clock.due.town_s - one.opened.town_s) == ("ombudsman", 24 * 3600)
    enact(world, "ombudsman", "off")
    look(world, "cy")
    assert say(world, name="cy").complaint.forum is Forum.TOWN_HALL
    with pytest.raises(complaints.WithOmbudsman):
        decide(world, one.number, is_upheld=True)


def test_without_an_ombudsman_nothing_is_brought_before_one(world: World):
    entry = listed(world)
    enact(world, "ombudsman", "off")
    with pytest.raises(complaints.NoOmbudsman), world.acting("ana") as town:
        complaints.appeal(town, entry)


def test_a_court_list_keeps_its_own_path_beside_it(world: World):
    entry = listed(world)
    number = appeal(world, entry)
    with world.acting("ana") as town:
        court = complaints.contest(town, entry).complaint
    assert (court.forum, case(world, number).forum) == (Forum.COURT, Forum.OMBUDSMAN)
    assert court.clock is not None
    assert (court.clock.clock, court.clock.stage) == ("spc", "review")
    assert appeal(world, entry) == number, "once for each entry"
    decide(world, court.number, is_upheld=False)
    assert case(world, court.number).clock.stage == "again"  # type: ignore[union-attr]


def test_only_ones_own_entry_is_brought_before_it(world: World):
    entry = listed(world)
    for bring in (complaints.appeal, complaints.contest):
        with pytest.raises(complaints.NotYourEntry), world.acting("cy") as town:
            bring(town, entry)


# --- the file ------------------------------------------------------------------------


def test_the_file_gathers_itself_from_at_least_two_offices(held: World):
    remember(held, "ana", "paid", "rental_late")
    listed(held)
    number = file(held)
    with held.acting("bo") as town:
        found = ombudsman.file_of(town, number)
    assert len(found.parts) >= 2
    assert {"pay_score", "court"} <= {part.source for part in found.parts}
    assert sum(part.count for part in found.parts) == len(held.facts_of("ana"))
    assert [one.agency for one in found.given] == ["pay_score"]
    assert len(found.others) == len(clocks.catalogue()) - 1, "every other clock beside its own"
    assert found.readers
    with held.acting("bo") as town:
        ombudsman.file_of(town, number)
    read = [fact for fact in held.facts_of("ana") if fact.kind == "case_file_read"]
    assert [fact.counterpart for fact in read] == [str(number)] * 2, "every reading, to its person"


def test_a_trade_secret_is_opened_to_the_office_alone_and_has_to_be_weighed(held: World):
    number = file(held)
    with held.acting("ana") as town:
        mine = ombudsman.own_page(town, number).file
    assert (mine.secret, mine.formula) == (Secret.SEALED, ())
    with held.acting("bo") as town:
        opened = ombudsman.open_secret(town, number)
    assert opened.formula
    with held.acting("ana") as town:
        mine = ombudsman.own_page(town, number).file
    assert (mine.secret, mine.formula) == (Secret.OPENED, ())
    with pytest.raises(ombudsman.BalanceMissing):
        rule(held, number, "follows")
    with held.acting("bo") as town:
        ombudsman.weigh(town, number, "The person must be able to check.")
    assert rule(held, number, "follows").balance == "The person must be able to check."
    enact(held, "explanation", "receipt")
    other = file(held, name="cy")
    with pytest.raises(ombudsman.NoSecretThere), held.acting("bo") as town:
        ombudsman.open_secret(town, other)


# --- nobody in their own case --------------------------------------------------------


def test_nobody_decides_their_own_case_nor_one_of_their_team(held: World):
    mine = file(held, name="bo")
    for by in ("bo", "dee"):
        with pytest.raises(ombudsman.NotImpartial):
            rule(held, mine, "follows", by=by)
    with pytest.raises(ombudsman.NotOfOffice):
        rule(held, mine, "follows", by="cy")
    held.forward(hours=13)
    assert case(held, mine).decided_by is DecidedBy.RULES, "then the published rules do"


def test_a_case_by_its_number_is_shown_to_whoever_complained_and_to_the_office(held: World):
    number, theirs = file(held), file(held, name="bo")
    for name, is_office in (("ana", False), ("dee", True)):
        with held.acting(name) as town:
            assert ombudsman.look_at(town, number).is_office is is_office
    with pytest.raises(complaints.NotYourComplaint), held.acting("cy") as town:
        ombudsman.look_at(town, number)
    with pytest.raises(ombudsman.NotImpartial), held.acting("dee") as town:
        ombudsman.look_at(town, theirs)
    with pytest.raises(complaints.NoSuchComplaint), held.acting("ana") as town:
        ombudsman.look_at(town, 99)


def test_nobody_decides_for_the_company_they_sit_for(held: World):
    with held.acting("ana") as town:
        agencies.join(town, "sesame_credit")
    look(held, agency="sesame_credit")
    number = say(held, "").complaint.number
    with held.facilitating() as town:
        agencies.give_seat(town, "bo sesame_credit")
    with pytest.raises(ombudsman.NotImpartial):
        rule(held, number, "follows")
    assert rule(held, number, "follows", by="dee").decided_by is DecidedBy.PEOPLE


def test_who_runs_the_town_gives_seats_and_decides_nothing(held: World):
    number = file(held)
    with pytest.raises(complaints.WithOmbudsman):
        decide(held, number, is_upheld=True)
    with pytest.raises(NotAllowed), held.acting("cy") as town:
        ombudsman.appoint(town, "cy")
    appoint(held, "bo off")
    with pytest.raises(ombudsman.NotOfOffice):
        rule(held, number, "follows")


# --- orders --------------------------------------------------------------------------


def test_an_order_reaches_every_agency_within_a_town_minute_and_is_looked_at(held: World):
    entry = listed(held)
    with held.acting("ana") as town:
        agencies.join(town, "sesame_credit")
    look(held)
    look(held, agency="sesame_credit")
    before = held.balance("ana")
    number = appeal(held, entry)
    held.forward(hours=20)
    done = rule(held, number, "no_basis", "Rumours are no ground.")
    assert (done.state, done.stage) == ("upheld", Stage.EXECUTING)
    with held.office() as town:
        assert listings.standing(town, Colour.BLACK) == []
    rescored = {o.target for o in done.orders if o.kind is OrderKind.RESCORE}
    assert {"pay_score", "sesame_credit"} <= rescored
    assert held.balance("ana") == before + 5_00
    assert [e.number for e in held.emitted(complaints.ApologyMade)] == [number]
    held.forward(minutes=1)
    looked = case(held, number)
    assert looked.stage is Stage.CHECKED
    assert {order.is_cured for order in looked.orders} == {True}
    assert held.emitted(complaints.OrdersChecked)
    held.check_books()


def test_closed_is_not_cured(held: World):
    entry = listed(held)
    number = appeal(held, entry)
    rule(held, number, "no_basis")
    listed(held, basis="rumour:2")
    spoil(held, score=777)
    held.forward(minutes=1)
    looked = case(held, number)
    assert (looked.state, looked.stage, looked.view) == ("upheld", Stage.CHECKED, View.UNSAID)
    assert {o.kind for o in looked.orders if not o.is_cured} == {OrderKind.RESCORE}
    with held.acting("ana") as town:
        complaints.say_view(town, number, View.NOT_CURED)
    assert case(held, number).view is View.NOT_CURED
    with pytest.raises(complaints.NotYourComplaint), held.acting("cy") as town:
        complaints.say_view(town, number, View.CURED)


def test_what_was_untruly_said_is_struck_at_each_office_that_said_it(held: World):
    remember(held, "ana", "rental_late", is_true=False, key="untrue")
    number = file(held, About.FACT)
    rule(held, number, "untrue_record")
    held.forward(minutes=1)
    looked = case(held, number)
    [correct] = [order for order in looked.orders if order.kind is OrderKind.CORRECT]
    assert correct.is_cured
    with held.office() as town:
        assert scores.recheck(town, looked.score_id) is None
        strike(town, held.ids["ana"], {"untrue"}, "town_hall")  # and it stays struck


def test_two_decisions_about_one_thing_do_not_contradict_each_other(held: World):
    look(held)
    first, second = say(held, "").complaint.number, say(held, "again").complaint.number
    with held.acting("ana") as town:
        for number in (first, second):
            complaints.concerns(town, number, About.ARITHMETIC)
    with held.acting("bo") as town:
        every = 2 ** len(OrderKind) - 1
        draft = ombudsman.draft(town, first, "does_not_follow", every)
        assert draft.orders == (OrderKind.RESCORE, OrderKind.APOLOGISE), "she is on no list"
    rule(held, first, "follows")
    with pytest.raises(complaints.OrdersConflict) as refused:
        rule(held, second, "does_not_follow")
    assert refused.value.fields == {"number": first}
    assert rule(held, second, "not_shown").state == "dismissed"


def test_reconsidered_once_and_by_somebody_else(held: World):
    number = file(held)
    with pytest.raises(complaints.NotToReconsider), held.acting("ana") as town:
        complaints.reconsider(town, number)
    rule(held, number, "follows")
    with held.acting("ana") as town:
        again = complaints.reconsider(town, number).complaint.number
        settled(held, town)
        assert not complaints.reconsider(town, number).is_new
    for by in ("bo", "dee"):  # both signed
        with pytest.raises(ombudsman.NotImpartial):
            rule(held, again, "does_not_follow", by=by)
    held.forward(hours=13)
    assert case(held, again).decided_by is DecidedBy.RULES
    with pytest.raises(complaints.NotToReconsider), held.acting("ana") as town:
        complaints.reconsider(town, again)


# --- clocks --------------------------------------------------------------------------


def test_people_who_are_late_are_said_to_be_late(held: World):
    number = file(held)
    held.forward(hours=24)
    assert held.emitted(ombudsman.CaseOverdue) == []
    held.forward(hours=1)
    [late] = held.emitted(ombudsman.CaseOverdue)
    assert late.complaint.number == number
    assert case(held, number).clock.is_overdue  # type: ignore[union-attr]
    rule(held, number, "follows")
    with held.office() as town:
        [decision] = ombudsman.decisions(town)
    assert decision.was_overdue


def test_a_clock_that_is_stopped_or_lengthened_rings_later(held: World):
    number = file(held)
    with held.acting("bo") as town:
        ombudsman.pause(town, number)
    held.forward(hours=40)
    assert held.emitted(ombudsman.CaseOverdue) == []
    with held.acting("bo") as town:
        ombudsman.pause(town, number)
        ombudsman.extend(town, number)
    with pytest.raises(clocks.NotLengthened), held.acting("bo") as town:
        ombudsman.extend(town, number)
    held.forward(hours=47)
    assert held.emitted(ombudsman.CaseOverdue) == []
    held.forward(hours=2)
    assert len(held.emitted(ombudsman.CaseOverdue)) == 1


# --- the scripted office -------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "ground"),
    [("rumour:1", "no_basis"), ("kin:judgment:1", "another_deed"), ("judgment:1", "follows")],
)
def test_rules_decide_on_the_first_ground_that_the_books_bear_out(
    world: World, basis: str, ground: str
):
    number = appeal(world, listed(world, basis=basis))
    world.forward(hours=13)
    done = case(world, number)
    assert (done.ground, done.decided_by) == (ground, DecidedBy.RULES)
    assert world.emitted(ombudsman.CaseOverdue) == []


def test_rules_find_who_is_under_age(world: World):
    remember(world, "ana", UNDER_AGE)
    number = appeal(world, listed(world, basis="judgment:1"))
    world.forward(hours=13)
    assert case(world, number).ground == "minor"


def test_a_score_that_does_not_follow_is_seen_by_rules_and_screenshots_prove_nothing(world: World):
    right = look(world).standing.score
    spoil(world, score=right - 30)
    with world.acting("ana") as town:
        wrong = complaints.in_words(town, "").complaint.number
        settled(world, town)
    look(world, "cy")
    with world.acting("cy") as town:
        shown = complaints.in_words(town, "my screenshot says 850").complaint.number
        settled(world, town)
    world.forward(hours=13)
    assert [case(world, n).ground for n in (wrong, shown)] == ["does_not_follow", "follows"]


# --- the public copy -----------------------------------------------------------------


def test_the_public_copy_names_nobody(held: World):
    number = appeal(held, listed(held))
    who = held.ids["ana"]
    rule(held, number, "no_basis", f"ANA told bo, {who} and @ana about 1234567: http://x.y")
    with held.office() as town:
        [copy] = ombudsman.decisions(town)
        told = repr(copy)
    for name, pid in held.ids.items():
        assert not re.search(rf"\b{name}\b", told, re.IGNORECASE), name
        assert pid not in told
    assert "1234567" not in told
    assert "about" in copy.words


def test_precedents_are_found_by_their_words(held: World):
    rule(held, appeal(held, listed(held)), "no_basis", "Rumours are no ground.")
    rule(held, file(held, name="cy"), "follows")
    with held.uow(held.visitors["ana"]) as uow:
        assert len(ombudsman.precedents(uow).page.items) == 2
        [one] = ombudsman.precedents(uow, "rumours").page.items
        assert one.ground.ground_id == "no_basis"
        [one] = ombudsman.precedents(uow, "账目与结果相符").page.items
        with pytest.raises(ombudsman.NoPrecedent):
            ombudsman.precedents(uow, "kangaroo")
