"""Grades for those who keep files: what they promised in public, and whether they kept it."""

from __future__ import annotations

import pytest

from services.kernel.time import DAY_S
from services.living import offices
from services.living.offices import nights
from services.living.offices.tables import office_incidents
from services.people.facts import Fact, record, strike
from services.standing import agencies, complaints, scores
from services.workshops import grades, questions
from services.workshops.grades import Graded
from services.workshops.grades.catalogue import Band, Grades
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

LIBRARY = "library"


@pytest.fixture
def world(town_of: Builder) -> World:
    world = town_of("ana", "bo", residents=("rui",), timers={offices.OFFICE_FEED: offices.night})
    enact(world, "office_grades", "on")
    return world


def graded(world: World) -> dict[str, Graded]:
    with world.acting("ana") as town:
        return {one.keeper: one for one in grades.grades(town).lines}


def incident(world: World, number: int) -> None:
    """Something that the library has to report today."""
    with world.office() as town:
        who = world.ids["rui"]
        values = {"office": LIBRARY, "kind": "book_borrowed", "amount": 0, "who": who}
        times = {"happened_town_s": town.now, "due_town_s": town.now}
        town.conn.execute(
            office_incidents.insert().values(
                workshop_id=town.workshop_id, named=who, key=f"x:{number}", **values, **times
            )
        )


def report(world: World) -> None:
    with world.office() as town:
        nights.report(town)


def test_nobody_is_graded_before_the_law_says_so(town_of: Builder):
    world = town_of("ana")
    with pytest.raises(grades.GradesOff), world.acting("ana") as town:
        grades.grades(town)


def test_a_closed_office_that_reports_late_loses_its_grade(world: World):
    for number in range(4):
        incident(world, number)
    report(world)
    assert (graded(world)[LIBRARY].kept, graded(world)[LIBRARY].grade) == (4, "A")
    with world.facilitating() as town:
        agencies.close_source(town, LIBRARY)
    incident(world, 5)
    incident(world, 6)
    world.forward(days=2)
    told = graded(world)[LIBRARY]
    assert (told.kept, told.broken, told.grade) == (4, 2, "D"), "late though not reported yet"
    with world.facilitating() as town:
        agencies.open_source(town, LIBRARY)
    report(world)
    assert graded(world)[LIBRARY].broken == 2


def test_what_had_to_be_taken_back_is_a_broken_promise(world: World):
    with world.office() as town:
        record(town, Fact(world.ids["ana"], "book_borrowed", source=LIBRARY, key="wrong:1"))
        record(town, Fact(world.ids["ana"], "rated", source="open_ratings", key="stars:1"))
        strike(town, world.ids["ana"], ["wrong:1", "stars:1"], "town_hall")
    assert graded(world).keys() == {LIBRARY}, "the app's own notes are nobody's word"
    told = graded(world)[LIBRARY]
    assert (told.kept, told.broken, told.grade) == (0, 1, None), "one promise is too few"


def test_a_complaint_that_is_upheld_counts_against_the_agency_and_its_answer_for_the_hall(
    world: World,
):
    with world.acting("ana") as town:
        scores.my_page(town, scores.PAY_SCORE)
        number = complaints.in_words(town, "This is wrong.").complaint.number
    assert graded(world) == {}, "its days are not over"
    with world.facilitating() as town:
        complaints.decide(town, number, is_upheld=True)
    told = graded(world)
    assert told[scores.PAY_SCORE].broken == 1
    assert (told["town_hall"].kept, told["town_hall"].title) == (1, None)


def test_a_question_that_nobody_answers_is_held_against_the_hall_after_its_days(world: World):
    with world.acting("ana") as town:
        questions.ask(town, "Who pays for it?")
    assert graded(world) == {}
    world.forward(days=grades.catalogue().answer_days)
    assert graded(world) == {}
    world.forward(seconds=1)
    assert graded(world)["town_hall"].broken == 1


@pytest.mark.parametrize(
    ("kept", "broken", "grade"),
    [
        (2, 0, None),
        (3, 0, "A"),
        (19, 1, "A"),
        (17, 3, "B"),
        (14, 6, "C"),
        (13, 7, "D"),
        (0, 3, "D"),
    ],
)
def test_grades_begin_at_their_shares(kept: int, broken: int, grade: str | None):
    bands = grades.catalogue()
    assert isinstance(bands, Grades)
    assert all(isinstance(one, Band) for one in bands.grades)
    assert bands.of(kept, broken) == grade
    assert bands.answer_days * DAY_S > 0
