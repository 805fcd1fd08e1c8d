"""Twin timelines: the same facts under another law, by the town's own rules, and nothing stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from services.kernel.schema import metadata
from services.law.switchboard import Switch, UnknownSwitch
from services.standing import listings, sanctions, twins
from services.standing.listings import Colour, Said
from services.standing.scores import CalculationSecret
from tests.db.lawgiving import enact, look, remember

CITY = "city_credit_office"


@pytest.fixture
def world(town_of):
    made = town_of("ana", "bo", fen=500_00)
    remember(made, "ana", "joined")
    enact(made, "explanation", "receipt")
    return made


def spared(world, switch):
    with world.acting("ana") as town:
        found = {one.setting.switch: one for one in twins.sparing(town)}
    return found.get(Switch(switch))


def listed(world, agency="court", basis="judgment:1", said=None):
    with world.office() as town:
        ana = world.ids["ana"]
        listings.enter(town, agency, Colour.BLACK, ana, basis=basis, said=said or Said())
        listings.publish_due(town)


def test_without_trouble_no_law_spares_anybody(world):
    with world.acting("ana") as town:
        found = twins.sparing(town)
    assert not any(one.opened or one.lists for one in found)


def test_who_is_listed_sees_which_law_would_open_the_doors(world):
    listed(world)
    found = spared(world, "list_sanctions")
    court = [one.closes for one in sanctions.catalogue().by_list.values() if one.agency == "court"]
    assert {door.door_id for door in found.opened} == set(court)
    assert found.value == "off"
    assert found.lists == ()


def test_a_listing_at_discretion_would_not_stand_where_the_law_wants_a_basis(world):
    listed(world, "city_credit_office", "discretion:7", Said("", "rumour"))
    enact(world, "joint_sanctions", "on")
    found = spared(world, "legal_basis")
    assert [one.agency for one in found.lists] == ["city_credit_office"]
    assert found.opened


def test_what_small_faults_cost_is_said_in_points(world):
    remember(world, "ana", "jaywalking", "jaywalking", "fare_dodged")
    before = look(world, agency=CITY).standing.score
    found = {one.agency_id: points for one, points in spared(world, "petty").moved}
    enact(world, "petty", "off")
    assert found[CITY] == look(world, agency=CITY).standing.score - before
    assert found[CITY] > 0


def test_looking_changes_nothing_and_nobody_hears_of_it(world):
    listed(world, "city_credit_office", "discretion:7", Said("", "rumour"))
    enact(world, "score_sanctions", "on")
    look(world)
    before = _everything(world)
    with world.acting("ana") as town:
        twins.sparing(town)
        twins.twin(town, "legal_basis")
        assert town.events == []
    assert _everything(world) == before


def test_under_the_law_as_it_was_the_twin_is_the_same_life(world):
    for day in range(1, 5):
        remember(world, "ana", "paid", "jaywalking", amount=100 * day)
        look(world)
        world.forward(days=1)
    with world.acting("ana") as town:
        found = twins.twin(town, "leaderboard")  # it moves no score
    ((was, would_be),) = found.pairs
    assert len(was.points) == 4
    assert would_be == was


def test_the_past_is_judged_by_the_facts_of_its_day(world):
    look(world, agency=CITY)
    world.forward(days=1)
    remember(world, "ana", "jaywalking", "fare_dodged")
    look(world, agency=CITY)
    with world.acting("ana") as town:
        ((was, would_be),) = twins.twin(town, "petty").pairs
    assert would_be.points[0] == was.points[0]
    assert would_be.points[1][1] > was.points[1][1]


def test_it_is_told_to_nobody_while_the_calculation_is_secret(world):
    enact(world, "explanation", "vague")
    with world.acting("ana") as town, pytest.raises(CalculationSecret):
        twins.sparing(town)


@pytest.mark.parametrize("typed", ["moon", "rescoring_day", ""])
def test_what_cannot_be_turned_round_is_refused(world, typed):
    with world.acting("ana") as town, pytest.raises(UnknownSwitch):
        twins.twin(town, typed)


def _everything(world):
    with world.engine.connect() as conn:
        return {
            table.name: conn.execute(select(text("*")).select_from(table)).all()
            for table in metadata.sorted_tables
        }
