"""The month's model cases, and the model citizen who lives rent-free for a year."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, HOUR_S
from services.money.ledger import balance
from services.people import masks
from services.people.identity import by_id
from services.standing import bulletins, courts, listings, lists
from services.standing.bulletins import CASES_MAX, RENT, BulletinPublished
from services.standing.bulletins.tables import bulletins as table
from services.standing.listings import Colour
from tests.support.world import Builder, World

PRAISED = ("ana", "bo")


@pytest.fixture
def world(town_of: Builder) -> World:
    world = town_of("ana", "bo", "cy", timers={bulletins.MONTH: bulletins.first_of_month})
    with world.office() as town:
        bulletins.start_months(town)
        for name in PRAISED:
            who = world.ids[name]
            listings.enter(town, "town_hall", Colour.RED, who, basis=f"pay_score:{who}:1")
        listings.publish_due(town)
    return world


def judge(world: World, times: int = 1) -> None:
    for _ in range(times):
        with world.facilitating() as town:
            courts.enforce(town, courts.judge(town, world.ids["cy"]).judgment_id)
    with world.office() as town:
        listings.publish_due(town)


def latest(world: World) -> bulletins.Bulletin:
    with world.acting("ana") as town:
        return bulletins.latest(town)


def money(world: World, name: str) -> int:
    with world.office() as town:
        return balance(town, by_id(town, world.ids[name]).wallet)


def test_on_the_first_of_the_month_cases_come_out_without_names(world: World):
    with pytest.raises(bulletins.NoBulletin):
        latest(world)
    judge(world)
    world.forward(days=31, hours=1)
    found = latest(world)
    assert (found.month, found.at.town_s) == ("2015-01", 31 * DAY_S + 9 * HOUR_S)
    assert [one.colour for one in found.cases] == [Colour.BLACK, Colour.RED, Colour.RED]
    assert found.cases[0].owed is not None
    told = repr(found.cases)
    assert not [name for name, who in world.ids.items() if name.title() in told or who in told]
    assert len(world.emitted(BulletinPublished)) == 1


@pytest.mark.parametrize(("blamed", "of_black"), [(9, 8), (12, 8), (3, 3)])
def test_never_more_than_ten_and_some_of_each(world: World, blamed: int, of_black: int):
    judge(world, blamed)
    world.forward(days=31, hours=1)
    found = latest(world).cases
    assert len(found) == min(CASES_MAX, blamed + len(PRAISED))
    assert [one.colour for one in found].count(Colour.BLACK) == of_black


def test_a_case_is_told_once_as_it_stood_and_the_next_month_tells_its_end(world: World):
    judge(world)
    world.forward(days=31, hours=1)
    first = latest(world)
    with world.facilitating() as town:
        courts.pay_judgment(town, of=world.ids["cy"])
        lists.publish(town)
    with world.acting("ana") as town:
        assert bulletins.between(town, 0, town.now + 1)[0].cases[0] == first.cases[0]
    world.forward(days=28)
    [case] = [one for one in latest(world).cases if one.colour is Colour.BLACK]
    assert case.is_over


def test_of_a_long_leap_each_month_is_kept_and_the_last_is_told(world: World):
    world.forward(days=100)
    assert [row.month for row in world.rows(select(table))] == ["2015-01", "2015-02", "2015-03"]
    assert len(world.emitted(BulletinPublished)) == 1


def test_the_best_of_the_red_list_lives_rent_free_for_a_year_and_no_longer(world: World):
    before = {name: money(world, name) for name in world.ids}
    world.forward(days=31, hours=1)
    named = latest(world).citizen.casefold()
    assert named in PRAISED
    assert money(world, named) == before[named] + RENT
    [other] = set(PRAISED) - {named}
    world.forward(days=28)
    assert latest(world).citizen.casefold() == other, "who lives rent-free is not chosen again"
    assert money(world, named) == before[named] + 2 * RENT
    assert money(world, other) == before[other] + RENT
    assert money(world, "cy") == before["cy"]
    world.forward(days=365)
    assert money(world, other) <= before[other] + 13 * RENT
    assert world.fact_kinds(named).count("rent_waived") in range(12, 26)


def test_who_runs_the_town_need_not_wait_and_the_month_has_one_bulletin(world: World):
    judge(world)
    for _ in range(2):
        with world.facilitating() as town:
            bulletins.publish_now(town)
    world.forward(days=31, hours=1)
    assert [row.month for row in world.rows(select(table))] == ["2015-01"]
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        bulletins.publish_now(town)


def test_a_masked_citizen_is_not_named(world: World):
    world.forward(days=31, hours=1)
    citizen = latest(world).citizen
    with world.facilitating() as town:
        masks.set_mask(town, citizen, on=True)
    found = latest(world)
    assert (found.has_citizen, found.citizen) == (True, "")


def test_the_same_first_twice_is_one_bulletin_and_one_rent(world: World):
    world.forward(days=31, hours=1)
    before = {name: money(world, name) for name in PRAISED}
    with world.office() as town:
        bulletins.first_of_month(town, "")
    assert len(world.rows(select(table))) == 1
    assert {name: money(world, name) for name in PRAISED} == before
