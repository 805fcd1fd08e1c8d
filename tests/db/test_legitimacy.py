"""Trust as it was last told, and what residents make of it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S
from services.kernel.town import Randomness
from services.kernel.towns import workshops
from services.law import legitimacy
from services.law.legitimacy import Compliance
from services.living.residents import compliance
from services.standing import courts, listings
from services.standing.listings import Colour
from services.workshops import admin, cockpit, polls, scenarios, truth
from services.workshops.polls import Wave
from tests.support.world import Builder, World

CODE = "BCDFGH"
TRUST = [one.item_id for one in polls.items() if one.trust]
BY = Compliance(below=30, each_tenth=3)


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", "cy", residents=("rui",))


def wave(world: World, card: str, marks: tuple[int | None, ...], item: str = TRUST[0]) -> None:
    """Everybody answers one question, and the wave is closed."""
    with world.facilitating() as town:
        scenarios.run(town, card)
        asked = max(polls.results(town).waves, key=lambda one: one.wave).wave
    for name, mark in zip(("ana", "bo", "cy"), marks, strict=True):
        with world.acting(name) as town:
            polls.answer(town, asked, item, mark)
    with world.facilitating() as town:
        polls.close(town, asked)


def test_the_mean_is_of_trust_alone_and_of_no_fewer_than_three(world: World):
    assert TRUST == ["whole", "fair", "mended"]
    wave(world, "poll_before", (5, 1, 1), item="spies")
    with world.facilitating() as town:
        assert polls.meter(town) is None
    wave(world, "poll_during", (1, 2, 2))
    with world.facilitating() as town:
        found = polls.meter(town)
        assert found is not None
        assert (found.tenths, found.is_low) == (17, True)
        assert cockpit.panel(town).meter == found
    wave(world, "poll_after", (5, 4, None))
    with world.facilitating() as town:
        assert polls.meter(town) == found, "of two nothing is told: the last one stands"
        assert [one.tenths for one in polls.results(town).course] == [None, 17, None]


@pytest.mark.parametrize(
    ("percent", "tenths", "left"),
    [(90, None, 90), (90, 50, 90), (90, 30, 90), (90, 29, 87), (90, 10, 30), (50, 10, 0)],
)
def test_each_tenth_below_takes_its_part(percent: int, tenths: int | None, left: int):
    assert legitimacy.lowered(percent, tenths, BY) == left


def test_without_trust_fewer_comply_nobody_newly_and_the_export_has_the_curve(world: World):
    def meant(times: int = 200) -> list[bool]:
        with world.office() as town:
            draws = (Randomness(b"seed", str(n)) for n in range(times))
            return [legitimacy.complies(town, 90, compliance(), draw) for draw in draws]

    before = meant()
    wave(world, "poll_before", (1, 1, 1))
    after = meant()
    assert sum(after) < sum(before) - 50
    assert all(then for then, now in zip(before, after, strict=True) if now), "one draw each"
    with world.uow() as uow:
        uow.conn.execute(update(workshops).values(code=CODE))
        told = json.loads(admin.export(uow, CODE).text)["tables"]["legitimacy"]
    curve = [(one["wave"], one["trust_tenths"], one["asked"], one["complied"]) for one in told]
    assert curve == [(0, None, 200, sum(before)), (Wave.BEFORE, 10, 200, sum(after))]


def test_waiting_costs_the_days_of_those_who_are_wrongly_listed(world: World):
    begun = world.now()
    world.forward(hours=12)
    with world.office() as town:
        for name, basis in (("ana", "discretion:1"), ("rui", "kin:1"), ("bo", "judgment:1")):
            listings.enter(town, courts.AGENCY, Colour.BLACK, world.ids[name], basis=basis)
        listings.publish_due(town)
    world.forward(days=1, hours=12)
    with world.facilitating() as town:
        costs = truth.delay_costs(town, begun, town.now)
        assert [(one.day, one.hundredths) for one in costs] == [(1, 33), (2, 200), (3, 66)]
        assert truth.delay_costs(town, begun, begun + DAY_S // 4)[0].hundredths == 0
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        truth.delay_costs(town, begun, town.now)
