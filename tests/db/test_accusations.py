"""A fall before somebody: staged or not, contested or not, and whose name ends on the list."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from services.kernel.errors import NotAllowed
from services.people.facts import FACTS
from services.standing import accusations, listings
from services.standing.accusations import (
    AccusationDecided,
    Accused,
    FallState,
    NobodyAccusesYou,
    Side,
)
from services.standing.accusations.tables import fall_accusations
from services.workshops import scenarios
from tests.support.world import Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    timers = {accusations.ACCUSATION_DUE: accusations.fall_due}
    return town_of("ana", "bo", residents=("rui", "sam", "tia"), timers=timers)


def accused(world: World, card: str = "pengci", who: str = "Ana") -> accusations.Accusation:
    with world.facilitating() as town:
        scenarios.run(town, f"{card} {who}".strip())
    return world.emitted(Accused)[-1].accusation


def decided(world: World, number: int, side: Side) -> accusations.Accusation:
    with world.facilitating() as town:
        return accusations.decide(town, number, side)


def blamed(world: World) -> list[tuple[str, str]]:
    """Names and bases on the black list, once published."""
    with world.office() as town:
        listings.strike_lifted(town)
        listings.publish_due(town)
        return [(one.name, one.basis) for one in listings.standing(town, listings.Colour.BLACK)]


def truths(world: World) -> list[tuple[str, bool]]:
    kinds = ("fall_caused", "false_accusation")
    found = select(FACTS.c.kind, FACTS.c.is_true).where(FACTS.c.kind.in_(kinds))
    return [(kind, bool(is_true)) for kind, is_true in world.rows(found)]


def test_whoever_does_not_answer_a_staged_fall_is_listed_for_what_never_happened(world: World):
    one = accused(world)
    assert (one.accused_name, one.state) == ("Ana", FallState.OPEN)
    world.forward(days=2)
    assert blamed(world) == [("Ana", f"fact:fall_caused:{one.accusation_id}")]
    assert truths(world) == [("fall_caused", False)]


def test_a_counter_claim_that_is_believed_lists_the_accuser_and_truly(world: World):
    one = accused(world)
    with world.acting("ana") as town:
        accusations.counter(town)
    world.forward(days=9)  # it waits for a decision, however long
    assert blamed(world) == []
    decided(world, one.accusation_id, Side.ACCUSED)
    [(name, _)] = blamed(world)
    assert name == one.accuser_name
    assert truths(world) == [("false_accusation", True)]


def test_a_late_counter_claim_takes_the_listing_back_and_is_heard_once(world: World):
    one = accused(world)
    decided(world, one.accusation_id, Side.ACCUSER)
    assert [name for name, _ in blamed(world)] == ["Ana"]
    with world.acting("ana") as town:
        assert accusations.counter(town).state is FallState.COUNTERED
        with pytest.raises(NobodyAccusesYou):
            accusations.counter(town)
    decided(world, one.accusation_id, Side.ACCUSED)
    assert [name for name, _ in blamed(world)] == [one.accuser_name]
    assert "fact_struck" in world.fact_kinds("ana")
    assert len(world.emitted(AccusationDecided)) == 2


def test_paying_ends_it_and_leaves_nothing(world: World):
    accused(world)
    with world.acting("ana") as town:
        assert accusations.settle(town).state is FallState.SETTLED
    world.forward(days=3)
    assert world.balance("ana") == 80_00
    assert (blamed(world), truths(world)) == ([], [])
    world.check_books()


def test_two_things_can_be_looked_at_and_show_the_same_ever_after(world: World):
    one = accused(world)
    with world.acting("ana") as town:
        for piece in ("dashcam", "dashcam"):
            accusations.look(town, piece)
        seen = accusations.look(town, "past")
        assert [look.piece_id for look in seen.looks] == ["dashcam", "past"]
        again = accusations.accusation_of(town, one.accusation_id)
        assert again.looks == seen.looks
        with pytest.raises(accusations.NoTimeToLook):
            accusations.look(town, "witness")
        with pytest.raises(accusations.NothingLikeIt):
            accusations.look(town, "tarot")


def test_pieces_are_wrong_as_often_as_their_numbers_say(world: World):
    with world.office() as town:
        for piece_id, piece in accusations.evidence().pieces.items():
            wrong = sum(
                not accusations.shown(town, number, piece_id, is_staged=True)
                for number in range(1, 401)
            )
            assert abs(wrong / 400 - (1 - piece.right_per_mille / 1000)) < 0.08


def test_the_accused_cannot_be_accused_twice_at_once_and_others_cannot_answer(world: World):
    one = accused(world)
    with pytest.raises(accusations.AccusedAlready), world.facilitating() as town:
        scenarios.run(town, "fall ana")
    with world.acting("bo") as town:
        for answer in (accusations.counter, accusations.settle):
            with pytest.raises(NobodyAccusesYou):
                answer(town, one.accusation_id)
        with pytest.raises(NotAllowed):
            accusations.decide(town, one.accusation_id, Side.ACCUSER)
        with pytest.raises(NotAllowed):
            accusations.book(town)


def test_without_a_name_chance_takes_a_resident_and_a_decision_stands(world: World):
    one = accused(world, who="")
    assert one.accused_name not in {"Ana", "Bo"}
    decided(world, one.accusation_id, Side.ACCUSED)
    assert (blamed(world), truths(world)) == ([], []), "no counter-claim, nothing against anybody"
    with pytest.raises(accusations.AnsweredAlready):
        decided(world, one.accusation_id, Side.ACCUSER)


def test_a_real_fall_that_was_held_against_the_accuser_is_untrue(world: World):
    one = accused(world, "fall")
    with world.office() as town:
        town.conn.execute(update(fall_accusations).values(is_staged=False))
    with world.acting("ana") as town:
        accusations.counter(town)
    decided(world, one.accusation_id, Side.ACCUSED)
    assert truths(world) == [("false_accusation", False)]
