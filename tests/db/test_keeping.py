"""A town always has somebody: what goes to a role goes to those who hold it now."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.acts import at_town
from services.kernel.audit_log import AuditLine, latest, note_refused
from services.kernel.errors import NotAllowed, NotInTown, NoWorkshop, Outdated, TownClosed
from services.kernel.town import Role, Visitor, office
from services.kernel.towns import CLOSED, set_state, workshops
from services.living import offices
from services.living.seats import CodeUnknown, WorkshopClosed
from services.people import identity
from services.people.identity import FacilitatorChanged
from services.people.identity.tables import persons
from services.workshops import admin
from services.workshops.sessions import clockwork, opening, queries
from tests.support.moving import grant
from tests.support.world import Builder, World

BOT = 777
FAY, GUS = (
    Visitor(bot_id=BOT, tg_user_id=501, first_name="Fay", username=None, language="en"),
    Visitor(bot_id=BOT, tg_user_id=502, first_name="Gus", username=None, language="en"),
)
ADA = Visitor(bot_id=BOT, tg_user_id=401, first_name="Ada", username="ada", language="en")


@pytest.fixture
def world(town_of: Builder) -> World:
    """An installation with an admin and two facilitators."""
    world = town_of("ana")
    grant(world, ADA, Role.ADMIN)
    grant(world, FAY)
    grant(world, GUS)
    return world


def made(world: World, by: Visitor = FAY) -> opening.Opened:
    with world.uow(by) as uow:
        return opening.open_new(uow, "Monday")


def revoke(world: World, who: Visitor = FAY) -> admin.RoleChange:
    with world.uow(ADA) as uow:
        return admin.revoke(uow, str(who.tg_user_id), "facilitator")


def reached(world: World, town: opening.Opened) -> list[int]:
    """Whom a message to the facilitator reaches."""
    with world.uow() as uow:
        found = identity.office_town(uow, town.workshop_id, office())
        return [one.chat_id for one in identity.facilitator_address(found)]


def log(world: World) -> list[AuditLine]:
    with world.uow() as uow:
        return latest(uow.conn)


# ── who holds the role now ──────────────────────────────────────────────────


def test_after_a_revocation_nothing_reaches_them_and_nothing_obeys_them(world: World):
    town = made(world)
    assert reached(world, town) == [501]
    revoke(world)
    assert reached(world, town) == []
    for verb in (identity.facilitator_town, opening.close, opening.invitation, queries.my_status):
        with world.uow(FAY) as uow, pytest.raises(NoWorkshop):
            verb(uow)
    with world.uow(FAY) as uow:
        assert queries.visitor_status(uow).runs is None


def test_a_revocation_taken_back_gives_the_town_back(world: World):
    town = made(world)
    revoke(world)
    grant(world, FAY)
    assert reached(world, town) == [501]


def test_whoever_revokes_is_told_which_towns_nobody_runs_now(world: World):
    opened = [made(world), made(world)]
    with world.uow(FAY) as uow:
        opening.close(uow)
    assert revoke(world).left == (opened[0].code,)
    towns = [event.workshop_id for event in world.emitted(FacilitatorChanged)]
    assert towns == [one.workshop_id for one in opened], "closed ones hear of it as well"


def test_a_facilitator_who_is_an_admin_too_loses_no_town(world: World):
    town = made(world)
    grant(world, FAY, Role.ADMIN)
    assert revoke(world).left == ()
    assert reached(world, town) == [501]


# ── taking over and closing ─────────────────────────────────────────────────


def test_an_admin_takes_a_town_over_and_runs_it(world: World):
    town = made(world)
    with world.uow(ADA) as uow:
        assert opening.take_over(uow, town.code.lower()).code == town.code
    assert reached(world, town) == [401]
    with world.uow(ADA) as uow:
        assert identity.facilitator_town(uow).workshop_id == town.workshop_id
    with world.uow(FAY) as uow, pytest.raises(NoWorkshop):
        identity.facilitator_town(uow)
    assert world.rows(select(persons).where(persons.c.tg_user_id == 501)) == [], "runs nothing now"
    assert world.emitted(FacilitatorChanged) == [FacilitatorChanged(town.workshop_id)]


def test_taking_over_twice_is_once(world: World):
    town = made(world)
    for _ in range(2):
        with world.uow(ADA) as uow:
            opening.take_over(uow, town.code)
    assert len(world.emitted(FacilitatorChanged)) == 1
    assert [line.action for line in log(world)] == ["workshop_take", "workshop_new"]


def test_of_several_towns_one_is_at_the_one_taken_last(world: World):
    first, second = made(world), made(world)
    for town in (first, second, first):
        world.clock.ms += 1
        with world.uow(ADA) as uow:
            opening.take_over(uow, town.code)
        with world.uow(ADA) as uow:
            assert identity.facilitator_town(uow).workshop_id == town.workshop_id


def test_a_panels_button_works_in_the_town_that_it_shows_only(world: World):
    first, second = made(world), made(world)
    with world.uow(FAY) as uow:
        town = identity.facilitator_town(uow)
        assert at_town(town, second.workshop_id, clockwork.pause).changed
        with pytest.raises(Outdated):
            at_town(town, first.workshop_id, clockwork.resume)


def test_who_lives_in_a_closed_town_is_told_that_it_is_closed(world: World):
    with world.uow(world.visitors["ana"]) as uow:
        assert identity.participant_town(uow).workshop_id == world.workshop_id
    with world.uow() as uow:
        set_state(uow, world.workshop_id, CLOSED)
    with world.uow(world.visitors["ana"]) as uow, pytest.raises(TownClosed):
        identity.participant_town(uow)
    with world.uow(FAY) as uow, pytest.raises(NotInTown) as stranger:
        identity.participant_town(uow)
    assert type(stranger.value) is NotInTown


def test_only_an_admin_takes_over(world: World):
    town = made(world)
    with world.uow(GUS) as uow, pytest.raises(NotAllowed):
        opening.take_over(uow, town.code)
    with world.uow(ADA) as uow, pytest.raises(CodeUnknown):
        opening.take_over(uow, "BCDFGH")
    assert reached(world, town) == [501]


def test_an_admin_closes_any_town_also_one_that_nobody_runs(world: World):
    town = made(world)
    revoke(world)
    with world.uow(ADA) as uow:
        opening.close(uow, town.code)
    state = select(workshops.c.state).where(workshops.c.workshop_id == town.workshop_id)
    assert world.rows(state)[0].state == "closed"
    assert log(world)[0].actor.startswith("admin ")
    with world.uow(ADA) as uow, pytest.raises(WorkshopClosed):
        opening.close(uow, town.code)


def test_a_facilitator_closes_an_older_town_of_theirs_by_its_code_and_no_other(world: World):
    first, second = made(world), made(world)
    foreign = made(world, GUS)
    with world.uow(FAY) as uow:
        opening.close(uow, first.code)
        assert identity.facilitator_town(uow).workshop_id == second.workshop_id
        with pytest.raises(NotAllowed):
            opening.close(uow, foreign.code)
    assert log(world)[0].actor.startswith("facilitator ")


def test_opening_an_older_town_again_lets_its_own_clock_run(world: World):
    first = made(world)
    with world.uow(FAY) as uow:
        opening.close(uow)
    made(world)
    with world.uow(FAY) as uow:
        opening.reopen(uow, first.code)
    running = select(workshops.c.running).where(workshops.c.workshop_id == first.workshop_id)
    assert world.rows(running)[0].running


def test_an_admin_who_runs_a_town_closes_an_office_there(world: World):
    made(world, ADA)
    with world.uow(ADA) as uow:
        town = identity.facilitator_town(uow)
        some = offices.all_offices(uow).lines[0].office
        assert offices.close(town, some.office_id).changed


# ── the log ─────────────────────────────────────────────────────────────────


def test_the_log_tells_who_without_a_number(world: World):
    with world.uow(ADA) as uow:
        ada = admin.who_am_i(uow)
        granted = admin.grant(uow, "777000501", "facilitator")
    with world.uow(
        Visitor(bot_id=BOT, tg_user_id=777000501, first_name="Fay", username=None, language="en")
    ) as uow:
        assert admin.who_am_i(uow) == admin.Account(777000501, granted.mark, (Role.FACILITATOR,))
        town = opening.open_new(uow)
    last, first = log(world)
    assert (first.actor, first.detail) == (f"admin {ada.mark}", f"facilitator {granted.mark}")
    assert (last.actor, last.workshop) == (f"facilitator {granted.mark}", town.code)
    assert "777000501" not in str(log(world))


def test_an_act_in_a_town_is_marked_as_one_at_the_desk(world: World):
    made(world)
    with world.uow(FAY) as uow:
        mark = admin.who_am_i(uow).mark
        town = identity.facilitator_town(uow)
        note_refused(town, "x")
    assert log(world)[0].actor == f"somebody {mark}"


def test_a_refused_attempt_is_one_line_however_often_it_is_made(world: World):
    for _ in range(3):
        with world.uow(GUS) as uow:
            note_refused(uow, "grant")
    with world.uow(FAY) as uow:
        note_refused(uow, "grant")
    lines = log(world)
    assert [(one.action, one.detail) for one in lines] == [("refused", "grant")] * 2
    assert len({one.actor for one in lines}) == 2
