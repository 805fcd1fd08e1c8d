"""A workshop as it runs: groups, the clock, announcements, the log, what one is told of oneself."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from services.kernel.audit_log import latest
from services.kernel.time import DAY_S, HOUR_S, TOWN_OPENS_AT
from services.kernel.town import Role
from services.living import seats
from services.people import identity
from services.people.identity.tables import chats
from services.workshops.sessions import (
    Announced,
    AnnouncementTooLong,
    DaysOutOfRange,
    GroupBound,
    GroupTaken,
    TownForwarded,
    TownPaused,
    TownResumed,
    clockwork,
    opening,
    queries,
)
from tests.support.moving import ANA, BO, FAY, GUS, installation, joined, made
from tests.support.settling import BOT_ID
from tests.support.world import Builder, World

GROUP = -1_001


@pytest.fixture
def world(town_of: Builder) -> World:
    return installation(town_of)


def groups(world: World) -> int:
    return int(world.rows(select(func.count()).select_from(chats))[0][0])


# ── groups ──────────────────────────────────────────────────────────────────


def test_a_group_is_bound_once_and_greeted_once(world: World):
    opened = made(world)
    for is_new in (True, False):
        with world.uow(FAY) as uow:
            assert opening.bind_group(uow, GROUP, "Us").is_new is is_new
    with world.uow(FAY) as uow:
        town = identity.facilitator_town(uow)
        assert identity.town_groups(town) == [identity.GroupChat(BOT_ID, GROUP)]
    assert world.emitted(GroupBound) == [
        GroupBound(opened.workshop_id, GROUP, "Monday", opened.code)
    ]


def test_a_group_is_at_home_in_the_topic_it_was_last_bound_in(world: World):
    made(world)
    for topic, is_new in ((7, True), (7, False), (8, True)):
        with world.uow(FAY) as uow:
            assert opening.bind_group(uow, GROUP, "Us", topic).is_new is is_new
    with world.uow(FAY) as uow:
        opening.added_to_group(uow, GROUP, "Us")  # made an administrator there, say
        assert identity.town_groups(identity.facilitator_town(uow)) == [
            identity.GroupChat(BOT_ID, GROUP, 8)
        ]


def test_another_facilitators_group_is_left_alone(world: World):
    made(world)
    made(world, by=GUS)
    with world.uow(FAY) as uow:
        opening.bind_group(uow, GROUP, "Us")
    with world.uow(GUS) as uow, pytest.raises(GroupTaken):
        opening.bind_group(uow, GROUP, "Us")
    with world.uow(FAY) as uow:
        opening.close(uow)
    with world.uow(GUS) as uow:
        assert opening.bind_group(uow, GROUP, "Us").is_new


@pytest.mark.parametrize(("granted", "bound"), [(True, 1), (False, 0)])
def test_being_added_to_a_group_binds_it_for_facilitators_only(
    world: World, granted: bool, bound: int
):
    made(world)
    with world.uow(FAY) as uow:
        if not granted:
            identity.revoke_role(uow.conn, BOT_ID, 501, Role.FACILITATOR)
        opening.added_to_group(uow, GROUP, "Us")
    assert groups(world) == bound
    with world.uow(FAY) as uow:
        identity.drop_group(uow, GROUP)
    assert groups(world) == 0


# ── the clock ───────────────────────────────────────────────────────────────


def test_pausing_twice_is_once_and_time_stands(world: World):
    with world.facilitating() as town:
        assert clockwork.pause(town).changed
    world.clock.pass_ms(60_000)
    with world.facilitating() as town:
        assert town.now == TOWN_OPENS_AT
        assert not clockwork.pause(town).changed
        assert clockwork.resume(town).changed
    world.clock.pass_ms(60_000)
    with world.facilitating() as town:
        assert town.now == TOWN_OPENS_AT + DAY_S
        assert not clockwork.resume(town).changed
    assert len(world.emitted(TownPaused)) == len(world.emitted(TownResumed)) == 1


def test_forwarding_moves_a_running_and_a_paused_clock(world: World):
    with world.facilitating() as town:
        assert clockwork.forward(town, 3).at == TOWN_OPENS_AT + 3 * DAY_S
    with world.facilitating() as town:
        clockwork.pause(town)
        done = clockwork.forward(town, 1)
        assert (done.at, done.running) == (TOWN_OPENS_AT + 4 * DAY_S, False)
    assert [event.days for event in world.emitted(TownForwarded)] == [3, 1]


@pytest.mark.parametrize("days", [-1, 0, 366, 10**30])
def test_the_clock_goes_neither_back_nor_too_far(world: World, days: int):
    with world.facilitating() as town, pytest.raises(DaysOutOfRange):
        clockwork.forward(town, days)
    assert world.now() == TOWN_OPENS_AT


def test_announcements_have_an_end(world: World):
    with world.facilitating() as town:
        clockwork.announce(town, "<b>Look</b>")
        with pytest.raises(AnnouncementTooLong):
            clockwork.announce(town, "x" * 1_001)
    assert [event.text for event in world.emitted(Announced)] == ["<b>Look</b>"]


def test_every_facilitators_act_is_in_the_log_without_names_or_words(world: World):
    made(world, title="Secret title")
    with world.uow(FAY) as uow:
        opening.bind_group(uow, GROUP, "Secret group")
        town = identity.facilitator_town(uow)
        clockwork.pause(town)
        clockwork.resume(town)
        clockwork.forward(town, 2)
        clockwork.announce(town, "secret words")
        opening.close(uow)
        lines = latest(uow.conn)
    assert [line.action for line in reversed(lines)] == [
        "workshop_new",
        "group_bound",
        "pause",
        "resume",
        "forward",
        "say",
        "workshop_close",
    ]
    assert {line.actor.split()[0] for line in lines} == {"facilitator"}
    assert all("ecret" not in str(line) and "501" not in str(line) for line in lines)


def test_the_log_refuses_to_be_changed(world: World):
    made(world)
    for statement in ("UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log"):
        with (
            pytest.raises(Exception, match="append-only"),
            world.uow(FAY) as uow,
        ):
            uow.conn.exec_driver_sql(statement)


def test_help_depends_on_what_one_is(world: World):
    opened = made(world)
    name = joined(world, opened.code).name
    with world.uow(ANA) as uow:
        standing = queries.visitor_status(uow)
    assert standing.persona is not None
    assert (standing.persona.name, standing.runs, standing.is_admin) == (name, None, False)
    with world.uow(FAY) as uow:
        assert queries.visitor_status(uow).runs == "Monday"
    with world.uow(BO) as uow:
        assert queries.visitor_status(uow) == queries.VisitorStatus(
            None, None, is_facilitator=False, is_admin=False
        )


def test_status_counts_people_and_residents(world: World):
    opened = made(world)
    joined(world, opened.code)
    joined(world, opened.code, BO)
    with world.uow(BO) as uow:
        seats.leave(uow)
    world.clock.pass_ms(2_500)
    with world.uow(FAY) as uow:
        found = queries.my_status(uow)
    assert (found.people, found.residents, found.running) == (1, 1, True)
    assert found.at == TOWN_OPENS_AT + HOUR_S
