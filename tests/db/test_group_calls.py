"""The call of a group: it rings at all of it, each comes and goes, and a line carries one call."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import Outdated
from services.kernel.town import Town
from services.living import seats
from services.people import blocks
from services.people.identity import neighbours
from services.social import calls, groups, messaging, notices
from services.social.calls import (
    GroupCall,
    GroupCallJoined,
    GroupCallLeft,
    GroupCallRinging,
    GroupCallSpoken,
)
from services.social.calls.tables import busy_lines, group_calls
from services.social.notices.tables import notice_plays
from services.standing import listings
from services.standing.listings import Colour
from tests.db.test_residents import do, settled
from tests.support.moving import acting
from tests.support.world import ON_SQLITE, Builder, World

TIMERS = {calls.GROUP_CALL_TIMEOUT: calls.time_out_group}


@pytest.fixture
def world(town_of: Builder) -> World:
    """Ana, Bo and Cy are in a group; Dee is in none."""
    world = town_of("ana", "bo", "cy", "dee", timers=TIMERS)
    with world.acting("ana") as town:
        group = groups.make(town, "Tea")
        for guest in ("bo", "cy"):
            groups.invite(town, group.group_id, world.ids[guest])
    for guest in ("bo", "cy"):
        with world.acting(guest) as town:
            groups.answer(town, 1, yes=True)
    world.events.clear()
    return world


def ring(world: World, who: str = "ana", key: str | None = None) -> GroupCall:
    with world.acting(who, key=key) as town:
        return calls.call_group(town, 1)


def join(world: World, *names: str) -> None:
    for name in names:
        with world.acting(name) as town:
            calls.join(town, 1)


def leave(world: World, who: str) -> GroupCall | calls.Call:
    with world.acting(who) as town:
        return calls.put_down(town)


def inside(world: World) -> list[str]:
    with world.office() as town:
        return [one.name for one in calls.group_call_of(town, 1).inside]


@ON_SQLITE
def test_it_rings_at_all_and_whoever_is_in_hears_the_others(world: World):
    call = ring(world)
    [rung] = world.emitted(GroupCallRinging)
    assert [one.name for one in rung.call.everybody] == ["Ana", "Bo", "Cy"]
    with pytest.raises(calls.NobodyJoined), world.acting("ana") as town:
        calls.talk(town, "anybody?")
    join(world, "bo")
    with world.acting("ana") as town:
        calls.talk(town, "hello")
    join(world, "cy")
    with world.acting("bo") as town:
        calls.talk(town, "hello all")
    assert [
        (one.speaker_name, one.text, len(one.to)) for one in world.emitted(GroupCallSpoken)
    ] == [
        ("Ana", "hello", 1),
        ("Bo", "hello all", 2),
    ]
    world.forward(minutes=42)
    leave(world, "ana")
    assert inside(world) == ["Bo", "Cy"], "it goes on without whoever began it"
    leave(world, "bo")
    over = world.emitted(GroupCallLeft)[-1]
    assert (over.call.minutes, over.cut_off) == (42, (world.ids["cy"],))
    assert over.call.group_call_id == call.group_call_id
    assert world.rows(select(busy_lines)) == []
    for name in ("ana", "bo", "cy"):
        facts = [f for f in world.facts_of(name) if f.kind.startswith("group_call")]
        assert [(f.kind, f.amount) for f in facts] == [
            ("group_call_joined", 0),
            ("group_call_left", 42),
        ]


@ON_SQLITE
def test_a_line_carries_one_call_of_either_sort(world: World):
    ring(world)
    join(world, "bo")
    with world.acting("dee") as town:
        assert calls.ring(town, "bo").was_busy
    for name in ("ana", "bo"):
        with pytest.raises(calls.AlreadyInCall), world.acting(name) as town:
            calls.ring(town, "dee")
    with world.acting("dee") as town:
        two = calls.ring(town, "cy")
    with world.acting("cy") as town:
        calls.answer(town, two.call_id)
    with pytest.raises(calls.AlreadyInCall):
        join(world, "cy")
    leave(world, "cy")
    join(world, "cy")
    assert inside(world) == ["Ana", "Bo", "Cy"]


def test_one_group_has_one_call_and_one_act_calls_once(world: World):
    first = ring(world, key="7:1")
    assert ring(world, key="7:1").group_call_id == first.group_call_id
    joined = ring(world, "bo")
    assert (joined.group_call_id, len(joined.inside)) == (first.group_call_id, 2)
    assert [type(e) for e in world.events] == [GroupCallRinging, GroupCallJoined]
    row = {"workshop_id": world.workshop_id, "group_id": 1, "caller": world.ids["ana"]}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(group_calls).values(**row, key="other", rung_town_s=0))
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(busy_lines).values(participant_id=world.ids["dee"]))


def test_of_two_who_call_at_once_one_calls_and_one_joins(world: World):
    def call(town: Town) -> GroupCall:
        return calls.call_group(town, 1)

    world.race_all_done(("ana", call), ("bo", call))
    assert inside(world) == ["Ana", "Bo"]
    assert len(world.rows(select(group_calls))) == 1


@ON_SQLITE
def test_nobody_joins_and_it_is_missed_by_all(world: World):
    ring(world)
    world.forward(seconds=calls.RING_S)
    assert world.rows(select(busy_lines)) == []
    for name in ("ana", "bo"):
        with world.acting(name) as town:
            (found,) = calls.log(town).calls
            assert isinstance(found, GroupCall)
            assert found.missed_by(world.ids[name]) == (name == "bo")
    with pytest.raises(calls.CallOver):
        join(world, "bo")
    again = ring(world, "bo")
    assert again.group_call_id == 2


@ON_SQLITE
def test_a_forgotten_call_is_cut_off(world: World):
    ring(world)
    join(world, "bo")
    world.forward(seconds=calls.RING_S)
    assert inside(world) == ["Ana", "Bo"]
    world.forward(seconds=calls.TALK_MAX_S)
    assert inside(world) == []
    assert world.emitted(GroupCallLeft)[-1].cut_off == tuple(
        world.ids[name] for name in ("ana", "bo")
    )


@ON_SQLITE
def test_the_notice_is_heard_once_by_who_calls(world: World):
    with world.office() as town:
        for number, name in enumerate(("bo", "cy")):
            who, basis = world.ids[name], f"judgment:{number}"
            listing = listings.enter(town, "court", Colour.BLACK, who, basis=basis)
            notices.attach(town, who, listing.listing_id)
    ring(world)
    assert world.emitted(GroupCallRinging)[0].listed == ("Bo", "Cy")
    join(world, "bo")
    plays = world.rows(select(notice_plays))
    assert [play.caller for play in plays] == [world.ids["ana"]] * 2


@ON_SQLITE
def test_only_members_call_join_and_hang_up(world: World):
    with pytest.raises(Outdated):
        ring(world, "dee")
    ring(world)
    for verb in (calls.join, calls.leave):
        with pytest.raises(Outdated), world.acting("dee") as town:
            verb(town, 1)
    with pytest.raises(calls.NotInCall):
        leave(world, "bo")
    with world.acting("dee") as town:
        alone = groups.make(town, "Alone").group_id
        with pytest.raises(groups.GroupOfOne):
            calls.call_group(town, alone)


@ON_SQLITE
def test_nobody_is_rung_or_heard_past_a_block(world: World):
    with world.acting("cy") as town:
        blocks.block(town, world.ids["ana"])
    ring(world)
    assert [one.name for one in world.emitted(GroupCallRinging)[0].call.everybody] == ["Ana", "Bo"]
    join(world, "bo", "cy")
    with world.acting("ana") as town:
        calls.talk(town, "hello")
    assert world.emitted(GroupCallSpoken)[0].to == (world.ids["bo"],)


@ON_SQLITE
def test_who_leaves_the_group_or_the_town_leaves_its_call(world: World):
    ring(world)
    join(world, "bo", "cy")
    with world.acting("ana") as town:
        groups.remove(town, 1, world.ids["cy"])
        for event in tuple(town.events):
            calls.follow_groups(town, event)
    assert inside(world) == ["Ana", "Bo"]
    with acting(world, world.visitors["bo"]) as (uow, _):
        seats.leave(uow)
    assert inside(world) == []
    assert world.rows(select(busy_lines)) == []


@ON_SQLITE
def test_words_in_the_group_are_said_in_its_call_and_others_are_not(world: World):
    ring(world)
    join(world, "bo")
    for place in ("", "g:1"):
        with world.acting("bo") as town:
            town.visitor = replace(world.visitors["bo"], talk=place)
            messaging.say(town, "in the call")
    with world.acting("bo") as town:
        town.visitor = replace(world.visitors["bo"], talk=messaging.talk_with(world.ids["dee"]))
        messaging.say(town, "beside it")
    assert [one.text for one in world.emitted(GroupCallSpoken)] == ["in the call"] * 2
    assert [one.text for one in world.emitted(messaging.MessageSent)] == ["beside it"]


@ON_SQLITE
def test_the_key_of_a_groups_conversation_calls_the_group(world: World):
    with world.acting("bo") as town:
        messaging.open_group(town, 1)
        messaging.ring_here(town)
    assert inside(world) == ["Bo"]


@ON_SQLITE
def test_residents_of_a_group_come_say_a_word_answer_and_leave_people_time(town_of: Builder):
    world = settled(town_of, "ana")
    with world.acting("ana") as town:
        groups.make(town, "Tea")
        for one in neighbours(town):
            if one.is_resident:
                groups.invite(town, 1, one.participant_id)
    do(world, "ana", lambda town: calls.call_group(town, 1))
    world.forward(hours=4)
    came = inside(world)
    assert len(came) > 1, "some pick up"
    do(world, "ana", lambda town: calls.talk(town, "hello all"))
    world.forward(hours=10)
    assert {"Ana"} < set(inside(world)), "a person types slowly"
    said = [one.speaker_name for one in world.emitted(GroupCallSpoken)]
    assert set(said) > {"Ana"}
    world.forward(hours=40)
    assert inside(world) == []
