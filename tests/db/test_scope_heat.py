"""How much each kind of facts moves scores, by replay; one struck and restored moves nobody."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.people.facts import kinds
from services.standing import scores
from services.standing.agencies import document, hearing, members
from services.standing.rescoring import Cell, HeatMap, heat_map
from services.standing.rescoring.scope import turned
from services.standing.scores import CalculationSecret, Reading, open_book, scores_by
from tests.db.lawgiving import enact, remember
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE
CITY = "city_credit_office"
NAMES = ("ana", "bo", "cy", "dee", "eve", "fay")


@pytest.fixture
def world(town_of: Builder) -> World:
    made = town_of(*NAMES)
    for number, name in enumerate(NAMES):
        remember(made, name, "joined", "gaming_hours", *["jaywalking"] * number)
    return made


def looked_at(world: World) -> HeatMap:
    with world.facilitating() as town:
        return heat_map(town)


def cells(world: World) -> Mapping[tuple[str, str], Cell]:
    found = looked_at(world)
    return {(one.kind, one.agency.agency_id): one for one in found.cells}


def judged(world: World) -> dict[str, int]:
    """Everybody's score at the city's credit office, as the plain evaluator gives it."""
    with world.office() as town:
        people = members(town, CITY)
        found = scores.evaluate_for(town, people, CITY, scores.law_of(town))
        return {who: one.result.score for who, one in found.items()}


def test_a_cell_is_what_striking_its_kind_does_and_then_what_restoring_it_would(world: World):
    before, cell = judged(world), cells(world)["jaywalking", CITY]
    enact(world, "traffic", "off")
    after, struck = judged(world), cells(world)["jaywalking", CITY]
    moves = [abs(after[who] - before[who]) for who in before]
    assert (cell.moved, cell.people) == (sum(map(bool, moves)), len(NAMES))
    assert cell.moved == len(NAMES) - 1, "one never crossed on red"
    assert cell.hundredths == 100 * sum(moves) // len(NAMES) > 0
    assert (cell.is_struck, struck.is_struck) == (False, True)
    assert (struck.moved, struck.hundredths) == (cell.moved, cell.hundredths)


def test_what_no_document_reads_has_no_cell_and_what_nobody_did_moves_nobody(world: World):
    found = cells(world)
    assert {agency for _, agency in found} >= {CITY, "pay_score", "sesame_credit"}
    assert all(kind in kinds() for kind, _ in found)
    assert "complaint_made" not in {kind for kind, _ in found}
    assert found["fare_dodging", CITY].moved == 0


def test_people_see_it_once_the_books_are_open_and_never_of_few(world: World):
    remember(world, "dee", "fare_dodging")
    with pytest.raises(CalculationSecret), world.acting("ana") as town:
        heat_map(town)
    enact(world, "explanation", "receipt")
    with world.acting("ana") as town:
        found = heat_map(town)
    few = [one for one in looked_at(world).cells if 0 < one.moved < scores.GROUP_MIN]
    assert ("fare_dodging", CITY, 1) in {(one.kind, one.agency.agency_id, one.moved) for one in few}
    assert found.few == len(few)
    assert any(one.kind == "jaywalking" and one.moved for one in found.cells)
    assert not {one.moved for one in found.cells} & set(range(1, scores.GROUP_MIN))
    assert all(one.people >= scores.GROUP_MIN for one in found.cells)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=st.sets(st.sampled_from(sorted(kinds())), max_size=6))
def test_kinds_struck_and_restored_give_the_same_integers(world: World, chosen: set[str]):
    with world.office() as town:
        lawful = scores.law_of(town)
        reading = Reading.now(town, document(town, CITY), lawful, hearing(town, CITY))
        people = sorted(members(town, CITY))
        book = open_book(town, people, reading)
        other = reading
        for kind in (*chosen, *sorted(chosen)):
            other = turned(other, kind)
        assert scores_by(town, book, other, people) == scores_by(town, book, reading, people)
