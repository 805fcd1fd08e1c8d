"""A judgment is served, paid once out of its debtor's wallet, or enforced by a listing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed, Outdated
from services.kernel.money import Fen, Money
from services.kernel.time import DAY_S
from services.kernel.timers import timers
from services.kernel.town import ParticipantId, Town
from services.money import ledger
from services.standing import courts
from services.standing.courts import JudgmentDefaulted, JudgmentPaid, JudgmentServed
from services.standing.courts.tables import judgments
from services.standing.listings.tables import listings as listed
from services.workshops import scenarios
from tests.support.world import Builder, World

TIMERS = {courts.JUDGMENT_DUE: courts.enforce_overdue}


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", residents=("rui", "wen"), timers=TIMERS)


def judge(world: World, name: str = "ana", fen: int = 60_00) -> courts.Judgment:
    with world.facilitating() as town:
        return courts.judge(town, world.ids[name], Fen(fen))


def pay(world: World, name: str, judgment_id: int) -> courts.Judgment:
    with world.acting(name) as town:
        return courts.pay_judgment(town, judgment_id)


def test_a_judgment_is_served_with_case_amount_and_day(world: World):
    judgment = judge(world)
    [served] = world.emitted(JudgmentServed)
    assert served == JudgmentServed(judgment)
    assert (judgment.case, judgment.debtor, judgment.debtor_name) == (
        "2015-0001",
        world.ids["ana"],
        "Ana",
    )
    assert judgment.amount == Money(60_00)
    assert judgment.due.town_s - world.now() == courts.PAY_WITHIN_DAYS * DAY_S
    fact = world.facts_of("ana")[-1]
    assert (fact.kind, fact.amount, fact.counterpart) == ("judgment_made", 60_00, "court")
    assert judge(world, "bo").case == "2015-0002"


def test_paying_moves_the_money_once(world: World):
    judgment = judge(world)
    first = pay(world, "ana", judgment.judgment_id)
    world.forward(hours=5)
    assert pay(world, "ana", judgment.judgment_id) == first
    assert world.balance("ana") == 40_00
    assert world.fact_kinds("ana").count("judgment_paid") == 1
    [paid] = world.emitted(JudgmentPaid)
    assert paid.by_debtor
    with world.office() as town:
        court = ledger.open_account(town, ledger.OFFICE, courts.AGENCY)
        assert ledger.balance(town, court) == 60_00
    world.check_books()


def test_two_taps_at_once_pay_once(world: World):
    judgment_id = judge(world).judgment_id

    def pay_it(town: Town) -> courts.Judgment:
        return courts.pay_judgment(town, judgment_id)

    world.race(("ana", pay_it), ("ana", pay_it))
    assert world.balance("ana") == 40_00
    assert len(world.emitted(JudgmentPaid)) == 1
    world.check_books()


def test_a_paid_judgment_is_not_enforced(world: World):
    judgment = judge(world)
    pay(world, "ana", judgment.judgment_id)
    assert world.rows(select(timers)) == []
    with pytest.raises(courts.JudgmentSettled) as settled, world.facilitating() as town:
        courts.enforce(town, judgment.judgment_id)
    assert settled.value.fields == {"case": "2015-0001"}
    assert world.rows(select(listed)) == []


def test_only_the_debtor_or_the_court_has_it_paid(world: World, town_of: Builder):
    judgment_id = judge(world).judgment_id
    with pytest.raises(Outdated):
        pay(world, "bo", judgment_id)
    elsewhere = town_of("zoe")
    with pytest.raises(Outdated):
        pay(elsewhere, "zoe", judgment_id)
    assert world.balance("ana") == world.balance("bo") == 100_00


def test_without_a_name_residents_alone_pay_and_a_participant_where_they_are_named(world: World):
    judge(world, "rui")
    judge(world, "ana")
    with world.facilitating() as town:
        assert courts.pay_judgment(town).debtor == world.ids["rui"]
    with pytest.raises(courts.NoOpenJudgment), world.facilitating() as town:
        courts.pay_judgment(town)
    with pytest.raises(courts.NoOpenJudgment), world.facilitating() as town:
        courts.pay_judgment(town, of=ParticipantId(world.ids["bo"]))
    assert world.balance("ana") == 100_00
    with world.facilitating() as town:
        ran = scenarios.run(town, "judgment_paid ana")
    assert (ran.name, world.balance("ana")) == ("Ana", 40_00)
    assert [event.by_debtor for event in world.emitted(JudgmentPaid)] == [False, False]


def test_the_facilitators_card_passes_over_whoever_cannot_pay(world: World):
    judge(world, "wen")
    judge(world, "rui", fen=100_01)
    with world.facilitating() as town:
        assert courts.pay_judgment(town).debtor == world.ids["wen"]


def test_who_cannot_pay_is_told_what_is_missing(world: World):
    judgment_id = judge(world, fen=100_01).judgment_id
    with pytest.raises(ledger.NotEnoughMoney):
        pay(world, "ana", judgment_id)
    with pytest.raises(courts.DebtorCannotPay) as short, world.facilitating() as town:
        courts.pay_judgment(town, of=ParticipantId(world.ids["ana"]))
    assert short.value.fields == {
        "name": "Ana",
        "balance": Money(100_00),
        "needed": Money(100_01),
    }
    assert world.balance("ana") == 100_00
    assert "judgment_paid" not in world.fact_kinds("ana")


def test_an_unpaid_judgment_is_enforced_when_its_day_has_passed(world: World):
    judge(world)
    world.forward(days=courts.PAY_WITHIN_DAYS, minutes=-1)
    assert "listed" not in world.fact_kinds("ana")
    world.forward(minutes=1)
    [listing] = world.rows(select(listed))
    assert (listing.agency, listing.colour) == ("court", "black")
    assert listing.participant_id == world.ids["ana"]
    assert listing.published_town_s is None
    assert world.fact_kinds("ana").count("listed") == 1


def test_a_judgment_that_is_not_paid_is_served_and_enforced_at_once(world: World):
    with world.facilitating() as town:
        judgment = courts.not_paid(town, None, Fen(60_00))
    name = judgment.debtor_name
    [defaulted] = world.emitted(JudgmentDefaulted)
    assert defaulted.judgment == replace(judgment, enforced=None)
    assert world.emitted(JudgmentServed) == []
    assert world.fact_kinds(name.lower())[-2:] == ["judgment_made", "listed"]
    assert world.rows(select(timers)) == []


def test_the_payment_card_pays_what_led_to_a_listing_first(world: World):
    with world.facilitating() as town:
        listed_one = courts.not_paid(town)
    judge(world, "ana")
    with world.facilitating() as town:
        assert courts.pay_judgment(town).judgment_id == listed_one.judgment_id


def test_enforcing_twice_lists_once(world: World):
    judgment_id = judge(world).judgment_id
    with world.facilitating() as town:
        first = courts.enforce(town, judgment_id)
    world.forward(days=5)
    with world.facilitating() as town:
        assert courts.enforce(town, judgment_id) == first
    assert len(world.rows(select(listed))) == 1


def test_paying_after_all_lifts_the_listing(world: World):
    with world.facilitating() as town:
        judgment = courts.enforce(town, courts.judge(town, world.ids["ana"]).judgment_id)
    assert judgment.enforced == world.now()
    pay(world, "ana", judgment.judgment_id)
    [listing] = world.rows(select(listed))
    assert listing.lifted_town_s is not None
    assert listing.delisted_town_s is None


def test_chance_names_a_resident_and_the_same_chance_the_same_one(town_of: Builder):
    first, second = (town_of("ana", residents=("rui", "wen", "xia"), seed=7) for _ in range(2))
    named = []
    for world in (first, second):
        with world.facilitating(key="card:1") as town:
            named.append(courts.judge(town).debtor_name)
    assert named[0] == named[1]
    assert named[0] in {"Rui", "Wen", "Xia"}


def test_chance_names_each_resident_once_and_no_participant_ever(world: World):
    named = []
    for verb in (courts.judge, courts.not_paid):
        with world.facilitating() as town:
            named.append(verb(town).debtor_name)
    assert sorted(named) == ["Rui", "Wen"]
    for verb in (courts.judge, courts.not_paid):
        with pytest.raises(courts.NobodyToJudge), world.facilitating() as town:
            verb(town)
    assert world.facts_of("ana") == world.facts_of("bo") == []


def test_the_same_update_judges_once(world: World):
    for _ in range(2):
        with world.facilitating(key="7:1") as town:
            courts.judge(town, world.ids["ana"])
    assert len(world.emitted(JudgmentServed)) == 1
    assert len(world.rows(select(judgments))) == 1


def test_participants_do_not_judge(world: World):
    judgment_id = judge(world).judgment_id
    with pytest.raises(NotAllowed), world.acting("bo") as town:
        courts.judge(town, world.ids["ana"])
    with pytest.raises(NotAllowed), world.acting("bo") as town:
        courts.enforce(town, judgment_id)


def test_the_database_alone_refuses_a_second_case_of_a_number(world: World):
    judge(world)
    values = {
        "workshop_id": world.workshop_id,
        "key": "by hand",
        "number": 1,
        "debtor": world.ids["bo"],
        "amount_fen": 1,
        "made_town_s": 0,
        "due_town_s": 0,
    }
    for wrong in ({}, {"number": 2, "amount_fen": 0}, {"number": 2, "due_town_s": -1}):
        with pytest.raises(IntegrityError), world.office() as town:
            town.conn.execute(insert(judgments).values(values | wrong))


def test_the_database_alone_refuses_a_second_listing_for_one_reason(world: World):
    with world.facilitating() as town:
        courts.enforce(town, courts.judge(town, world.ids["ana"]).judgment_id)
    [row] = world.rows(select(listed))
    again = {**row._mapping, "listing_id": row.listing_id + 1}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(listed).values(again))


def test_open_judgments_are_those_that_wait(world: World):
    paid, waiting = judge(world, "ana"), judge(world, "bo")
    pay(world, "ana", paid.judgment_id)
    with world.office() as town:
        assert courts.open_judgments(town) == [waiting]
