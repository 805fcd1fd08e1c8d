"""Hearings: two sides and a clerk, in turn; whoever is not there is spoken for."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from services.people.identity.tables import participants
from services.standing import ombudsman
from services.standing.ombudsman import Side
from tests.db.appealing import appoint, case, file, lawful, rule
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    """A town whose law knows an ombudsman; Bo holds the office."""
    made = lawful(town_of)
    appoint(made, "bo")
    return made


def speak(world: World, name: str, number: int, words: str = "") -> ombudsman.Hearing:
    with world.acting(name) as town:
        return ombudsman.speak(town, number, words)


def test_two_sides_and_a_clerk_are_heard_in_turn_while_the_clock_stands_still(world: World):
    number = file(world)
    with world.facilitating() as town:
        ombudsman.give_part(town, f"{number} clerk cy")
        ombudsman.give_part(town, f"{number} agency dee")
    with world.acting("bo") as town:
        ombudsman.open_hearing(town, number)
        assert ombudsman.open_hearing(town, number).turn is Side.CLERK, "twice is once"
    assert case(world, number).clock.is_paused  # type: ignore[union-attr]
    with pytest.raises(ombudsman.NotYourTurn):
        speak(world, "ana", number, "I was first!")
    with pytest.raises(ombudsman.HearingOpen):
        rule(world, number, "follows")
    speak(world, "cy", number, "The file is read.")
    speak(world, "ana", number, "I paid.")
    speak(world, "dee", number, "The books say late.")
    speak(world, "ana", number)
    closed = speak(world, "cy", number, "Closed.")
    assert closed.turn is None
    assert [(one.side, one.words) for one in closed.spoken] == [
        (Side.CLERK, "The file is read."),
        (Side.COMPLAINANT, "I paid."),
        (Side.AGENCY, "The books say late."),
        (Side.COMPLAINANT, ""),
        (Side.CLERK, "Closed."),
    ]
    assert not case(world, number).clock.is_paused  # type: ignore[union-attr]
    assert rule(world, number, "follows").state == "dismissed"


def test_the_program_speaks_for_whoever_is_not_there(world: World):
    number = file(world)
    with world.acting("bo") as town:
        found = ombudsman.open_hearing(town, number)
    assert found.turn is Side.COMPLAINANT
    assert [one.by_program for one in found.spoken] == [True]
    with world.acting("bo") as town:
        ombudsman.skip(town, number)
        closed = ombudsman.skip(town, number)
    assert closed.turn is None


def test_no_party_plays_another_part(world: World):
    number = file(world)
    for typed in (f"{number} clerk ana", f"{number} agency bo"):
        with pytest.raises(ombudsman.OnBothSides), world.facilitating() as town:
            ombudsman.give_part(town, typed)
    with pytest.raises(ombudsman.NoSuchPart), world.facilitating() as town:
        ombudsman.give_part(town, f"{number} juror cy")


def test_who_leaves_speaks_no_more_and_their_case_goes_on_by_the_books(world: World):
    number = file(world)
    with world.acting("bo") as town:
        ombudsman.open_hearing(town, number)
    with world.office() as town:
        gone = participants.c.participant_id == world.ids["ana"]
        town.conn.execute(update(participants).where(gone).values(seated=False))
        ombudsman.let_go(town, world.ids["ana"])
    with world.acting("bo") as town:
        found = ombudsman.file_of(town, number)
    assert found.has_left
    assert found.hearing is not None
    assert found.hearing.turn is None
    before = world.balance("ana")
    rule(world, number, "does_not_follow", mask=0b11111)
    assert world.balance("ana") == before, "nobody is paid who has left"


def test_whoever_will_decide_listens(world: World):
    number = file(world)
    with world.acting("bo") as town:
        assert ombudsman.open_hearing(town, number).judges == {world.ids["bo"]}
