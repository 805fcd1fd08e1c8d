"""A blank town: nothing is done in it, nobody is kept in it, and it goes on as it was."""

from __future__ import annotations

import pytest

from services.kernel.audit_log import latest
from services.kernel.errors import NoWorkshop, TownBlank
from services.kernel.timers import running_towns, set_timer
from services.kernel.town import Town
from services.kernel.towns import TownBlanked, TownShown
from services.living import seats
from services.people import identity
from services.workshops.sessions import NotBlank, clockwork, opening, queries
from tests.support.moving import ANA, BO, FAY, GUS, installation, joined, made
from tests.support.world import Builder, World

RUNG: list[str] = []


def ring(_: Town, subject: str) -> None:
    RUNG.append(subject)


@pytest.fixture
def world(town_of: Builder) -> World:
    return installation(town_of)


@pytest.fixture
def opened(world: World) -> opening.Opened:
    """Fay's town, in which Ana lives; it is blank."""
    opened = made(world)
    joined(world, opened.code)
    blank(world)
    return opened


def blank(world: World) -> None:
    with world.uow(FAY) as uow:
        clockwork.panic(uow)


def test_a_blank_town_stands_still_and_rings_nothing(town_of: Builder):
    world = town_of("ana", timers={"ring": ring})
    RUNG.clear()
    with world.office() as town:
        set_timer(town, "ring", "bell", due=town.now + 60)
    with world.facilitating() as town:
        clockwork.towns.blank(town)
        assert world.workshop_id not in running_towns(town.conn)
    at = world.now()
    world.pass_wall(ms=3_600_000)
    assert (world.now(), RUNG) == (at, [])


def test_nothing_is_done_in_a_blank_town_by_anybody(world: World, opened: opening.Opened):
    for who, enter in (
        (ANA, identity.participant_town),
        (ANA, identity.own_town),
        (FAY, identity.facilitator_town),
        (FAY, opening.invitation),
        (FAY, opening.close),
        (FAY, queries.my_status),
    ):
        with world.uow(who) as uow, pytest.raises(TownBlank):
            enter(uow)
    for verb in (seats.knock, seats.join):
        with world.uow(BO) as uow, pytest.raises(TownBlank):
            verb(uow, opened.code)
    with world.uow(FAY) as uow, pytest.raises(TownBlank):
        opening.close(uow, opened.code)


def test_nobody_is_kept_in_a_blank_town(world: World, opened: opening.Opened):
    with world.uow(ANA) as uow:
        assert queries.visitor_status(uow).persona is not None, "for the help of their role"
    with world.uow(ANA) as uow:
        assert seats.leave(uow).erased
    with world.uow(FAY) as uow:
        assert queries.visitor_status(uow).runs == opened.title


def test_blanking_twice_is_once_and_so_is_showing_again(world: World, opened: opening.Opened):
    blank(world)
    assert world.emitted(TownBlanked) == [TownBlanked(opened.workshop_id)]
    with world.uow(FAY) as uow:
        assert clockwork.blank_town(uow).workshop_id == opened.workshop_id
        clockwork.show_again(uow, opened.workshop_id)
    for again in (clockwork.blank_town, lambda uow: clockwork.show_again(uow, opened.workshop_id)):
        with world.uow(FAY) as uow, pytest.raises(NotBlank):
            again(uow)
    with world.uow(GUS) as uow, pytest.raises(NoWorkshop):
        clockwork.panic(uow)
    with world.uow() as uow:
        done = [line.action for line in latest(uow.conn)]
        assert [done.count(one) for one in ("panic", "panic_off")] == [1, 1]


@pytest.mark.parametrize("ran", [True, False])
def test_shown_again_the_clock_goes_on_if_it_ran_before(world: World, ran: bool):
    opened = made(world)
    if not ran:
        with world.uow(FAY) as uow:
            clockwork.pause(identity.facilitator_town(uow))
        world.clock.pass_ms(1_000)
    blank(world)
    with world.uow(FAY) as uow:
        clockwork.show_again(uow, opened.workshop_id)
    assert world.emitted(TownShown) == [TownShown(opened.workshop_id, ran)]
    with world.uow(FAY) as uow:
        assert identity.facilitator_town(uow).workshop.clock.running is ran
