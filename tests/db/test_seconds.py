"""Two who run one town: invited, alike in what they see and may, and one of them goes."""

from __future__ import annotations

import pytest

from services.kernel.errors import NotAllowed, NoWorkshop
from services.kernel.town import Role, Visitor, office
from services.people import identity
from services.people.identity import FacilitatorChanged
from services.workshops import admin, hands
from services.workshops.sessions import (
    AlreadyRuns,
    InvitationOver,
    LastFacilitator,
    NothingToOpen,
    SecondCame,
    clockwork,
    opening,
    queries,
    seconds,
)
from tests.support.moving import ANA, BO, FAY, grant, installation, joined, made
from tests.support.world import ON_SQLITE, Builder, World


@pytest.fixture
def world(town_of: Builder) -> World:
    return installation(town_of)


@pytest.fixture
def opened(world: World) -> opening.Opened:
    """Fay's town, which Bo, who has no role, runs with her."""
    opened, link = made(world), token(world)
    with world.uow(BO) as uow:
        seconds.accept(uow, link)
    return opened


def token(world: World, by: Visitor = FAY) -> str:
    with world.uow(by) as uow:
        return seconds.invite(uow).token


def reached(world: World, town: opening.Opened) -> list[int]:
    with world.uow() as uow:
        found = identity.office_town(uow, town.workshop_id, office())
        return sorted(one.chat_id for one in identity.facilitator_address(found))


def may(world: World, who: Visitor) -> bool:
    with world.uow(who) as uow:
        return identity.may_run(uow.conn, who)


def test_both_run_the_town_and_hear_what_is_told_to_who_runs_it(
    world: World, opened: opening.Opened
):
    assert reached(world, opened) == [FAY.tg_user_id, BO.tg_user_id]
    (came,) = world.emitted(SecondCame)
    assert came.name == BO.first_name
    for who in (FAY, BO):
        with world.uow(who) as uow:
            assert queries.my_status(uow).workshop_id == opened.workshop_id
            clockwork.pause(identity.facilitator_town(uow))
            assert queries.visitor_status(uow).is_facilitator
    joined(world, opened.code)
    with world.uow(ANA) as uow:
        hands.raise_hand(uow)
    with world.uow(BO) as uow:
        clockwork.panic(uow)
        assert len(hands.waiting(uow)) == 1


def test_who_helps_opens_what_they_closed(world: World, opened: opening.Opened):
    with world.uow(BO) as uow:
        opening.close(uow)
    with world.uow(BO) as uow:
        assert opening.reopen(uow).workshop_id == opened.workshop_id
        assert identity.facilitator_town(uow).workshop_id == opened.workshop_id
    with world.uow(BO) as uow:
        opening.close(uow)
    joined(world, made(world).code)
    with world.uow(ANA) as uow, pytest.raises(NothingToOpen):
        opening.reopen(uow, opened.code)


def test_looking_at_a_link_keeps_nothing_and_it_holds_once(world: World):
    opened, link = made(world), token(world)
    with world.uow(BO) as uow:
        assert seconds.look(uow, link).title == opened.title
        assert identity.known(uow).visitor == BO, "nothing is known of them yet"
    with world.uow(FAY) as uow, pytest.raises(AlreadyRuns):
        seconds.accept(uow, link)
    newer = token(world)
    with world.uow(BO) as uow, pytest.raises(InvitationOver):
        seconds.accept(uow, link)
    with world.uow(BO) as uow:
        seconds.accept(uow, newer)
    with world.uow(ANA) as uow, pytest.raises(InvitationOver):
        seconds.accept(uow, newer)


def test_a_link_holds_for_a_day_and_for_an_open_town(world: World):
    opened, old = made(world), token(world)
    world.clock.pass_ms(seconds.VALID_MS)
    with world.uow(BO) as uow, pytest.raises(InvitationOver):
        seconds.look(uow, old)
    newer = token(world)
    with world.uow(FAY) as uow:
        opening.close(uow, opened.code)
    with world.uow(BO) as uow, pytest.raises(InvitationOver):
        seconds.look(uow, newer)


def test_helping_in_one_town_is_no_right_to_make_others(world: World, opened: opening.Opened):
    with world.uow(BO) as uow, pytest.raises(NotAllowed):
        opening.open_new(uow)


@pytest.mark.parametrize("goes", ["the first", "the second"])
def test_one_goes_and_the_other_stays_and_can_close_it(
    world: World, opened: opening.Opened, goes: str
):
    gone, stays = (FAY, BO) if goes == "the first" else (BO, FAY)
    with world.uow(gone) as uow:
        seconds.step_down(uow)
    assert FacilitatorChanged(opened.workshop_id) in world.emitted(FacilitatorChanged)
    assert reached(world, opened) == [stays.tg_user_id]
    with world.uow(gone) as uow, pytest.raises(NoWorkshop):
        identity.facilitator_town(uow)
    assert may(world, gone) is (gone is FAY), "a role that was granted is the admin's to take"
    with world.uow(stays) as uow, pytest.raises(LastFacilitator):
        seconds.step_down(uow)
    with world.uow(stays) as uow:
        assert opening.close(uow, opened.code).code == opened.code


@ON_SQLITE
def test_whose_role_is_taken_leaves_the_town_to_the_other(world: World, opened: opening.Opened):
    ada = world.visitors["someone"]
    grant(world, ada, Role.ADMIN)
    with world.uow(ada) as uow:
        assert admin.revoke(uow, str(FAY.tg_user_id), "facilitator").left == ()
    assert reached(world, opened) == [BO.tg_user_id]
    with world.uow(ada) as uow:
        opening.take_over(uow, opened.code)
    assert reached(world, opened) == [ada.tg_user_id]
    assert not may(world, BO), "nothing of them is kept"


def test_whoever_helps_is_not_forgotten_while_they_do(world: World, opened: opening.Opened):
    with world.uow(BO) as uow:
        me = identity.person_of(uow)
        assert not identity.forget(uow.conn, me)
        assert me in identity.runners(uow.conn, opened.workshop_id)
