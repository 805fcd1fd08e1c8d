"""Wages that are paid in time, late, or by the card; and whose name is on the list meanwhile."""

from __future__ import annotations

import pytest

from services.kernel.errors import NotAllowed, Outdated
from services.standing import agencies, listings, payrolls
from services.standing.listings import Colour
from services.workshops import scenarios
from services.workshops.truth import truth
from tests.support.world import Builder, World

BASIS = "fact:payroll:1:wages_unpaid"


@pytest.fixture
def world(town_of: Builder) -> World:
    timers = {payrolls.PAYROLL_DUE: payrolls.report_overdue}
    return town_of("ana", "bo", residents=("Ledger", "rui", "sam"), timers=timers)


def run(world: World, card: str) -> None:
    with world.facilitating() as town:
        scenarios.run(town, card)


def blamed(world: World) -> list[tuple[str, str]]:
    with world.office() as town:
        listings.strike_lifted(town)
        listings.publish_due(town)
        return [(one.name, one.basis) for one in listings.standing(town, Colour.BLACK)]


def test_a_company_that_does_not_pay_is_listed_until_it_does(world: World):
    run(world, "wages")
    assert blamed(world) == [("Ledger", BASIS)]
    assert "wages_unpaid" in world.fact_kinds("Ledger")
    run(world, "wages_paid")
    assert blamed(world) == []
    assert (world.balance("Ledger"), world.balance("rui")) == (80_00, 110_00)
    assert world.fact_kinds("Ledger").count("wages_paid") == 1
    world.check_books()


def test_somebody_named_has_a_day_and_is_listed_after_it(world: World):
    run(world, "wages ana")
    [event] = world.emitted(payrolls.PayrollDue)
    assert (event.payroll.employer_name, event.payroll.total.fen) == ("Ana", 30_00)
    assert blamed(world) == []
    world.forward(days=1)
    assert blamed(world) == [("Ana", BASIS)]
    with world.facilitating() as town:
        [court] = truth(town).agencies
    assert (court.listed, court.wrong, court.offenders) == (1, 0, 1)


def test_chance_has_no_participant_pay_wages_and_help_is_no_bad_luck(world: World):
    for _ in range(2):
        run(world, "wages ana")
    with pytest.raises(payrolls.NoPayroll):
        run(world, "wages_paid")
    assert world.balance("ana") == 100_00
    for _ in range(2):
        run(world, "wages_paid ana")
    assert world.balance("ana") == 40_00


def test_whoever_pays_in_time_is_never_listed_and_pays_once(world: World):
    run(world, "wages ana")
    for _ in range(2):
        with world.acting("ana") as town:
            assert payrolls.pay(town, 1).is_paid
    world.forward(days=2)
    assert blamed(world) == []
    assert world.balance("ana") == 70_00
    with world.acting("ana") as town:
        assert [one.is_paid for one in payrolls.mine(town)] == [True]
        with pytest.raises(payrolls.NoPayroll):
            payrolls.pay(town)


def test_nobody_pays_for_another(world: World):
    run(world, "wages ana")
    with world.acting("bo") as town:
        with pytest.raises(Outdated):
            payrolls.pay(town, 1)
        with pytest.raises(payrolls.NoPayroll):
            payrolls.pay(town)
        assert payrolls.mine(town) == ()


def test_an_employer_without_money_cannot_be_made_to_pay(town_of: Builder):
    world = town_of("ana", residents=("Ledger", "rui"), fen=5_00)
    run(world, "wages")
    with pytest.raises(payrolls.EmployerCannotPay):
        run(world, "wages_paid")
    world.check_books()


def test_a_closed_labour_office_reports_when_it_is_open_again(world: World):
    with world.facilitating() as town:
        agencies.close_source(town, "labour_inspection")
    run(world, "wages")
    world.forward(days=2)
    assert blamed(world) == []
    with world.facilitating() as town:
        agencies.open_source(town, "labour_inspection")
    world.forward(days=1)
    assert blamed(world) == [("Ledger", BASIS)]


def test_whoever_owes_wages_is_no_innocent_though_nobody_has_reported_it(world: World):
    with world.facilitating() as town:
        agencies.close_source(town, "labour_inspection")
    run(world, "wages")
    world.forward(days=1)
    with world.office() as town:
        listings.enter(town, "court", Colour.BLACK, world.ids["bo"], basis="discretion:1")
    assert [name for name, _ in blamed(world)] == ["Bo"]
    with world.facilitating() as town:
        [court] = truth(town).agencies
    assert (court.innocent, court.innocent_listed) == (4, 1), "all five but the employer"
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        payrolls.overdue(town)


def test_without_a_shop_there_is_nobody_to_employ(town_of: Builder):
    world = town_of("ana", residents=("rui",))
    with pytest.raises(payrolls.NobodyToEmploy):
        run(world, "wages")
