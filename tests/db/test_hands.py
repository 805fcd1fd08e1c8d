"""Raised hands: one a person, told to whoever runs the town, also while it is blank."""

from __future__ import annotations

import pytest

from services.kernel.errors import NotInTown, NoWorkshop, Outdated
from services.kernel.town import ParticipantId
from services.living import seats
from services.people import identity
from services.workshops import cockpit, hands
from services.workshops.hands import HandChanged, HandRaised, HandSeen, HandState
from services.workshops.sessions import clockwork, opening
from tests.support.moving import ANA, BO, FAY, GUS, acting, installation, joined, made
from tests.support.world import Builder, World

MINUTE_MS = 60_000


@pytest.fixture
def world(town_of: Builder) -> World:
    return installation(town_of)


@pytest.fixture
def opened(world: World) -> opening.Opened:
    """Fay's town, in which Ana and Bo live."""
    opened = made(world)
    for who in (ANA, BO):
        joined(world, opened.code, who)
    return opened


def raised(world: World, words: str = "") -> hands.Raised:
    with world.uow(ANA) as uow:
        return hands.raise_hand(uow, words)


def test_a_hand_is_up_once_until_it_is_taken_back(world: World, opened: opening.Opened):
    first = raised(world, "Where is\nthe card?")
    assert (first.is_new, first.hand.words) == (True, "Where is the card?")
    assert not raised(world).is_new
    changed = raised(world, "I have found it, but it is red")
    assert (changed.is_new, changed.hand.hand_id) == (False, first.hand.hand_id)
    assert [len(world.emitted(kind)) for kind in (HandRaised, HandChanged)] == [1, 1]
    with world.uow(ANA) as uow:
        hands.lower(uow)
    with world.uow(ANA) as uow, pytest.raises(hands.NoHandUp):
        hands.lower(uow)
    assert raised(world).is_new, "and up again"
    with world.uow(GUS) as uow, pytest.raises(NotInTown):
        hands.raise_hand(uow)
    with world.uow(ANA) as uow, pytest.raises(hands.HandTooLong):
        hands.raise_hand(uow, "x" * 201)


@pytest.mark.parametrize("is_blank", [False, True])
def test_whoever_runs_the_town_sees_who_waits_how_long_and_answers(
    world: World, opened: opening.Opened, is_blank: bool
):
    if is_blank:
        with world.uow(FAY) as uow:
            clockwork.panic(uow)
    raised(world, "lost")
    world.clock.pass_ms(4 * MINUTE_MS)
    with world.uow(BO) as uow:
        hands.raise_hand(uow)
    with world.uow(FAY) as uow:
        first, second = hands.waiting(uow)
        assert [(one.words, one.minutes) for one in (first, second)] == [("lost", 4), ("", 0)]
        hands.come(uow, first.hand_id)
        hands.answer(uow, second.hand_id, "It is on page 2")
    told = [(one.hand.state, one.answer) for one in world.emitted(HandSeen)]
    assert told == [(HandState.COMING, ""), (HandState.ANSWERED, "It is on page 2")]
    with world.uow(FAY) as uow:
        assert hands.waiting(uow) == ()
        with pytest.raises(Outdated):
            hands.come(uow, first.hand_id)
        with pytest.raises(hands.NoSuchHand):
            hands.answer(uow, first.hand_id, "too late")
    with world.uow(GUS) as uow, pytest.raises(NoWorkshop):
        hands.waiting(uow)


def test_a_hand_of_another_town_is_not_there(world: World, opened: opening.Opened):
    number = raised(world).hand.hand_id
    made(world, GUS)
    with world.uow(GUS) as uow, pytest.raises(Outdated):
        hands.come(uow, number)


def test_the_cockpit_shows_them_and_whoever_leaves_waits_no_more(
    world: World, opened: opening.Opened
):
    who = raised(world, "lost").hand.who
    assert seen(world) == [who]
    with acting(world, ANA) as (uow, _):
        seats.leave(uow)
    assert seen(world) == []


def seen(world: World) -> list[ParticipantId]:
    with world.uow(FAY) as uow:
        return [one.who for one in cockpit.panel(identity.facilitator_town(uow)).hands]
